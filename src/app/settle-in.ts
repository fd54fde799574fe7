import type { PageHost } from "#client/page-host.ts";
import { openBookNow } from "./open-book.tsx";

/** What may wait until the first screen stands: the way to every other page, and the service worker. */
export function settleIn(host: PageHost): void {
  const later = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 1500));
  later(() => {
    void import("./book-routes.tsx").catch(() => undefined);
    void import("./app-worker.ts").then((worker) => worker.startWorker(host, openBookNow));
  });
}
