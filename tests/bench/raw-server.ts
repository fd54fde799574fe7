import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Op } from "#protocol/op.ts";
import type { Recorded } from "./page/bench-page.ts";
import { openRawStore } from "./raw-store.ts";

/**
 * Answers with the bytes that the real server gave, packed the same way. Ops that it is sent lie on its disk before it
 * answers, as plain text: no server may say that it has what a power cut would take. It does nothing else.
 */
export interface RawServer {
  readonly url: string;
  /** Keeps these replies and says where they are. */
  keep(name: string, tape: readonly Recorded[]): string[];
  close(): Promise<void>;
}

export async function startRawServer(): Promise<RawServer> {
  const kept = new Map<string, { request: Buffer; reply: Buffer }>();
  const folder = await mkdtemp(join(tmpdir(), "so-truc-raw-"));
  const store = openRawStore(join(folder, "raw.sqlite"));
  let requests = 0;
  const server = createServer(async (request, reply) => {
    reply.setHeader("access-control-allow-origin", "*");
    const [, name = "", wanted] = /^\/([^/]+)(\/request)?$/.exec(request.url ?? "") ?? [];
    const found = kept.get(name);
    if (!found) return void reply.writeHead(404).end();
    const ops = await opsIn(request);
    if (wanted) return void reply.end(found.request);
    requests += 1;
    if (ops.length > 0) store.insert(`round-${requests}`, ops);
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    reply.writeHead(200, { ...headers, "content-length": found.reply.length }).end(found.reply);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    keep: (name, tape) =>
      tape.map(({ request, reply }, i) => {
        const one = { request: Buffer.from(request, "base64"), reply: gzipSync(reply, { level: 6 }) };
        kept.set(`${name}-${i}`, one);
        return `${url}/${name}-${i}`;
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function opsIn(request: IncomingMessage): Promise<readonly Op[]> {
  const body = await buffer(request);
  if (body.length === 0) return [];
  return (JSON.parse(gunzipSync(body).toString("utf8")) as { ops: Op[] }).ops;
}
