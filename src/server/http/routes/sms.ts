import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { createBuckets } from "../../auth/buckets.ts";
import type { ServerContext } from "../../context.ts";
import { smsKeyFor, takeSms } from "../../sms/take-sms.ts";
import { parseAs } from "../bodies.ts";
import { requireActive } from "../sessions.ts";

/** A message may stand in a page of other words. */
const pasteSchema = z.looseObject({ text: z.string().min(1).max(4000) });

/** An incident that reached somebody as a text message, and the key by which a device signs its own. */
export function addSmsRoutes(app: FastifyInstance, context: ServerContext): void {
  const perDevice = createBuckets(30, 1);

  app.get("/api/sms/key", async (request) => ({
    key: await smsKeyFor(context, await requireActive(context, request)),
  }));

  app.post("/api/sms", async (request) => {
    const caller = await requireActive(context, request);
    perDevice.take(caller.device, context.clock.steady());
    const { text } = parseAs(pasteSchema, request.body);
    const { incident, op, receipt } = await takeSms(context, caller.commune, text);
    context.pokes.poke(caller.commune);
    void context.push.afterOps(caller.commune, op.d, [op]);
    return { record: incident.record, number: incident.number, receipt };
  });
}
