import { Workbox } from "workbox-window";
import { environmentFacts, readEnvironment } from "#client/environment.ts";
import type { PageHost } from "#client/page-host.ts";
import { registerWorker } from "#client/register-worker.ts";
import { retryInstalls } from "#client/retry-install.ts";
import { systemSchedule } from "#client/system-ports.ts";
import { watchWhenShared } from "./features/handover/when-shared.ts";
import type { OpenBook } from "./open-book.tsx";
import { watchReach } from "./reach-watch.ts";
import { isFormOpen, setWorkerState } from "./worker-state.ts";

const script = "/service-worker.js";
/** While a later set is not all here, it is asked for again. */
const askAgainMs = 5 * 60_000;

/** After the first screen stands: the service worker, whose state is kept for the screens, and a shared device's lock. */
export async function startWorker(host: PageHost, openBook: () => OpenBook | null): Promise<void> {
  watchWhenShared(openBook);
  watchReach(openBook);
  const { offlineWork } = readEnvironment(environmentFacts(window));
  if (offlineWork !== "yes") return setWorkerState({ offline: offlineWork });
  const workers = navigator.serviceWorker;
  const known = await workers.getRegistration();
  setWorkerState({ offline: known?.active ? "ready" : "getting-ready" });
  keepAll(workers, host);
  await registerWorker({
    workbox: new Workbox(script),
    signs: host,
    schedule: systemSchedule,
    isIdle: () => !isFormOpen() && !openBook()?.logbook?.isSaving(),
    reload: () => location.reload(),
    onUpdate: (apply) => setWorkerState({ update: apply }),
  }).then(
    async () => {
      const registration = await workers.getRegistration();
      if (registration)
        retryInstalls(registration, { schedule: systemSchedule, again: () => workers.register(script) });
    },
    () => setWorkerState({ offline: known?.active ? "ready" : "no-worker" }),
  );
}

/** *Đủ mọi phần* is said only when the worker has proved every file. */
function keepAll(workers: ServiceWorkerContainer, host: PageHost): void {
  let isAll = false;
  const ask = () =>
    void workers.ready.then(({ active }) => !isAll && active?.postMessage({ type: "keep-all" }));
  workers.addEventListener("message", ({ data }) => {
    const type = (data as { type?: unknown } | null)?.type;
    isAll ||= type === "all-kept";
    if (type === "all-kept") setWorkerState({ offline: "ready-all" });
    if (type === "not-all-kept") systemSchedule(askAgainMs, ask);
  });
  // Also when another page, or this one before it was loaded again, began the installation.
  void workers.ready.then(() => setWorkerState({ offline: "ready" }));
  ask();
  host.onOnline(ask);
}
