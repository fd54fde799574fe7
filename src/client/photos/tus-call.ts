import {
  type ApiFailure,
  failureOf,
  readText,
  silenceMs,
  slowestUploadPerSecond,
  startWatchdog,
} from "../api-call.ts";

/** One request of the tus protocol 1.0, and what the uploader needs of its answer. */
export interface TusRequest {
  readonly method: "POST" | "HEAD" | "PATCH";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly chunk?: Uint8Array<ArrayBuffer>;
}

export type TusAnswer =
  | {
      readonly ok: true;
      /** How many bytes the server holds. */
      readonly offset: number | null;
      /** When it had verified them all, Unix ms. */
      readonly stored: number | null;
      readonly bytes: number;
    }
  | {
      readonly ok: false;
      readonly failure: ApiFailure;
      readonly status?: number;
      readonly code?: string;
      readonly waitMs?: number;
      /** Something on the way refused it, and our server never heard of it. */
      readonly denied?: true;
      readonly bytes: number;
    };

export type TusCall = (request: TusRequest) => Promise<TusAnswer>;

/** A service worker has fetch alone, which the maintained tus client cannot use. Never throws, as `callApi`. */
export function tusCall(device: string, send: typeof fetch = (input, init) => fetch(input, init)): TusCall {
  return async ({ method, path, headers, chunk }) => {
    const size = chunk?.byteLength ?? 0;
    const watchdog = startWatchdog(silenceMs + (size / slowestUploadPerSecond) * 1000);
    try {
      const response = await send(path, {
        method,
        headers: {
          "tus-resumable": "1.0.0",
          "x-so-truc": "1",
          "x-device": device,
          ...(chunk ? { "content-type": "application/offset+octet-stream" } : {}),
          ...headers,
        },
        credentials: "same-origin",
        cache: "no-store",
        redirect: "manual",
        signal: watchdog.signal,
        ...(chunk ? { body: chunk } : {}),
      });
      watchdog.sawByte();
      const text = await readText(response, watchdog.sawByte);
      return { ...answerOf(response, text), bytes: size + text.length };
    } catch {
      return { ok: false, failure: "unreachable", bytes: size };
    } finally {
      watchdog.stop();
    }
  };
}

/** What firewalls and proxies say to a method that they do not let pass. */
const deniedBy = [400, 403, 405, 501];

function answerOf(response: Response, text: string) {
  const { headers } = response;
  const isTus = headers.has("tus-resumable") || headers.has("x-stored");
  if (!response.ok || !isTus) {
    const denied = !headers.has("x-so-truc") && deniedBy.includes(response.status);
    return { ok: false as const, ...failureOf(response, text), ...(denied ? { denied: true as const } : {}) };
  }
  return {
    ok: true as const,
    offset: numberIn(headers.get("upload-offset")),
    stored: numberIn(headers.get("x-stored")),
  };
}

function numberIn(text: string | null): number | null {
  const value = text === null || text === "" ? Number.NaN : Number(text);
  return Number.isSafeInteger(value) && value >= 0 ? value : null;
}
