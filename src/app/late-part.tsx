import {
  Component,
  type ComponentType,
  type LazyExoticComponent,
  lazy,
  type ReactNode,
  Suspense,
} from "react";
import { noteFault } from "#client/faults.ts";
import { loadTexts } from "./i18n/i18n.ts";
import { fetched, PartMissing } from "./lazy-page.tsx";
import { PartGone } from "./part-gone.tsx";

/**
 * A piece of a page that is fetched with its sentences when it is first shown; the service worker keeps it. Shown inside
 * `LatePart`.
 */
export function lazyPart<Props>(
  load: () => Promise<ComponentType<Props>>,
  ...texts: readonly string[]
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    const [part] = await fetched(Promise.all([load(), loadTexts(...texts)]));
    return { default: part };
  });
}

/** Where a piece is not on the device and there is no link, the rest of its page stands. */
export class LatePart extends Component<{ children: ReactNode }, { isMissing: boolean }> {
  override state = { isMissing: false };

  static getDerivedStateFromError(error: unknown) {
    if (!(error instanceof PartMissing)) throw error;
    return { isMissing: true };
  }

  override componentDidCatch(error: unknown) {
    noteFault(error);
  }

  override render() {
    if (!this.state.isMissing) return <Suspense fallback={null}>{this.props.children}</Suspense>;
    return <PartGone inside />;
  }
}
