import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * The least that an installed page can be: some lines of HTML that a worker keeps, which read today's records out of a
 * database as full as ours, by the same index, and show them as a list. No look, no words, no rights.
 */
export interface RawPage {
  readonly url: string;
  close(): Promise<void>;
}

const page = `<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Raw</title>
<main><ul></ul></main>
<script>
const opening = indexedDB.open("raw-page", 1);
opening.onupgradeneeded = () =>
  opening.result.createObjectStore("rows", { keyPath: "id" }).createIndex("keys", "keys", { multiEntry: true });
opening.onsuccess = () => {
  const day = new Date(Date.now() + 7 * 3600000).toISOString().slice(0, 10);
  const reading = opening.result.transaction("rows").objectStore("rows").index("keys").getAll("supportVisit/" + day);
  reading.onsuccess = () => {
    const list = document.querySelector("ul");
    for (const { body } of reading.result) {
      const entry = document.createElement("li");
      entry.textContent = body.day + " " + body.village + " " + body.sort + " " + body.result;
      list.append(entry);
    }
  };
};
globalThis.fill = (rows) => new Promise((done, failed) => {
  const writing = opening.result.transaction("rows", "readwrite");
  for (const row of rows) writing.objectStore("rows").put(row);
  writing.oncomplete = () => done();
  writing.onabort = () => failed(writing.error);
});
navigator.serviceWorker.register("/worker.js");
</script>
</html>
`;

/** As ours: the kept page comes by a static route, without waking the worker, where the browser knows such routes. */
const worker = `
addEventListener("install", (event) => {
  event.addRoutes?.({ condition: { urlPattern: "/" }, source: { cacheName: "raw" } });
  event.waitUntil(caches.open("raw").then((kept) => kept.add("/")));
  skipWaiting();
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request))));
`;

export async function startRawPage(): Promise<RawPage> {
  const server = createServer((request, reply) => {
    const isWorker = request.url === "/worker.js";
    if (!isWorker && request.url !== "/") return void reply.writeHead(404).end();
    reply.setHeader("content-type", isWorker ? "text/javascript" : "text/html; charset=utf-8");
    reply.end(isWorker ? worker : page);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
