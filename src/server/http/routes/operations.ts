import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { retryParked } from "#authority/parked.ts";
import { sheetSorts } from "#domain/org/could-hold.ts";
import type { Person } from "#domain/org/org-kinds.ts";
import type { Role } from "#domain/rights.ts";
import type { ServerContext } from "../../context.ts";
import { devicesFor } from "../../ops/silent-devices.ts";
import { Problem } from "../../problem.ts";
import {
  type DeviceWatch,
  type OddOp,
  parkedOps,
  quarantinedOps,
  refusedOps,
  silentMs,
  watchDevices,
} from "../../store/operations.ts";
import { takeHow } from "../../take-how.ts";
import { parseAs } from "../bodies.ts";
import { requireActive, requireAdmin } from "../sessions.ts";

const reporters: readonly Role[] = ["coordinator", "leader", "admin"];
/** Who signs the month's sheet, and who reads no people of the commune, is told how many, and not whose. */
const counters: readonly Role[] = ["centre", "province"];
/** A jump that is over is told of for so long. */
const shownForMs = 14 * 86_400_000;
const place = z.string().min(1).max(160).optional();
const silentSchema = z.looseObject({
  since: z.coerce.number().int().min(0).optional(),
  for: z.enum(sheetSorts).optional(),
  site: place,
  village: place,
});

/** What a commune's administrator watches: ops that wait or were refused, gaps, devices that say nothing. */
export function addOperationsRoutes(app: FastifyInstance, context: ServerContext): void {
  const { database, store, pokes, defects, now } = context;

  app.get("/api/admin/operations", async (request) => {
    const { commune } = await requireAdmin(context, request);
    return read(commune);
  });

  /** What waits is decided again as after a deployment; most of it goes on waiting. */
  app.post("/api/admin/operations/retry", async (request) => {
    const { commune } = await requireAdmin(context, request);
    const settled = await store.transact(commune, (tx) => retryParked(tx, now(), takeHow(context, commune)));
    if (settled > 0) pokes.poke(commune);
    return { settled, ...(await read(commune)) };
  });

  /** *Máy chưa gửi*: for whoever answers for a report, since its cut-off; of those that could hold what it reports. */
  app.get("/api/silent", async (request) => {
    const caller = await requireActive(context, request);
    const isOne = (of: readonly Role[]) => caller.rights.roles.some((role) => of.includes(role));
    const seesWhose = isOne(reporters);
    if (!seesWhose && !isOne(counters)) throw new Problem("forbidden");
    const asked = parseAs(silentSchema, request.query);
    const { since = now() - silentMs } = asked;
    const sheet = { sort: asked.for, site: asked.site, village: asked.village };
    const devices = await devicesFor(database.read, caller.commune, sheet, now());
    const silent = devices.filter((device) => isSilent(device, since));
    const named = await naming(caller.commune, devices);
    return {
      total: devices.length,
      silent: silent.length,
      devices: seesWhose ? silent.map(named.device) : [],
    };
  });

  async function read(commune: string) {
    const devices = await watchDevices(database.read, commune);
    const named = await naming(commune, devices);
    const odd = await quarantinedOps(database.read, commune);
    return {
      parked: (await parkedOps(database.read, commune)).map(named.op),
      refused: (await refusedOps(database.read, commune, now())).map(named.op),
      gaps: devices.filter(({ missing }) => missing > 0).map(named.device),
      silent: devices
        .filter((device) => device.inUse && isSilent(device, now() - silentMs))
        .map(named.device),
      unreadable: odd.map(({ device, ...rest }) => ({ ...named.of(device), ...rest })),
      clock: clockFacts(context),
      defects: defects.of(commune),
      inUse: devices.filter(({ inUse }) => inUse).length,
    };
  }

  /** Who and which device, by the names that people use. */
  async function naming(commune: string, devices: readonly DeviceWatch[]) {
    const people = await database.read
      .selectFrom("rows")
      .select(["id", "body"])
      .where("commune", "=", commune)
      .where("kind", "=", "person")
      .execute();
    const nameOf = new Map(people.map(({ id, body }) => [id, (JSON.parse(body) as Person).name]));
    const deviceOf = new Map(devices.map((device) => [device.id, device]));
    const of = (id: string) => {
      const device = deviceOf.get(id);
      return {
        id,
        name: device?.name ?? "",
        letter: device?.letter ?? "",
        personName: nameOf.get(device?.person ?? "") ?? "",
      };
    };
    return {
      of,
      device: ({ id, contactAt, outbox, missing, firstMissing }: DeviceWatch) => ({
        ...of(id),
        ...{ contactAt, outbox, missing, firstMissing },
      }),
      op: ({ device, person, ...rest }: OddOp) => ({
        ...rest,
        device: of(device),
        personName: nameOf.get(person) ?? "",
      }),
    };
  }
}

/** The server's clock as the administrator needs it: whether it is right, and how it went lately. */
function clockFacts({ clock }: Pick<ServerContext, "clock">) {
  const { now, isSound, machineAhead, devicesAhead, jumps } = clock.state();
  const shown = jumps.filter(({ until }) => until === null || now - until < shownForMs);
  return { now, isSound, machineAhead, devicesAhead, jumps: shown };
}

/** Nothing heard since then: what it holds, nobody else has. */
function isSilent(device: DeviceWatch, since: number): boolean {
  return device.contactAt < since;
}
