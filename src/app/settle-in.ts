import { askPersist } from "#client/storage.ts";
import { warmPages } from "./lazy-page.tsx";

/** What may wait until the first screen stands: the service worker, the promise not to evict us, the other pages. */
export function settleIn(): void {
  const later = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 1500));
  later(() => {
    void askPersist();
    void import("./app-worker.ts").then((worker) => worker.startWorker());
    if (navigator.onLine) void warmPages();
  });
}
