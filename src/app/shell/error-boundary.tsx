import { Component, type ReactNode } from "react";
import { textOf } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/plain-states.tsx";

/** The last net: says what happened, that what was saved is kept, and what to do. */
export class AppErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main>
        <ErrorState
          what={textOf("shell:broken.what")}
          kept={textOf("shell:broken.kept")}
          todo={textOf("shell:broken.todo")}
          action={
            <Button variant="main" onClick={() => location.reload()}>
              {textOf("shell:broken.deed")}
            </Button>
          }
        />
      </main>
    );
  }
}
