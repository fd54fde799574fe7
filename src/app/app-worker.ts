import { Workbox } from "workbox-window";
import { environmentFacts, readEnvironment } from "#client/environment.ts";
import type { PageHost } from "#client/page-host.ts";
import { registerWorker } from "#client/register-worker.ts";
import { systemSchedule } from "#client/system-ports.ts";
import { watchWhenShared } from "./features/handover/when-shared.ts";
import type { OpenBook } from "./open-book.tsx";
import { watchReach } from "./reach-watch.ts";
import { isFormOpen, setWorkerState } from "./worker-state.ts";

/** After the first screen stands: the service worker, whose state is kept for the screens, and a shared device's lock. */
export async function startWorker(host: PageHost, openBook: () => OpenBook | null): Promise<void> {
  watchWhenShared(openBook);
  watchReach(openBook);
  const { offlineWork } = readEnvironment(environmentFacts(window));
  if (offlineWork !== "yes") return setWorkerState({ offline: offlineWork });
  const known = await navigator.serviceWorker.getRegistration();
  setWorkerState({ offline: known?.active ? "ready" : "getting-ready" });
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if ((data as { type?: unknown } | null)?.type === "later-ready") setWorkerState({ offline: "ready-all" });
  });
  // Also when another page, or this one before it was loaded again, began the installation.
  void navigator.serviceWorker.ready.then(({ active }) => {
    setWorkerState({ offline: "ready" });
    active?.postMessage({ type: "fetch-later" });
  });
  const workbox = new Workbox("/service-worker.js");
  await registerWorker({
    workbox,
    signs: host,
    schedule: systemSchedule,
    isIdle: () => !isFormOpen() && !openBook()?.logbook?.isSaving(),
    reload: () => location.reload(),
    onUpdate: (apply) => setWorkerState({ update: apply }),
  }).catch(() => setWorkerState({ offline: known?.active ? "ready" : "no-worker" }));
}
