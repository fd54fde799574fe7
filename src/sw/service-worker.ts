import { cacheNames } from "workbox-core";
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  matchPrecache,
  PrecacheController,
  type PrecacheEntry,
  PrecacheRoute,
  precacheAndRoute,
} from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { backgroundTag } from "#client/background-sync.ts";
import { chooseDatabases } from "#client/databases.ts";
import { openLoopChannel } from "#client/loop-channel.ts";
import { sendForAll } from "#client/send-for-all.ts";
import { workerDatabases } from "#client/worker-databases.ts";
import { onNotificationClick, onPush, onSubscriptionChange } from "./push.ts";

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: (string | PrecacheEntry)[];
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
const isLater = (entry: string | PrecacheEntry) =>
  /^assets\/(later|admin|print)\//.test(typeof entry === "string" ? entry : entry.url);

precacheAndRoute(manifest.filter((entry) => !isLater(entry)));
cleanupOutdatedCaches();
// What few people need comes when the app already opens without a link; the page asks for it (`fetch-later`).
const laterCache = "so-truc-later";
const laterAtOnce = 4;
const later = new PrecacheController({ cacheName: laterCache });
later.addToCacheList(manifest.filter(isLater));
registerRoute(new PrecacheRoute(later));
// Every address of the app is the app; what the server answers itself never comes from here.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL("index.html"), { denylist: [/^\/api\//, /^\/healthz$/] }),
);

// The first screen comes straight from the cache, where the browser can do that without waking this worker first. Its
// page lies under its address in a cache of its own, filled before this version takes over.
const pageRevision = manifest.flatMap((entry) =>
  typeof entry !== "string" && entry.url === "index.html" ? [entry.revision] : [],
)[0];
const pageCache = `so-truc-page-${pageRevision}`;
self.addEventListener("install", (event) => {
  const firstFiles = manifest
    .map((entry) => (typeof entry === "string" ? entry : entry.url))
    .filter((url) => /^assets\/((start|index)-[^/]+\.(js|css)|[^/]+\.woff2)$/.test(url));
  const { addRoutes } = event as RoutableInstall;
  const routes = addRoutes?.call(event, [
    {
      condition: { urlPattern: new URL("/", self.location.origin).href, requestMode: "navigate" },
      source: { cacheName: pageCache },
    },
    {
      condition: {
        or: firstFiles.map((url) => ({ urlPattern: new URL(url, self.registration.scope).href })),
      },
      source: { cacheName: cacheNames.precache },
    },
  ]);
  if (routes) event.waitUntil(routes.catch(() => undefined));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(keepPage().finally(() => self.clients.claim()));
});

async function keepPage(): Promise<void> {
  const page = await matchPrecache("index.html");
  if (page) await (await caches.open(pageCache)).put("/", page);
  const older = (await caches.keys()).filter((name) => /^so-truc-page-/.test(name) && name !== pageCache);
  await Promise.all(older.map((name) => caches.delete(name)));
}

// A new version takes over only when the page says that nothing is being typed or saved.
self.addEventListener("message", (event) => {
  const type = (event.data as { type?: unknown } | null)?.type;
  if (type === "SKIP_WAITING") void self.skipWaiting();
  if (type === "fetch-later") event.waitUntil(fetchLater(event));
});

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

/**
 * Brings the later sets, a few files at a time; without a link it is asked again when the app is opened next. (The
 * controller itself caches only while a worker is being installed.)
 */
async function fetchLater(event: ExtendableMessageEvent): Promise<void> {
  const cache = await caches.open(laterCache);
  const here = new Set((await cache.keys()).map(({ url }) => url));
  const missing = [...later.getURLsToCacheKeys()].filter(([, key]) => !here.has(key));
  const fetchRest = async (): Promise<void> => {
    for (let next = missing.pop(); next; next = missing.pop()) {
      const [url, key] = next;
      const response = await fetch(url, { credentials: "same-origin" });
      if (!response.ok) throw new Error(`${url}: ${response.status}`);
      await cache.put(key, response);
    }
  };
  await Promise.all(Array.from({ length: laterAtOnce }, fetchRest)).then(
    async () => {
      await later.activate(event);
      event.source?.postMessage({ type: "later-ready" });
    },
    () => undefined,
  );
}

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
