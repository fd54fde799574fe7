import type { FastifyInstance } from "fastify";
import type { Waiting } from "#domain/org/attention.ts";
import type { Person } from "#domain/org/org-kinds.ts";
import type { ServerContext } from "../../context.ts";
import { parkedOps, quarantinedOps, refusedOps, silentMs, watchDevices } from "../../store/operations.ts";
import { accountsOf } from "../../store/people-store.ts";
import { requireAdmin } from "../sessions.ts";

/** What waits for the administrator, in numbers: asked whenever their *Hôm nay* is opened, so it is small. */
export function addAttentionRoute(app: FastifyInstance, context: ServerContext): void {
  const { backups, clock, database, defects, now } = context;

  app.get("/api/admin/attention", async (request): Promise<Waiting> => {
    const { commune } = await requireAdmin(context, request);
    const devices = await watchDevices(database.read, commune);
    const { ageMs, failure, missingPhotos } = await backups.list();
    const odd = await quarantinedOps(database.read, commune);
    return {
      clockIsSound: clock.state().isSound,
      backup: { ageMs, failed: failure !== null, missingPhotos },
      gaps: devices.filter(({ missing }) => missing > 0).length,
      silent: devices.filter(({ inUse, contactAt }) => inUse && now() - contactAt > silentMs).length,
      held: devices.filter(({ inUse, outbox }) => !inUse && outbox > 0).length,
      parked: (await parkedOps(database.read, commune)).length,
      refused: (await refusedOps(database.read, commune, now())).length,
      unreadable: odd.reduce((sum, { count }) => sum + count, 0),
      defects: defects.of(commune).count,
      neverIn: await neverSignedIn(commune),
    };
  });

  async function neverSignedIn(commune: string): Promise<number> {
    const accounts = await accountsOf(database.read, commune);
    const rows = await database.read
      .selectFrom("rows")
      .select(["id", "body"])
      .where("commune", "=", commune)
      .where("kind", "=", "person")
      .where("deleted", "=", 0)
      .execute();
    const hasPassword = new Set(
      accounts.filter((one) => one.password_hash !== null).map(({ person }) => person),
    );
    return rows.filter(({ id, body }) => (JSON.parse(body) as Person).active && !hasPassword.has(id)).length;
  }
}
