import { exchangeReplySchema } from "#protocol/exchange.ts";
import type { FailureKind } from "#sync/device-store.ts";
import type { Transport } from "#sync/transport.ts";
import { type ApiAnswer, type ApiPorts, callApi } from "./api-call.ts";

/** The engine's transport over HTTP, for one device with its own session. */
export function fetchTransport(device: string, ports?: ApiPorts): Transport {
  return {
    async exchange(request) {
      const answer = await callApi({ method: "POST", path: "/api/exchange", device, json: request }, ports);
      if (!answer.ok) {
        const wait = answer.waitMs === undefined ? {} : { waitMs: answer.waitMs };
        return { ok: false, failure: failureKind(answer), bytes: answer.bytes, ...wait };
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

/** A request that our server cannot read as a whole is halved until the one op that spoils it stands alone. */
function failureKind(answer: Extract<ApiAnswer, { ok: false }>): FailureKind {
  if (answer.failure !== "refused") return answer.failure;
  return answer.status === 400 || answer.status === 422 ? "too-large" : "server-fault";
}
