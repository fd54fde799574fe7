import { type ExchangeRequest, protocolVersion } from "#protocol/exchange.ts";
import type { DeviceMeta, OutboxEntry } from "./device-store.ts";
import type { EnginePorts } from "./engine.ts";
import type { TransportOutcome } from "./transport.ts";

const maxRequestBytes = 1_000_000;

export function chooseEntries(waiting: readonly OutboxEntry[], count: number): OutboxEntry[] {
  const chosen: OutboxEntry[] = [];
  let bytes = 0;
  for (const entry of waiting.slice(0, count)) {
    bytes += JSON.stringify(entry.op).length;
    if (chosen.length > 0 && bytes > maxRequestBytes) break;
    chosen.push(entry);
  }
  return chosen;
}

export function buildRequest(
  ports: Pick<EnginePorts, "appVersion">,
  meta: DeviceMeta,
  entries: readonly OutboxEntry[],
  waiting: readonly OutboxEntry[],
  limit: number,
): ExchangeRequest {
  const oldest = waiting[0]?.n;
  return {
    protocol: protocolVersion,
    app: ports.appVersion,
    device: meta.device,
    epoch: meta.epoch,
    cursor: meta.cursor,
    booted: [...meta.booted],
    booting: { ...meta.booting },
    ops: entries.map((entry) => entry.op),
    limit,
    have: { outbox: waiting.length, maxN: meta.nextN - 1, ...(oldest === undefined ? {} : { oldest }) },
  };
}

/** A request that left while the page before it was being written. */
export interface Ahead {
  readonly request: string;
  readonly outcome: Promise<TransportOutcome>;
}

/** Asks for the page that follows `meta`. It carries no ops, so one that is asked for in vain does no harm. */
export function askAhead(ports: EnginePorts, meta: DeviceMeta, limit: number): Ahead {
  const request = buildRequest(ports, meta, [], [], limit);
  return { request: JSON.stringify(request), outcome: ports.transport.exchange(request) };
}

/** Its outcome counts only for the very request that is due now: nothing was saved and no other tab moved on meanwhile. */
export function outcomeOf(
  ahead: Ahead | undefined,
  request: ExchangeRequest,
): Promise<TransportOutcome> | undefined {
  return ahead && ahead.request === JSON.stringify(request) ? ahead.outcome : undefined;
}
