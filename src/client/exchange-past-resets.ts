import type { EnginePorts } from "#sync/engine.ts";
import { type Batch, type ExchangeResult, exchangeOnce } from "#sync/exchange.ts";
import { systemSchedule } from "./system-ports.ts";

const patienceMs = 500;

/** One exchange, tried again when the connection was but reset. A link that is gone is the browser's to watch. */
export async function exchangePastResets(ports: EnginePorts, batch: Batch): Promise<ExchangeResult> {
  const result = await exchangeOnce(ports, batch);
  if (result.ok || result.failure !== "unreachable" || result.retryInMs > patienceMs) return result;
  await new Promise<void>((over) => systemSchedule(result.retryInMs, over));
  return exchangePastResets(ports, result.batch);
}
