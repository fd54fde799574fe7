import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { ERRORS, Server, type ServerOptions } from "@tus/server";
import type { FastifyRequest } from "fastify";
import { largestPhoto } from "#domain/photos/photo-kinds.ts";
import type { Attachments } from "../attachments/attachments.ts";
import { Problem } from "../problem.ts";

export const tusBody = "application/offset+octet-stream";
/** How long whoever holds an upload may go on when another request wants it. */
const drainMs = 1000;
/** All that tus reads of a request. */
const known = ["tus-resumable", "upload-length", "upload-offset", "upload-metadata", "content-length"];

/** Speaks the tus protocol for one upload, after the caller has asked everything that is ours to ask. */
export interface Tus {
  /** Answers what tus would; a refusal of its or ours is thrown as a `Problem`. */
  ask(request: FastifyRequest, id: string, method?: string): Promise<Response>;
}

interface Visit {
  readonly id: string;
  refusal?: unknown;
}

export function createTus({ uploads, locks }: Pick<Attachments, "uploads" | "locks">): Tus {
  const visits = new WeakMap<object, Visit>();
  const visitOf = (asked: object) => visits.get(asked) as Visit;
  const options: ServerOptions & { datastore: typeof uploads } = {
    path: "/api/uploads",
    datastore: uploads,
    locker: locks,
    lockDrainTimeout: drainMs,
    maxSize: largestPhoto,
    namingFunction: (asked) => visitOf(asked).id,
    getFileIdFromRequest: (asked) => visitOf(asked).id,
    onResponseError: (asked, error) => {
      visitOf(asked).refusal = error;
      return undefined;
    },
  };
  const server = new Server(options);

  return {
    async ask(request, id, method = request.method) {
      const visit: Visit = { id };
      const asked = toWeb(request, method);
      visits.set(asked, visit);
      const response = await server.handleWeb(asked);
      if (isOurs(visit.refusal)) throw visit.refusal;
      if (visit.refusal === ERRORS.ABORTED) throw new Problem("busy", { waitMs: drainMs });
      if (response.status >= 400) throw problemOf(response.status, request);
      return response;
    },
  };
}

/** What tus makes up itself carries its status. */
function isOurs(refusal: unknown): refusal is Error {
  return refusal instanceof Error && !("status_code" in refusal);
}

/** The body is touched only when somebody reads it, so that what is refused is thrown away unread. */
function toWeb(request: FastifyRequest, method: string): Request {
  const { url, headers, raw } = request;
  const given = known.flatMap((name) => (typeof headers[name] === "string" ? [[name, headers[name]]] : []));
  const hasBody = headers["content-type"] === tusBody;
  if (hasBody) given.push(["content-type", tusBody]);
  const asked = new Request(`http://localhost${url}`, { method, headers: given as [string, string][] });
  let body: ReadableStream | undefined;
  Object.defineProperty(asked, "body", {
    get() {
      body ??= hasBody ? Readable.toWeb(raw) : undefined;
      return body ?? null;
    },
  });
  return asked;
}

function problemOf(status: number, { raw }: FastifyRequest): Problem {
  // The link broke: nobody hears this, and what came is kept.
  if (!raw.complete && raw.destroyed) return new Problem("bad-request", { facts: { why: "cut off" } });
  if (status === 404 || status === 410) return new Problem("not-found");
  if (status === 409) return new Problem("wrong-offset");
  if (status === 413) return new Problem("too-large");
  return status < 500 ? new Problem("bad-request", { facts: { why: "tus" } }) : new Problem("server-fault");
}
