import type { LinkSigns } from "./loop-ports.ts";
import type { Schedule } from "./system-ports.ts";

/** The part of workbox-window's `Workbox` that we use; the page makes it. */
export interface WorkboxLike {
  addEventListener(type: "waiting" | "controlling" | "activated", tell: (event: WorkboxEvent) => void): void;
  register(): Promise<unknown>;
  update(): Promise<void>;
  messageSkipWaiting(): void;
}

interface WorkboxEvent {
  readonly isUpdate?: boolean | undefined;
}

export interface RegisterOptions {
  readonly workbox: WorkboxLike;
  readonly signs: Pick<LinkSigns, "isVisible" | "onVisible" | "onHidden">;
  readonly schedule: Schedule;
  /** True when no form is dirty and no save is under way. */
  readonly isIdle: () => boolean;
  readonly reload: () => void;
  /** The app can now be opened without a link. */
  readonly onReadyOffline?: () => void;
  /** A new version is here and waits; the page may offer `apply` as a button. */
  readonly onUpdate?: (apply: () => void) => void;
  readonly wall?: () => number;
}

const askAgainMs = 30_000;
const lookForUpdateEveryMs = 30 * 60_000;

/**
 * Registers the service worker. A new version waits until nobody would notice: the page is hidden and idle, or a person
 * asks. Then this page, and every other once it is idle, starts anew.
 */
export async function registerWorker(options: RegisterOptions): Promise<void> {
  const { workbox, signs, schedule, isIdle } = options;
  const wall = options.wall ?? Date.now;
  let state: "current" | "waiting" | "replaced" = "current";
  let lastLook = wall();
  let isControlled = false;

  const step = (asked: boolean) => {
    if (state === "current" || !isIdle() || (!asked && signs.isVisible())) return;
    if (state === "waiting") workbox.messageSkipWaiting();
    else options.reload();
  };
  const keepAsking = (): void =>
    void schedule(askAgainMs, () => {
      if (state === "current") return;
      step(false);
      keepAsking();
    });
  const change = (next: "waiting" | "replaced") => {
    const isFirst = state === "current";
    state = next;
    if (isFirst) keepAsking();
  };

  workbox.addEventListener("activated", ({ isUpdate }) => {
    if (!isUpdate) options.onReadyOffline?.();
  });
  workbox.addEventListener("waiting", () => {
    change("waiting");
    options.onUpdate?.(() => step(true));
    step(false);
  });
  workbox.addEventListener("controlling", ({ isUpdate }) => {
    // A page that has seen the first installation is told of no update ever; every later change is one.
    const isFirst = !isUpdate && !isControlled && state === "current";
    isControlled = true;
    if (isFirst) return;
    const wasAsked = state === "waiting";
    change("replaced");
    // The files of the old version are gone: a page that is free to start anew does so at once.
    step(wasAsked);
  });
  signs.onHidden(() => step(false));
  signs.onVisible(() => {
    if (wall() - lastLook < lookForUpdateEveryMs) return;
    lastLook = wall();
    workbox.update().catch(() => undefined);
  });
  await workbox.register();
}
