import type { Kysely } from "kysely";
import type { DatedRights } from "#authority/commune-store.ts";
import { mayStillHold } from "#authority/still-held.ts";
import { couldHold, type SheetPlace, type SheetSort } from "#domain/org/could-hold.ts";
import type { Site } from "#domain/org/org-kinds.ts";
import type { Rights } from "#domain/rights.ts";
import { dayOf } from "#kernel/calendar.ts";
import { type DeviceWatch, watchDevices } from "../store/operations.ts";
import type { Schema } from "../store/schema.ts";

type Query = Kysely<Schema>;

/** What somebody looks at when they ask who has not sent yet; without a sort, all that any device may hold. */
export interface Sheet extends SheetPlace {
  readonly sort?: SheetSort | undefined;
}

/** The devices in use that could hold something of what the sheet reports, by the rights of whoever they belong to. */
export async function devicesFor(
  query: Query,
  commune: string,
  sheet: Sheet,
  now: number,
): Promise<DeviceWatch[]> {
  const devices = (await watchDevices(query, commune)).filter(({ inUse }) => inUse);
  const { sort } = sheet;
  const histories = await rightsByPerson(query, commune);
  const facts = await readSites(query, commune, now);
  const could = (rights: Rights) =>
    sort === undefined ? rights.active : couldHold(rights, sort, sheet, facts);
  return devices.filter(({ person, contactAt }) =>
    mayStillHold(histories.get(person) ?? [], contactAt, now, could),
  );
}

async function rightsByPerson(query: Query, commune: string): Promise<Map<string, DatedRights[]>> {
  const rows = await query
    .selectFrom("rights")
    .select(["person", "from_time", "rights"])
    .where("commune", "=", commune)
    .orderBy("from_time")
    .execute();
  const found = new Map<string, DatedRights[]>();
  for (const { person, from_time, rights } of rows) {
    const dated = { ...(JSON.parse(rights) as Rights), from: Number(from_time) };
    found.set(person, [...(found.get(person) ?? []), dated]);
  }
  return found;
}

async function readSites(query: Query, commune: string, now: number) {
  const rows = await query
    .selectFrom("rows")
    .select(["id", "body"])
    .where("commune", "=", commune)
    .where("kind", "=", "site")
    .where("deleted", "=", 0)
    .execute();
  const sites = rows.map(({ id, body }) => ({ id, body: JSON.parse(body) as Site }));
  const today = dayOf(now);
  return {
    sites: sites.map(({ id, body }) => ({ id, village: body.village })),
    open: sites.filter(({ body }) => today < (body.closedOn ?? "~")),
  };
}
