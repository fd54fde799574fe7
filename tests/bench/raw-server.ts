import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import type { Recorded } from "./page/bench-page.ts";

/** Answers with the bytes that the real server gave, packed the same way, and does nothing else. */
export interface RawServer {
  /** Keeps these replies and says where they are. */
  keep(name: string, tape: readonly Recorded[]): string[];
  close(): Promise<void>;
}

export async function startRawServer(): Promise<RawServer> {
  const kept = new Map<string, { request: Buffer; reply: Buffer }>();
  const server = createServer((request, reply) => {
    reply.setHeader("access-control-allow-origin", "*");
    const [, name = "", wanted] = /^\/([^/]+)(\/request)?$/.exec(request.url ?? "") ?? [];
    const found = kept.get(name);
    if (!found) return void reply.writeHead(404).end();
    request.resume();
    request.on("end", () => {
      if (wanted) return reply.end(found.request);
      const headers = { "content-type": "application/json", "content-encoding": "gzip" };
      return reply.writeHead(200, { ...headers, "content-length": found.reply.length }).end(found.reply);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    keep: (name, tape) =>
      tape.map(({ request, reply }, i) => {
        const one = { request: Buffer.from(request, "base64"), reply: gzipSync(reply, { level: 6 }) };
        kept.set(`${name}-${i}`, one);
        return `http://127.0.0.1:${port}/${name}-${i}`;
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
