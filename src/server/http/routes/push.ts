import type { FastifyInstance } from "fastify";
import * as z from "zod";
import type { ServerContext } from "../../context.ts";
import { Problem } from "../../problem.ts";
import { isPushService } from "../../push/endpoints.ts";
import {
  changeSettings,
  listenersOf,
  settingsOf,
  subscribe,
  subscriptionOf,
  unsubscribe,
} from "../../push/push-store.ts";
import { parseAs } from "../bodies.ts";
import { originOf } from "../origin.ts";
import { requireActive, requireAdmin } from "../sessions.ts";

/** So many bytes as base64url: a point of P-256 not compressed, and a secret of RFC 8291. */
const bytes = (count: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,90}=*$/)
    .refine((text) => Buffer.from(text, "base64url").length === count);
const subscriptionSchema = z.looseObject({
  endpoint: z.string().max(1000),
  keys: z.looseObject({ p256dh: bytes(65), auth: bytes(16) }),
});
const settingsSchema = z.looseObject({ enabled: z.boolean() });

/** Whether phones may be woken here, and which: off until the administrator turns it on. */
export function addPushRoutes(app: FastifyInstance, context: ServerContext): void {
  const { config, database, now } = context;

  app.get("/api/push", async (request) => {
    const { commune, device } = await requireActive(context, request);
    const settings = await settingsOf(database.read, commune);
    const enabled = settings?.enabled === 1;
    const own = await subscriptionOf(database.read, commune, device);
    return { enabled, key: enabled ? settings.public_key : null, endpoint: own?.endpoint ?? null };
  });

  app.post("/api/push/subscription", async (request) => {
    const { commune, device } = await requireActive(context, request);
    const { endpoint, keys } = parseAs(subscriptionSchema, request.body);
    if ((await settingsOf(database.read, commune))?.enabled !== 1) throw new Problem("push-off");
    if (!isPushService(endpoint, config.pushServices)) throw new Problem("push-service-unknown");
    await database.write(({ query }) => subscribe(query, commune, { device, endpoint, ...keys }, now()));
    return { ok: true };
  });

  app.delete("/api/push/subscription", async (request) => {
    const { commune, device } = await requireActive(context, request);
    await database.write(({ query }) => unsubscribe(query, commune, device));
    return { ok: true };
  });

  app.get("/api/admin/push", async (request) => {
    const { commune } = await requireAdmin(context, request);
    return readSettings(commune);
  });

  app.post("/api/admin/push", async (request) => {
    const { commune, person } = await requireAdmin(context, request);
    const { enabled } = parseAs(settingsSchema, request.body);
    const subject = originOf(config, request).replace(/^http:/, "https:");
    await database.write(({ query }) =>
      changeSettings(query, { commune, enabled, subject, by: person, now: now() }),
    );
    return readSettings(commune);
  });

  async function readSettings(commune: string) {
    const settings = await settingsOf(database.read, commune);
    const listeners = await listenersOf(database.read, commune);
    return {
      enabled: settings?.enabled === 1,
      devices: listeners.length,
      services: [...new Set(listeners.map(({ endpoint }) => new URL(endpoint).host))].sort(),
      changedAt: settings?.changed_at ?? null,
    };
  }
}
