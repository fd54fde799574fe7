import type { FastifyInstance } from "fastify";
import { runExchange } from "#authority/run-exchange.ts";
import { exchangeRequestSchema, protocolVersion } from "#protocol/exchange.ts";
import { tellArrived } from "../../attachments/arrived.ts";
import { createBuckets } from "../../auth/buckets.ts";
import { hashSecret } from "../../auth/secrets.ts";
import type { ServerContext } from "../../context.ts";
import { isDiskFull, Problem } from "../../problem.ts";
import { takeHow } from "../../take-how.ts";
import { parseAs } from "../bodies.ts";
import { createGate } from "../gate.ts";
import { type Caller, renewSession, requireCaller } from "../sessions.ts";

const mostAtOnce = 200;
const maxQuarantinePerDevice = 1000;

/** The one request of sync, and the way in for an op that it would not carry. */
export function addExchangeRoutes(app: FastifyInstance, context: ServerContext): void {
  const { database, store, pokes, push, metrics, now } = context;
  const { steady } = context.clock;
  const perDevice = createBuckets(200, 10);
  const gate = createGate({ most: mostAtOnce, now: steady });
  metrics.watchExchanges(gate.state);

  app.post("/api/exchange", gate.hooks, async (request, reply) => {
    const caller = await requireCaller(context, request);
    perDevice.take(caller.device, steady());
    const given = parseAs(exchangeRequestSchema, request.body);
    if (given.device !== caller.device) throw new Problem("bad-request", { facts: { field: "device" } });
    if (given.protocol > protocolVersion) {
      throw new Problem("wrong-version", { facts: { newest: protocolVersion } });
    }
    const begun = now();
    const started = steady();
    const answer = await decideOrRead(caller, given, begun);
    await tellArrived(context, caller.commune, given.ops);
    await renewSession(context, request, reply, caller).catch(unlessFull);
    void push.afterOps(caller.commune, caller.device, given.ops);
    metrics.exchanged(answer, (steady() - started) / 1000);
    for (const age of agesOf(given.ops, begun)) metrics.opArrived(age);
    if (given.ops.length > 0 && answer.receipts.length > 0) pokes.poke(caller.commune, caller.device);
    return answer;
  });

  /** A full disk takes nothing, and whoever brings nothing reads on. */
  async function decideOrRead(caller: Caller, given: Parameters<typeof runExchange>[2], at: number) {
    const options = { now: at, how: takeHow(context, caller.commune) };
    try {
      return await runExchange(store, caller, given, options);
    } catch (error) {
      if (given.ops.length > 0 || !isDiskFull(error)) throw error;
      return runExchange(store, caller, given, { ...options, readsOnly: true });
    }
  }

  app.post("/api/quarantine", async (request) => {
    const caller = await requireCaller(context, request);
    perDevice.take(caller.device, steady());
    const bytes = Buffer.isBuffer(request.body)
      ? request.body.toString("utf8")
      : JSON.stringify(request.body);
    if (!bytes) throw new Problem("bad-request", { facts: { why: "empty" } });
    await database.write(async ({ query }) => {
      const { count } = await query
        .selectFrom("quarantine")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("commune", "=", caller.commune)
        .where("device", "=", caller.device)
        .executeTakeFirstOrThrow();
      if (count >= maxQuarantinePerDevice) throw new Problem("busy", { waitMs: 3_600_000 });
      const { commune, device } = caller;
      await query
        .insertInto("quarantine")
        .values({ commune, device, hash: hashSecret(bytes), bytes, at: now() })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });
    return { kept: true };
  });
}

function unlessFull(error: unknown): void {
  if (!isDiskFull(error)) throw error;
}

/** Seconds since each op was done, by its device's corrected clock; unreadable ones are left out. */
function agesOf(ops: readonly unknown[], now: number): number[] {
  return ops.flatMap((op) => {
    const { w, o } = (op ?? {}) as { w?: unknown; o?: unknown };
    return typeof w === "number" ? [(now - w - (typeof o === "number" ? o : 0)) / 1000] : [];
  });
}
