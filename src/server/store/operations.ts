import type { Kysely } from "kysely";
import type { DeviceState } from "#authority/commune-store.ts";
import { DAY_MS } from "#kernel/calendar.ts";
import type { Schema } from "./schema.ts";

type Query = Kysely<Schema>;

/** A device of which nothing was heard for so long is one to telephone about. */
export const silentMs = 3 * DAY_MS;
/** What was refused longer ago is history. */
const refusedForMs = 14 * DAY_MS;
const mostListed = 200;

/** Sums over all communes, for the watch. */
export interface Overview {
  readonly parked: number;
  /** Numbers below a device's highest that never came. */
  readonly gaps: number;
  readonly devices: number;
  readonly silent: number;
  readonly outbox: number;
  /** Longest time since a device that holds unsent ops was heard. */
  readonly oldestOutboxMs: number;
}

/** What one device last told of itself, beside what the server holds of it. */
export interface DeviceWatch {
  readonly id: string;
  readonly name: string;
  readonly letter: string;
  readonly person: string;
  readonly contactAt: number;
  readonly outbox: number;
  /** How many numbers below its highest are missing, and the lowest of them. */
  readonly missing: number;
  readonly firstMissing: number | null;
  readonly inUse: boolean;
}

/** An op that is not simply done: it waits on the server, or was refused. Never its content. */
export interface OddOp {
  readonly device: string;
  readonly n: number;
  readonly person: string;
  readonly action: string;
  readonly at: number;
  readonly code: string;
  readonly waitsFor: string | null;
}

export async function readOverview(query: Query, now: number): Promise<Overview> {
  const parked = await query
    .selectFrom("ops")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("outcome", "=", "parked")
    .executeTakeFirstOrThrow();
  const devices = (await watchDevices(query)).filter((device) => device.inUse);
  const holding = devices.filter((device) => device.outbox > 0);
  return {
    parked: Number(parked.count),
    gaps: devices.reduce((sum, { missing }) => sum + missing, 0),
    devices: devices.length,
    silent: devices.filter(({ contactAt }) => now - contactAt > silentMs).length,
    outbox: holding.reduce((sum, { outbox }) => sum + outbox, 0),
    oldestOutboxMs: holding.reduce((oldest, { contactAt }) => Math.max(oldest, now - contactAt), 0),
  };
}

/** Every device of a commune, or of all; the server's own is not among them. */
export async function watchDevices(query: Query, commune?: string): Promise<DeviceWatch[]> {
  const devices = await query
    .selectFrom("devices as d")
    .leftJoin("device_states as s", (join) =>
      join.onRef("s.commune", "=", "d.commune").onRef("s.id", "=", "d.id"),
    )
    .select(["d.id", "d.name", "d.letter", "d.person", "d.created_at", "d.revoked_at", "d.lost", "s.state"])
    .$if(commune !== undefined, (all) => all.where("d.commune", "=", commune ?? ""))
    .orderBy("d.id")
    .execute();
  const ranges = await query
    .selectFrom("held_ranges")
    .select(["device", "from_n", "to_n"])
    .$if(commune !== undefined, (all) => all.where("commune", "=", commune ?? ""))
    .orderBy("device")
    .orderBy("from_n")
    .execute();
  const gapOf = gapsIn(ranges);
  return devices.map((device) => {
    const state = device.state ? (JSON.parse(device.state) as DeviceState) : undefined;
    return {
      id: device.id,
      name: device.name,
      letter: device.letter,
      person: device.person,
      contactAt: state?.contactAt ?? Number(device.created_at),
      outbox: state?.outbox ?? 0,
      missing: gapOf.get(device.id)?.missing ?? 0,
      firstMissing: gapOf.get(device.id)?.first ?? null,
      inUse: device.revoked_at === null && device.lost === 0,
    };
  });
}

/** Ranges come by device and ascending; what lies between them, and below the first, never came. */
function gapsIn(
  ranges: readonly { device: string; from_n: number; to_n: number }[],
): Map<string, { missing: number; first: number }> {
  const gaps = new Map<string, { missing: number; first: number }>();
  let device = "";
  let next = 1;
  for (const range of ranges) {
    if (range.device !== device) [device, next] = [range.device, 1];
    const missing = range.from_n - next;
    if (missing > 0) {
      const known = gaps.get(device);
      gaps.set(device, { missing: (known?.missing ?? 0) + missing, first: known?.first ?? next });
    }
    next = range.to_n + 1;
  }
  return gaps;
}

/** Ops that wait, oldest first. */
export async function parkedOps(query: Query, commune: string): Promise<OddOp[]> {
  const found = await query
    .selectFrom("ops")
    .select(["device", "n", "person", "op", "at", "code", "waits_for"])
    .where("commune", "=", commune)
    .where("outcome", "=", "parked")
    .orderBy("seq")
    .limit(mostListed)
    .execute();
  return found.map(toOddOp);
}

/** Ops refused in the last fortnight, newest first. */
export async function refusedOps(query: Query, commune: string, now: number): Promise<OddOp[]> {
  const found = await query
    .selectFrom("ops")
    .select(["device", "n", "person", "op", "at", "code", "waits_for"])
    .where("commune", "=", commune)
    .where("at", ">", now - refusedForMs)
    .where("outcome", "=", "rejected")
    .orderBy("at", "desc")
    .limit(mostListed)
    .execute();
  return found.map(toOddOp);
}

function toOddOp(
  row: Pick<Schema["ops"], "device" | "n" | "person" | "op" | "at" | "code" | "waits_for">,
): OddOp {
  return {
    device: row.device,
    n: row.n,
    person: row.person,
    action: (JSON.parse(row.op) as { a: string }).a,
    at: row.at,
    code: row.code ?? "",
    waitsFor: row.waits_for,
  };
}

/** How many pieces each device left in quarantine: too odd for any exchange. */
export async function quarantinedOps(
  query: Query,
  commune: string,
): Promise<{ device: string; count: number; at: number }[]> {
  const found = await query
    .selectFrom("quarantine")
    .select(["device", (eb) => eb.fn.countAll<number>().as("count"), (eb) => eb.fn.max("at").as("at")])
    .where("commune", "=", commune)
    .groupBy("device")
    .execute();
  return found.map(({ device, count, at }) => ({ device, count: Number(count), at: Number(at) }));
}
