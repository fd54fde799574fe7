import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import { Problem } from "../problem.ts";

const inflate = promisify(gunzip);
const deflate = promisify(gzip);

export const maxBodyBytes = 2 * 1024 * 1024;
const maxInflatedBytes = 10 * 1024 * 1024;
const maxDepth = 48;
const leastGzipBytes = 500;

/** Reads JSON and raw bodies, gzipped or plain, and packs answers for callers that can unpack them. */
export function addBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/json",
    { parseAs: "buffer" },
    async (request: FastifyRequest, body: Buffer) =>
      parseJson((await unpacked(request, body)).toString("utf8")),
  );
  app.addContentTypeParser(
    "application/octet-stream",
    { parseAs: "buffer" },
    (request: FastifyRequest, body: Buffer) => unpacked(request, body),
  );

  app.addHook("onSend", async (request, reply, payload) => {
    if (typeof payload !== "string" || payload.length < leastGzipBytes) return payload;
    if (!acceptsGzip(request) || reply.getHeader("content-encoding")) return payload;
    reply.header("content-encoding", "gzip").header("vary", "accept-encoding");
    const packed = await deflate(payload, { level: 6 });
    reply.header("content-length", packed.length);
    return packed;
  });
}

export function acceptsGzip(request: FastifyRequest): boolean {
  return /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
}

async function unpacked(request: FastifyRequest, body: Buffer): Promise<Buffer> {
  const encoding = request.headers["content-encoding"];
  if (encoding === undefined || encoding === "identity") return body;
  if (encoding !== "gzip") throw new Problem("bad-request", { facts: { why: "content-encoding" } });
  try {
    return await inflate(body, { maxOutputLength: maxInflatedBytes });
  } catch (error) {
    const tooLarge = (error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE";
    throw tooLarge ? new Problem("too-large") : new Problem("bad-request", { facts: { why: "gzip" } });
  }
}

function parseJson(text: string): unknown {
  if (depthOf(text) > maxDepth) throw new Problem("bad-request", { facts: { why: "too deep" } });
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("bad-request", { facts: { why: "json" } });
  }
}

/** How deep brackets nest outside strings: what would exhaust the stack is refused before anyone walks it. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 92) i++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) deepest = Math.max(deepest, ++depth);
    else if (code === 125 || code === 93) depth--;
  }
  return deepest;
}

/** The body or query as the schema says, else a `bad-request` that names the field. */
export function parseAs<T>(schema: z.core.$ZodType<T>, given: unknown): T {
  const parsed = z.safeParse(schema, given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Problem("bad-request", { facts: { field: issue?.path.map(String).join(".") ?? "" } });
}
