import { exchangeReplySchema } from "#protocol/exchange.ts";
import type { Transport } from "#sync/transport.ts";
import { type ApiPorts, callApi } from "./api-call.ts";

export { abortCalls } from "./api-call.ts";

const probePatienceMs = 8000;

/**
 * Whether our server answers, and not a portal or a proxy in its place. As few bytes as a request has: no body either
 * way, no cookie.
 */
export async function doesServerAnswer(ask: typeof fetch = fetch): Promise<boolean> {
  try {
    const answer = await ask("/healthz", {
      method: "HEAD",
      credentials: "omit",
      cache: "no-store",
      redirect: "manual",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(probePatienceMs),
    });
    return answer.ok && answer.headers.has("x-so-truc");
  } catch {
    return false;
  }
}

/** The engine's transport over HTTP, for one device with its own session. */
export function fetchTransport(device: string, ports?: ApiPorts): Transport {
  return {
    async exchange(request) {
      const answer = await callApi({ method: "POST", path: "/api/exchange", device, json: request }, ports);
      if (!answer.ok) {
        // What it refuses whole is no op's fault: ops are judged one by one.
        const failure = answer.failure === "refused" ? "server-fault" : answer.failure;
        const wait = answer.waitMs === undefined ? {} : { waitMs: answer.waitMs };
        return { ok: false, failure, cut: answer.cut === true, bytes: answer.bytes, ...wait };
      }
      const { sentAt, receivedAt, bytes } = answer;
      const reply = exchangeReplySchema.safeParse(answer.body);
      if (!reply.success) return { ok: false, failure: "server-fault", bytes };
      return { ok: true, reply: reply.data, sentAt, receivedAt, bytes };
    },
    async quarantine(bytes) {
      const answer = await callApi(
        { method: "POST", path: "/api/quarantine", device, bytes: new TextEncoder().encode(bytes) },
        ports,
      );
      return answer.ok && (answer.body as { kept?: unknown } | null)?.kept === true;
    },
  };
}
