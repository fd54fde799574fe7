import { existsSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Problem } from "../problem.ts";
import { acceptsGzip } from "./bodies.ts";

const packable = /^(text\/|application\/(javascript|json|manifest\+json|wasm)|image\/svg)/;

/** The application: hashed files for ever, the few that name them asked for each time, any route its one page. */
export async function addStatic(app: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(join(folder, "index.html"));
  if (built) {
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: true,
      index: ["index.html"],
      cacheControl: false,
      dotfiles: "ignore",
      setHeaders(reply, path) {
        const hashed = /\/assets\//.test(path);
        reply.header("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
  }
  app.addHook("onSend", async (request, reply, payload) => {
    if (!(payload instanceof Readable) || !isPackable(request, reply)) return payload;
    reply.header("content-encoding", "gzip").header("vary", "accept-encoding");
    reply.removeHeader("content-length").removeHeader("accept-ranges");
    return payload.pipe(createGzip({ level: 6 }));
  });
  app.setNotFoundHandler(async (request, reply) => {
    const isPage = request.method === "GET" && String(request.headers.accept ?? "").includes("text/html");
    const isApi = /^\/api(\/|$|\?)/.test(request.url);
    if (isPage && !isApi && built) return reply.sendFile("index.html");
    if (isPage && !isApi) return reply.code(503).type("text/plain; charset=utf-8").send("npm run build");
    const problem = new Problem("not-found");
    return reply.code(404).header("x-so-truc", "1").send(problem.toBody());
  });
}

function isPackable(request: FastifyRequest, reply: FastifyReply): boolean {
  if (reply.statusCode !== 200 || request.method !== "GET" || !acceptsGzip(request)) return false;
  if (request.headers.range !== undefined || reply.getHeader("content-encoding")) return false;
  return packable.test(String(reply.getHeader("content-type") ?? ""));
}
