import type { Kysely } from "kysely";
import webPush from "web-push";
import type { Rights } from "#domain/rights.ts";
import type { Op } from "#protocol/op.ts";
import type { Schema } from "../store/schema.ts";

type Query = Kysely<Schema>;
export type PushSettings = Schema["push_settings"];
export type Subscription = Pick<Schema["push_subscriptions"], "device" | "endpoint" | "p256dh" | "auth">;

export function settingsOf(query: Query, commune: string): Promise<PushSettings | undefined> {
  return query.selectFrom("push_settings").selectAll().where("commune", "=", commune).executeTakeFirst();
}

/** Turned on or off; the keys are made once for the whole server, since a browser knows one key for one address. */
export async function changeSettings(
  query: Query,
  change: { commune: string; enabled: boolean; subject: string; by: string; now: number },
): Promise<void> {
  const { commune, enabled, subject, by, now } = change;
  const any = await query.selectFrom("push_settings").selectAll().limit(1).executeTakeFirst();
  const own = (await settingsOf(query, commune)) ?? any;
  const keys = own
    ? { public_key: own.public_key, private_key: own.private_key }
    : newKeys(webPush.generateVAPIDKeys());
  const values = { enabled: enabled ? 1 : 0, subject, changed_at: now, changed_by: by };
  await query
    .insertInto("push_settings")
    .values({ commune, ...keys, ...values })
    .onConflict((conflict) => conflict.column("commune").doUpdateSet(values))
    .execute();
  // Who turned it off means that nobody outside is to know of these devices any more.
  if (!enabled) await query.deleteFrom("push_subscriptions").where("commune", "=", commune).execute();
}

function newKeys({ publicKey, privateKey }: webPush.VapidKeys) {
  return { public_key: publicKey, private_key: privateKey };
}

export async function subscribe(
  query: Query,
  commune: string,
  { device, endpoint, p256dh, auth }: Subscription,
  now: number,
): Promise<void> {
  const values = { endpoint, p256dh, auth, created_at: now };
  await query
    .insertInto("push_subscriptions")
    .values({ commune, device, ...values })
    .onConflict((conflict) => conflict.columns(["commune", "device"]).doUpdateSet(values))
    .execute();
}

/** With an endpoint: only while the device still has that one. */
export async function unsubscribe(
  query: Query,
  commune: string,
  device: string,
  endpoint?: string,
): Promise<void> {
  const from = query
    .deleteFrom("push_subscriptions")
    .where("commune", "=", commune)
    .where("device", "=", device);
  await (endpoint === undefined ? from : from.where("endpoint", "=", endpoint)).execute();
}

export function subscriptionOf(
  query: Query,
  commune: string,
  device: string,
): Promise<Subscription | undefined> {
  return query
    .selectFrom("push_subscriptions")
    .select(["device", "endpoint", "p256dh", "auth"])
    .where("commune", "=", commune)
    .where("device", "=", device)
    .executeTakeFirst();
}

/** A device that may be woken, and whose it is. */
export interface Listener extends Subscription {
  readonly person: string;
  readonly rights: Rights;
  readonly sites: readonly string[];
}

/** Every device that may be woken in a commune; none that was revoked or lost, none of a closed account. */
export async function listenersOf(query: Query, commune: string): Promise<Listener[]> {
  const devices = await query
    .selectFrom("push_subscriptions as s")
    .innerJoin("devices as d", "d.id", "s.device")
    .leftJoin("rows as p", (join) => join.onRef("p.commune", "=", "s.commune").onRef("p.id", "=", "d.person"))
    .select(["s.device", "s.endpoint", "s.p256dh", "s.auth", "d.person", "p.body"])
    .where("s.commune", "=", commune)
    .where("d.revoked_at", "is", null)
    .where("d.lost", "=", 0)
    .execute();
  const rights = await rightsOfPeople(query, commune);
  return devices.flatMap(({ body, ...device }) => {
    const own = rights.get(device.person);
    if (!own?.active) return [];
    const { sites } = (body === null ? {} : JSON.parse(body)) as { sites?: string[] };
    return [{ ...device, rights: own, sites: sites ?? [] }];
  });
}

async function rightsOfPeople(query: Query, commune: string): Promise<Map<string, Rights>> {
  const all = await query
    .selectFrom("rights")
    .select(["person", "rights"])
    .where("commune", "=", commune)
    .orderBy("from_time")
    .execute();
  return new Map(all.map(({ person, rights }) => [person, JSON.parse(rights) as Rights]));
}

/** Those of a device's ops that changed something, as the log has them. */
export async function takenOps(
  query: Query,
  commune: string,
  device: string,
  ns: readonly number[],
): Promise<Op[]> {
  const found = await query
    .selectFrom("ops")
    .select("op")
    .where("commune", "=", commune)
    .where("device", "=", device)
    .where("n", "in", [...ns])
    .where("outcome", "in", ["applied", "conflict"])
    .execute();
  return found.map(({ op }) => JSON.parse(op) as Op);
}

/** Nobody is woken later than this after the event. */
export const longestWaitingMs = 60 * 60_000;

export type Waiting = Schema["push_waiting"];

/**
 * Writes a wake-up down before its first try. False when this event was told of before: of several processes and tries only
 * one is the first.
 */
export async function beginToTell(query: Query, waiting: Waiting, now: number): Promise<boolean> {
  const { commune, event } = waiting;
  const told = await query
    .insertInto("push_told")
    .values({ commune, event, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (Number(told.numInsertedOrUpdatedRows ?? 0) === 0) return false;
  await query.insertInto("push_waiting").values(waiting).execute();
  return true;
}

/** Wake-ups whose next try has come, the longest due first. */
export function dueToTell(query: Query, now: number, most: number): Promise<Waiting[]> {
  return query
    .selectFrom("push_waiting")
    .selectAll()
    .where("due_at", "<=", now)
    .orderBy("due_at")
    .limit(most)
    .execute();
}

/** Puts a wake-up off; false when somebody else did so first. */
export async function putOff(query: Query, of: Waiting, due: number, tries = of.tries): Promise<boolean> {
  const changed = await query
    .updateTable("push_waiting")
    .set({ due_at: due, tries })
    .where("commune", "=", of.commune)
    .where("event", "=", of.event)
    .where("due_at", "=", of.due_at)
    .executeTakeFirst();
  return Number(changed.numUpdatedRows) > 0;
}

export async function endTelling(query: Query, { commune, event }: Waiting): Promise<void> {
  await query.deleteFrom("push_waiting").where("commune", "=", commune).where("event", "=", event).execute();
}

export async function forgetTold(query: Query, before: number): Promise<void> {
  await query.deleteFrom("push_told").where("at", "<", before).execute();
}
