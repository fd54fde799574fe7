import * as z from "zod/mini";
import { callApi } from "#client/api-call.ts";
import { accept, type Result, refuse } from "#kernel/result.ts";

const named = { id: z.string(), name: z.string(), letter: z.string(), personName: z.string() };
const deviceSchema = z.looseObject({
  ...named,
  contactAt: z.number(),
  outbox: z.number(),
  missing: z.number(),
  firstMissing: z.nullable(z.number()),
});
const opSchema = z.looseObject({
  device: z.looseObject(named),
  n: z.number(),
  personName: z.string(),
  action: z.string(),
  at: z.number(),
  code: z.string(),
});
const operationsSchema = z.looseObject({
  parked: z.array(opSchema),
  refused: z.array(opSchema),
  gaps: z.array(deviceSchema),
  silent: z.array(deviceSchema),
  unreadable: z.array(z.looseObject({ ...named, count: z.number(), at: z.number() })),
  inUse: z.number(),
  settled: z.optional(z.number()),
});

export type WatchedDevice = z.infer<typeof deviceSchema>;
export type OddOp = z.infer<typeof opSchema>;
export type Operations = z.infer<typeof operationsSchema>;

export const askOperations = (device: string) => ask("GET", "/api/admin/operations", device);
/** Has the server decide again what waits; answers the new state and how many settled. */
export const retryParked = (device: string) => ask("POST", "/api/admin/operations/retry", device);

async function ask(method: "GET" | "POST", path: string, device: string): Promise<Result<Operations>> {
  const answer = await callApi({ method, path, device, ...(method === "POST" ? { json: {} } : {}) });
  if (answer.ok) {
    const parsed = operationsSchema.safeParse(answer.body);
    return parsed.success ? accept(parsed.data) : refuse("server-fault");
  }
  const wait = answer.waitMs === undefined ? {} : { waitMs: answer.waitMs };
  return refuse(answer.code ?? answer.failure, { ...answer.facts, ...wait });
}
