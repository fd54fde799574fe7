import type { Facts } from "#kernel/result.ts";
import { problemSchema } from "#protocol/exchange.ts";
import type { FailureKind } from "#sync/device-store.ts";

/** `refused` is our server's considered no; the rest are the failures of a link. */
export type ApiFailure = FailureKind | "refused";

export type ApiAnswer =
  | {
      readonly ok: true;
      readonly body: unknown;
      readonly sentAt: number;
      readonly receivedAt: number;
      readonly bytes: number;
    }
  | {
      readonly ok: false;
      readonly failure: ApiFailure;
      /** Only when our server, or a proxy before it, has answered. */
      readonly status?: number;
      /** What our server gave as its reason: a locale key. */
      readonly code?: string;
      readonly facts?: Facts;
      readonly waitMs?: number;
      /** Some of an answer came, and no more. */
      readonly cut?: boolean;
      readonly bytes: number;
    };

export interface ApiRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly device?: string;
  /** Sent as compressed JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly bytes?: Uint8Array<ArrayBuffer> | Blob;
  /** Instead of `longestCallMs`. */
  readonly longestMs?: number;
}

export interface ApiPorts {
  readonly fetch: typeof fetch;
  readonly wall: () => number;
}

/** A link that carries nothing for so long is dead, whatever the browser says. */
export const silenceMs = 20_000;
export const longestCallMs = 90_000;
/** What a bad link still uploads in a second; the wait for an answer grows with what is sent. */
export const slowestUploadPerSecond = 2000;

const systemApi: ApiPorts = {
  fetch: (input, init) => fetch(input, init),
  wall: () => Date.now(),
};

/**
 * One call of our API. Never throws: failure has a type, told by status, headers and shape, never by words. A captive
 * portal is known by what it cannot give: our `x-so-truc` header.
 */
export async function callApi(request: ApiRequest, ports: ApiPorts = systemApi): Promise<ApiAnswer> {
  const body = await bodyOf(request);
  const size = body === undefined ? 0 : body instanceof Blob ? body.size : body.byteLength;
  const watchdog = startWatchdog(silenceMs + (size / slowestUploadPerSecond) * 1000, request.longestMs);
  const sentAt = ports.wall();
  let received = 0;
  let cut = false;
  try {
    const response = await ports.fetch(request.path, {
      method: request.method,
      headers: { ...headersOf(request, isCompressed(request)), "x-clock": String(Math.round(sentAt)) },
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual",
      signal: watchdog.signal,
      ...(body === undefined ? {} : { body }),
    });
    watchdog.sawByte();
    cut = true;
    const text = await readText(response, watchdog.sawByte);
    received = transferred(response, text.length);
    const bytes = size + received;
    if (response.status === 204 && response.headers.has("x-so-truc"))
      return { ok: true, body: null, sentAt, receivedAt: ports.wall(), bytes };
    if (response.ok && isOurs(response)) {
      const parsed = parseJson(text);
      if (!parsed) return { ok: false, failure: "unreachable", cut, bytes };
      return { ok: true, body: parsed.value, sentAt, receivedAt: ports.wall(), bytes };
    }
    return { ok: false, ...failureOf(response, text), bytes };
  } catch {
    return { ok: false, failure: "unreachable", cut, bytes: size + received };
  } finally {
    watchdog.stop();
  }
}

/** Without a body, as after HEAD, there is no type that could tell. */
function isOurs(response: Response, isEmpty = false): boolean {
  const type = response.headers.get("content-type") ?? "";
  return response.headers.has("x-so-truc") && (isEmpty || /\bjson\b/.test(type));
}

export function failureOf(
  response: Response,
  text: string,
): { failure: ApiFailure; status?: number; code?: string; facts?: Facts; waitMs?: number } {
  const { status } = response;
  const ours = isOurs(response, text === "");
  const problem = ours ? problemSchema.safeParse(parseJson(text)?.value) : undefined;
  const error = problem?.success ? problem.data.error : undefined;
  const waitMs = error?.waitMs ?? retryAfterMs(response);
  const detail = {
    status,
    ...(error ? { code: error.code } : {}),
    ...(error?.facts ? { facts: error.facts } : {}),
    ...(waitMs === undefined ? {} : { waitMs }),
  };
  // A proxy in front of our server speaks these for it.
  if (status === 413) return { failure: "too-large", ...detail };
  if (status === 429 || status === 503) return { failure: "busy", ...detail };
  if (status === 502 || status === 504) return { failure: "server-fault", ...detail };
  if (!ours) return { failure: "not-our-server" };
  if (status === 401) return { failure: "sign-in", ...detail };
  if (status >= 500) return { failure: "server-fault", ...detail };
  return { failure: "refused", ...detail };
}

function retryAfterMs(response: Response): number | undefined {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return seconds > 0 ? Math.min(seconds, 3600) * 1000 : undefined;
}

function headersOf(request: ApiRequest, compressed: boolean): Record<string, string> {
  return {
    "x-so-truc": "1",
    accept: "application/json",
    ...(request.device === undefined ? {} : { "x-device": request.device }),
    ...(request.json === undefined ? {} : { "content-type": "application/json" }),
    ...(request.bytes === undefined ? {} : { "content-type": "application/octet-stream" }),
    ...(compressed ? { "content-encoding": "gzip" } : {}),
  };
}

function isCompressed(request: ApiRequest): boolean {
  return request.json !== undefined && typeof CompressionStream === "function";
}

async function bodyOf(request: ApiRequest): Promise<Uint8Array<ArrayBuffer> | Blob | undefined> {
  if (request.json === undefined) return request.bytes;
  const plain = new TextEncoder().encode(JSON.stringify(request.json));
  return isCompressed(request) ? gzip(plain) : plain;
}

/** Straight through: a `Blob` and a `Response` around it take longer than the packing of a small request. */
async function gzip(plain: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new CompressionStream("gzip");
  const writer = writable.getWriter();
  const written = Promise.all([writer.write(plain), writer.close()]);
  const parts: Uint8Array[] = [];
  const reader = readable.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
  await written;
  const packed = new Uint8Array(parts.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const part of parts) {
    packed.set(part, at);
    at += part.length;
  }
  return packed;
}

export async function readText(response: Response, sawByte: () => void): Promise<string> {
  if (!response.body) return response.text();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    sawByte();
    text += decoder.decode(value, { stream: true });
  }
}

/** Bytes on the line: what the header says, else a guess, since the browser shows them unpacked. */
function transferred(response: Response, textLength: number): number {
  const said = Number(response.headers.get("content-length") ?? Number.NaN);
  if (Number.isFinite(said)) return said;
  return response.headers.has("content-encoding") ? Math.round(textLength / 5) : textLength;
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

const underWay = new Set<AbortController>();

/** Before the page is frozen: an answer that came later would find nobody. */
export function abortCalls(): void {
  for (const controller of underWay) controller.abort();
}

/** Ends a call that is silent for too long, or too long altogether. */
export function startWatchdog(firstByteMs: number, longestMs = longestCallMs) {
  const controller = new AbortController();
  underWay.add(controller);
  const bite = () => controller.abort();
  const whole = setTimeout(bite, longestMs);
  let silence = setTimeout(bite, Math.min(firstByteMs, longestMs));
  return {
    signal: controller.signal,
    sawByte() {
      clearTimeout(silence);
      silence = setTimeout(bite, silenceMs);
    },
    stop() {
      underWay.delete(controller);
      clearTimeout(whole);
      clearTimeout(silence);
    },
  };
}
