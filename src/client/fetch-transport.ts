import { exchangeReplySchema } from "#protocol/exchange.ts";
import type { Transport } from "#sync/transport.ts";
import { type ApiPorts, callApi } from "./api-call.ts";

/** The engine's transport over HTTP, for one device with its own session. */
export function fetchTransport(device: string, ports?: ApiPorts): Transport {
  return {
    async exchange(request) {
      const answer = await callApi({ method: "POST", path: "/api/exchange", device, json: request }, ports);
      if (!answer.ok) {
        // What it refuses whole is no op's fault: ops are judged one by one.
        const failure = answer.failure === "refused" ? "server-fault" : answer.failure;
        const wait = answer.waitMs === undefined ? {} : { waitMs: answer.waitMs };
        return { ok: false, failure, bytes: answer.bytes, ...wait };
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
