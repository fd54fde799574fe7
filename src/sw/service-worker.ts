import { backgroundTag } from "#client/background-sync.ts";
import { chooseDatabases } from "#client/databases.ts";
import { noteFault } from "#client/faults.ts";
import { openLoopChannel } from "#client/loop-channel.ts";
import { sendForAll } from "#client/send-for-all.ts";
import { workerDatabases } from "#client/worker-databases.ts";
import { filesCache, isOfType, isProved, KeptFiles, NotOurs } from "./kept-files.ts";
import { onNotificationClick, onPush, onSubscriptionChange } from "./push.ts";

interface Named {
  readonly url: string;
  readonly revision: string;
}

declare const self: ServiceWorkerGlobalScope & {
  /** The list of all files, the page, and the files of the first screen; see `.config/file-list.ts`. */
  readonly __WB_MANIFEST: readonly Named[];
};

/** Static routes, where the browser has them. */
interface RoutableInstall extends ExtendableEvent {
  addRoutes?(rules: readonly unknown[]): Promise<void>;
}

interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

/** The browser ends a sync after some minutes; every step is durable, so stopping early loses nothing. */
const backgroundMs = 60_000;

chooseDatabases(workerDatabases());

const manifest = self.__WB_MANIFEST;
const [list, page] = [named(/^assets\/files-/), named(/^index\.html$/)];
const kept = new KeptFiles([list.url, list.revision], {
  caches,
  fetch: (url, init) => fetch(url, init),
  pause: (ms) => new Promise((over) => setTimeout(over, ms)),
});
/** The page lies under its address in a cache of its own, filled before this version takes over. */
const pageCache = `so-truc-page-${page.revision}`;

function named(what: RegExp): Named {
  const found = manifest.find(({ url }) => what.test(url));
  if (!found) throw new Error(`The build has not told ${what}`);
  return found;
}

self.addEventListener("error", ({ error }) => noteFault(error, "worker"));
self.addEventListener("unhandledrejection", ({ reason }) => noteFault(reason, "worker"));

self.addEventListener("install", (event) => {
  event.waitUntil(install().catch(noted));
  const { addRoutes } = event as RoutableInstall;
  // The first screen comes straight from the cache, where the browser can do that without waking this worker first.
  const firstFiles = manifest.filter(({ url }) => /\.(js|css|woff2)$/.test(url));
  const routes = addRoutes?.call(event, [
    {
      condition: { urlPattern: new URL("/", self.location.origin).href, requestMode: "navigate" },
      source: { cacheName: pageCache },
    },
    {
      condition: {
        or: firstFiles.map(({ url }) => ({ urlPattern: new URL(url, self.registration.scope).href })),
      },
      source: { cacheName: filesCache },
    },
  ]);
  if (routes) event.waitUntil(routes.catch(() => undefined));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver().finally(() => self.clients.claim()));
});

async function install(): Promise<void> {
  await kept.keep("now");
  await keepPage();
  if (await isSpoiled()) await self.skipWaiting();
}

async function keepPage(): Promise<void> {
  const cache = await caches.open(pageCache);
  const here = await cache.match("/");
  if (here && (await isProved(here, page.url, page.revision))) return;
  const mine = await kept.answer(page.url);
  if (mine) await cache.put("/", mine);
}

/** Whether the version before this one can show nothing, because it kept a stranger's answer as its own. */
async function isSpoiled(): Promise<boolean> {
  for (const name of (await caches.keys()).filter((one) => /^(workbox|so-truc-page)/.test(one))) {
    const cache = await caches.open(name);
    const before = await cache.match("/");
    if (before && !/id="app"/.test(await before.text())) return true;
    for (const request of await cache.keys()) {
      const { pathname } = new URL(request.url);
      if (!/\/assets\/(start|index)-/.test(pathname)) continue;
      const file = await cache.match(request);
      if (file && !isOfType(pathname, file.headers.get("content-type"))) return true;
    }
  }
  return false;
}

async function takeOver(): Promise<void> {
  const own = new Set<string>([filesCache, pageCache]);
  const older = (await caches.keys()).filter(
    (name) => /^(workbox-|so-truc-(page|later|files))/.test(name) && !own.has(name),
  );
  await Promise.all(older.map((name) => caches.delete(name)));
  await kept.tidy();
}

// Every address of the app is the app; what the server answers itself never comes from here.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (!/^\/(api\/|healthz$)/.test(pathname)) event.respondWith(answerPage(request));
  } else if (/^\/(assets\/|icons\/|manifest\.webmanifest$)/.test(pathname)) {
    event.respondWith(answerFile(request, pathname));
  }
});

async function answerPage(request: Request): Promise<Response> {
  try {
    const mine = await kept.answer(page.url);
    if (mine) return mine;
  } catch (error) {
    noteFault(error, "worker");
  }
  return fetch(request);
}

/** What this version does not know is of another: it comes from the server, or it does not come. */
async function answerFile(request: Request, pathname: string): Promise<Response> {
  try {
    const mine = await kept.answer(pathname.slice(1));
    if (mine) return mine;
    const response = await fetch(request);
    return isOfType(pathname, response.headers.get("content-type")) ? response : Response.error();
  } catch {
    return Response.error();
  }
}

// A new version takes over only when the page says that nothing is being typed or saved.
self.addEventListener("message", (event) => {
  const type = (event.data as { type?: unknown } | null)?.type;
  if (type === "SKIP_WAITING") void self.skipWaiting();
  if (type === "keep-all") event.waitUntil(keepAll(event.source));
  if (type === "prove-first") event.waitUntil(proveFirst(event.source));
});

/** Proves all that is kept, and brings what is missing: few people need the later sets, so they come after the rest. */
async function keepAll(asker: ExtendableMessageEvent["source"]): Promise<void> {
  try {
    kept.forgetProofs();
    await kept.keep("now");
    await keepPage();
    await kept.keep("later");
    asker?.postMessage({ type: "all-kept" });
  } catch (error) {
    // A link that is away is no defect.
    if (error instanceof NotOurs) noteFault(error, "worker");
    asker?.postMessage({ type: "not-all-kept" });
  }
}

/** A page met a part that does not run: everything of daily work is looked at anew. */
async function proveFirst(asker: ExtendableMessageEvent["source"]): Promise<void> {
  kept.forgetProofs();
  await kept.keep("now").then(keepPage).catch(noteFault);
  asker?.postMessage({ type: "first-proved" });
}

function noted(error: unknown): never {
  noteFault(error, "worker");
  throw error;
}

self.addEventListener("sync", (event) => {
  const { tag } = event as SyncEvent;
  if (tag.startsWith(backgroundTag)) (event as SyncEvent).waitUntil(sendInBackground());
});

self.addEventListener("push", (event) => event.waitUntil(onPush(event.data?.text())));
self.addEventListener("notificationclick", (event) =>
  event.waitUntil(onNotificationClick(event.notification)),
);
self.addEventListener("pushsubscriptionchange", (event) =>
  (event as ExtendableEvent).waitUntil(onSubscriptionChange()),
);

/** The same engine as in the page, for everybody who has something unsent here. */
async function sendInBackground(): Promise<void> {
  const channel = openLoopChannel();
  try {
    const left = await sendForAll({
      forMs: backgroundMs,
      onProfile: async ({ device }) => channel.post({ type: "done", device }),
    });
    // A failure makes the browser try again by itself, while it is willing.
    if (left > 0) throw new Error("Some work is still unsent");
  } finally {
    channel.close();
  }
}
