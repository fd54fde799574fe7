import { Component, type ReactNode } from "react";
import { noteFault } from "#client/faults.ts";
import { textOf } from "../i18n/i18n.ts";
import { PartMissing } from "../lazy-page.tsx";
import { PartGone } from "../part-gone.tsx";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/plain-states.tsx";

/** The last net: says what happened, that what was saved is kept, and what to do. */
export class AppErrorBoundary extends Component<
  { children: ReactNode },
  { failed: "screen" | "part" | null }
> {
  override state: { failed: "screen" | "part" | null } = { failed: null };

  static getDerivedStateFromError(error: unknown) {
    return { failed: error instanceof PartMissing ? "part" : "screen" };
  }

  override componentDidCatch(error: unknown) {
    noteFault(error);
  }

  override render() {
    const { failed } = this.state;
    if (!failed) return this.props.children;
    if (failed === "part") return <PartGone />;
    return (
      <main>
        <ErrorState
          what={textOf(`shell:broken.${failed}.what`)}
          kept={textOf("shell:broken.kept")}
          todo={textOf(`shell:broken.${failed}.todo`)}
          action={
            <Button variant="main" onClick={() => location.assign("/")}>
              {textOf("shell:broken.deed")}
            </Button>
          }
        />
      </main>
    );
  }
}
