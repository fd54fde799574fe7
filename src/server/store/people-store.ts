import type { Kysely } from "kysely";
import type { Schema } from "./schema.ts";

type Query = Kysely<Schema>;
export type Account = Schema["accounts"];
export type Device = Schema["devices"];

export function findAccount(query: Query, commune: string, account: string): Promise<Account | undefined> {
  return query
    .selectFrom("accounts")
    .selectAll()
    .where("commune", "=", commune)
    .where("account", "=", account)
    .executeTakeFirst();
}

export function accountsOf(query: Query, commune: string): Promise<Account[]> {
  return query.selectFrom("accounts").selectAll().where("commune", "=", commune).execute();
}

export async function accountNames(query: Query, commune: string): Promise<string[]> {
  const all = await query.selectFrom("accounts").select("account").where("commune", "=", commune).execute();
  return all.map(({ account }) => account);
}

export async function insertAccount(
  query: Query,
  account: Pick<Account, "commune" | "account" | "person" | "password_hash">,
): Promise<void> {
  await query
    .insertInto("accounts")
    .values({ ...account, failures: 0, wait_until: 0 })
    .execute();
}

export async function renameAccount(query: Query, commune: string, person: string, account: string) {
  await query
    .updateTable("accounts")
    .set({ account })
    .where("commune", "=", commune)
    .where("person", "=", person)
    .execute();
}

export async function setPassword(
  query: Query,
  commune: string,
  person: string,
  hash: string,
): Promise<void> {
  await query
    .updateTable("accounts")
    .set({ password_hash: hash, failures: 0, wait_until: 0 })
    .where("commune", "=", commune)
    .where("person", "=", person)
    .execute();
}

export async function noteAttempt(query: Query, account: Account): Promise<void> {
  await query
    .updateTable("accounts")
    .set({ failures: account.failures, wait_until: account.wait_until })
    .where("commune", "=", account.commune)
    .where("account", "=", account.account)
    .execute();
}

export async function insertDevice(query: Query, device: Device): Promise<void> {
  await query.insertInto("devices").values(device).execute();
}

export function findDevice(query: Query, id: string): Promise<Device | undefined> {
  return query.selectFrom("devices").selectAll().where("id", "=", id).executeTakeFirst();
}

export function devicesOf(query: Query, commune: string): Promise<Device[]> {
  return query
    .selectFrom("devices")
    .selectAll()
    .where("commune", "=", commune)
    .orderBy("created_at", "desc")
    .execute();
}

/** How many letters of a commune were ever given. */
export async function deviceCount(query: Query, commune: string): Promise<number> {
  const { count } = await query
    .selectFrom("devices")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("commune", "=", commune)
    .executeTakeFirstOrThrow();
  return count;
}

export async function markDevice(
  query: Query,
  id: string,
  mark: Partial<Pick<Device, "revoked_at" | "lost" | "name" | "public_key">>,
): Promise<void> {
  await query.updateTable("devices").set(mark).where("id", "=", id).execute();
}

/** Ended so long ago that no clock can be so wrong. */
const endedForMs = 90 * 86_400_000;

export async function dropEndedSessions(query: Query, now: number): Promise<void> {
  await query
    .deleteFrom("sessions")
    .where("expires_at", "<", now - endedForMs)
    .execute();
}

export async function insertSession(query: Query, session: Schema["sessions"]): Promise<void> {
  await query.insertInto("sessions").values(session).execute();
}

export function findSession(query: Query, tokenHash: string) {
  return query
    .selectFrom("sessions")
    .innerJoin("devices", "devices.id", "sessions.device")
    .select([
      "sessions.token_hash",
      "sessions.device",
      "sessions.expires_at",
      "devices.commune",
      "devices.person",
      "devices.lost",
      "devices.letter",
    ])
    .where("sessions.token_hash", "=", tokenHash)
    .executeTakeFirst();
}

export async function extendSession(query: Query, tokenHash: string, expiresAt: number): Promise<void> {
  await query
    .updateTable("sessions")
    .set({ expires_at: expiresAt })
    .where("token_hash", "=", tokenHash)
    .execute();
}

export async function dropSessions(query: Query, device: string): Promise<void> {
  await query.deleteFrom("sessions").where("device", "=", device).execute();
}

export async function insertCode(
  query: Query,
  code: Pick<Schema["one_time_codes"], "code_hash" | "commune" | "person" | "expires_at">,
): Promise<void> {
  await query
    .deleteFrom("one_time_codes")
    .where("commune", "=", code.commune)
    .where("person", "=", code.person)
    .where("used_at", "is", null)
    .execute();
  await query
    .insertInto("one_time_codes")
    .values({ ...code, used_at: null })
    .execute();
}

export function findCode(query: Query, codeHashes: readonly string[]) {
  return query
    .selectFrom("one_time_codes")
    .selectAll()
    .where("code_hash", "in", codeHashes)
    .executeTakeFirst();
}

export async function spendCode(query: Query, codeHash: string, now: number): Promise<void> {
  await query.updateTable("one_time_codes").set({ used_at: now }).where("code_hash", "=", codeHash).execute();
}

export function openCodes(query: Query, commune: string, now: number) {
  return query
    .selectFrom("one_time_codes")
    .select(["person", "expires_at"])
    .where("commune", "=", commune)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .execute();
}

export async function insertSetupLink(
  query: Query,
  link: Pick<Schema["setup_links"], "token_hash" | "commune" | "created_at">,
): Promise<void> {
  let old = query.deleteFrom("setup_links").where("used_at", "is", null);
  old = link.commune === null ? old.where("commune", "is", null) : old.where("commune", "=", link.commune);
  await old.execute();
  await query
    .insertInto("setup_links")
    .values({ ...link, used_at: null })
    .execute();
}

export function findSetupLink(query: Query, tokenHash: string) {
  return query.selectFrom("setup_links").selectAll().where("token_hash", "=", tokenHash).executeTakeFirst();
}

export async function spendSetupLink(query: Query, tokenHash: string, now: number): Promise<void> {
  await query.updateTable("setup_links").set({ used_at: now }).where("token_hash", "=", tokenHash).execute();
}
