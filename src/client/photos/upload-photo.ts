import type { Clock } from "#kernel/ports.ts";
import type { FailureKind } from "#sync/device-store.ts";
import { sha256 } from "./hash.ts";
import type { Pace } from "./pace.ts";
import type { PhotoTrouble } from "./photo-note.ts";
import type { TusAnswer, TusCall, TusRequest } from "./tus-call.ts";

export interface Upload {
  readonly photo: string;
  readonly sha: string;
  readonly bytes: ArrayBuffer;
  /** The server may hold a part of it: ask before sending. */
  readonly begun: boolean;
}

export interface UploadPorts {
  readonly call: TusCall;
  readonly clock: Pick<Clock, "monotonic">;
  readonly pace: Pace;
  /** How parts go on this link; what one photo learns spares the next. */
  readonly way: UploadWay;
  /** False as soon as something comes first: it ends between two chunks. */
  readonly goOn: () => boolean;
}

/** Some firewalls let no PATCH pass: then tus goes by POST, and says by a header what is meant. */
export interface UploadWay {
  byPost: boolean;
}

export type UploadEnd =
  | { readonly end: "stored"; readonly at: number }
  | { readonly end: "stopped" }
  /** The server does not know the record yet. */
  | { readonly end: "unknown" }
  | { readonly end: "trouble"; readonly trouble: PhotoTrouble }
  | { readonly end: "failed"; readonly failure: FailureKind; readonly waitMs?: number };

/** Steps that bring nothing before it is the server's fault. */
const mostBarren = 6;
const mostRestarts = 3;

/**
 * Brings one photo's bytes to the server by tus 1.0, chunk by chunk, from wherever an earlier try ended. The server
 * says how far it is; nothing has to be remembered here but the bytes.
 */
export async function uploadPhoto(
  upload: Upload,
  ports: UploadPorts,
): Promise<UploadEnd & { readonly bytes: number }> {
  const run = new UploadRun(upload, ports);
  const end = await run.toTheEnd();
  return { ...end, bytes: run.sent };
}

/** How far the server is, or the question that tells. */
type Place = number | "ask" | "create";

class UploadRun {
  sent = 0;
  #place: Place;
  #furthest = 0;
  #barren = 0;
  #restarts = 0;
  #turned = 0;
  readonly #upload: Upload;
  readonly #ports: UploadPorts;
  readonly #bytes: Uint8Array<ArrayBuffer>;

  constructor(upload: Upload, ports: UploadPorts) {
    this.#upload = upload;
    this.#ports = ports;
    this.#bytes = new Uint8Array(upload.bytes);
    this.#place = upload.begun ? "ask" : "create";
  }

  async toTheEnd(): Promise<UploadEnd> {
    if (!(await this.#isWhole())) return { end: "trouble", trouble: "damaged" };
    while (this.#barren < mostBarren && this.#restarts <= mostRestarts) {
      if (!this.#ports.goOn()) return { end: "stopped" };
      const answer = await this.#step();
      this.sent += answer.bytes;
      const end = answer.ok ? this.#take(answer) : await this.#hearNo(answer);
      if (end) return end;
    }
    return { end: "failed", failure: "server-fault" };
  }

  async #step(): Promise<TusAnswer> {
    const { call, clock, pace } = this.#ports;
    const path = `/api/uploads/${this.#upload.sha}`;
    if (this.#place === "ask") return call({ method: "HEAD", path, headers: {} });
    const from = this.#place === "create" ? 0 : this.#place;
    const chunk = this.#bytes.slice(from, from + pace.size);
    const began = clock.monotonic();
    const answer =
      this.#place === "create"
        ? await call({ method: "POST", path: "/api/uploads", headers: this.#birth(), chunk })
        : await call({ ...this.#part(path, from), chunk });
    const took = clock.monotonic() - began;
    if (answer.ok) pace.took(chunk.byteLength, took);
    else if (answer.failure === "unreachable") pace.failed(took);
    return answer;
  }

  #part(path: string, from: number): Pick<TusRequest, "method" | "path" | "headers"> {
    const headers = { "upload-offset": String(from) };
    if (!this.#ports.way.byPost) return { method: "PATCH", path, headers };
    return { method: "POST", path, headers: { ...headers, "x-http-method-override": "PATCH" } };
  }

  /** True when the same part is to go the other way; where neither passes, the link's own failure stands. */
  #turns(answer: Extract<TusAnswer, { ok: false }>): boolean {
    const { way } = this.#ports;
    if (!answer.denied || typeof this.#place !== "number") return false;
    way.byPost = !way.byPost;
    this.#turned += 1;
    return this.#turned === 1;
  }

  #birth(): Record<string, string> {
    const { sha, photo } = this.#upload;
    return {
      "upload-length": String(this.#bytes.byteLength),
      "upload-metadata": `sha ${btoa(sha)},photo ${btoa(photo)}`,
    };
  }

  #take(answer: Extract<TusAnswer, { ok: true }>): UploadEnd | undefined {
    if (answer.stored !== null) return { end: "stored", at: answer.stored };
    const { offset } = answer;
    if (offset === null || offset > this.#bytes.byteLength) return { end: "failed", failure: "server-fault" };
    if (offset > this.#furthest) this.#barren = 0;
    else this.#barren += 1;
    this.#furthest = Math.max(this.#furthest, offset);
    // All is there and not yet verified: the next look tells.
    this.#place = offset === this.#bytes.byteLength ? "ask" : offset;
    return undefined;
  }

  async #hearNo(answer: Extract<TusAnswer, { ok: false }>): Promise<UploadEnd | undefined> {
    const { failure, status, code, waitMs } = answer;
    this.#barren += 1;
    if (this.#turns(answer)) return undefined;
    const next = afterNo(code, status);
    if (next === "unknown") return { end: "unknown" };
    if (next === "ask" || next === "create") {
      this.#place = next;
      if (next === "create") {
        this.#furthest = 0;
        this.#restarts += 1;
      }
      return undefined;
    }
    if (next) return { end: "trouble", trouble: next };
    if (failure === "refused") return { end: "trouble", trouble: "refused" };
    if (failure === "too-large" && code === "too-large") return { end: "trouble", trouble: "too-large" };
    return { end: "failed", failure, ...(waitMs === undefined ? {} : { waitMs }) };
  }

  async #isWhole(): Promise<boolean> {
    return (await sha256(this.#upload.bytes)) === this.#upload.sha;
  }
}

/** What the server's no means for the next step; undefined when it is a failure like any other. */
function afterNo(
  code: string | undefined,
  status: number | undefined,
): "ask" | "create" | "unknown" | "not-an-image" | undefined {
  switch (code) {
    case "photo-unknown":
    case "erased":
      return "unknown";
    case "not-an-image":
      return "not-an-image";
    // What lies here has just been found whole: it was damaged on the way.
    case "hash-mismatch":
      return "create";
    default:
      break;
  }
  if (status === 409) return "ask";
  return status === 404 || status === 410 ? "create" : undefined;
}
