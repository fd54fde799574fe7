import type { Kysely } from "kysely";
import { needsPlans, needsSites, type Rights, scopesOf, seesAllCases } from "#domain/rights.ts";
import { covers, ownKeptMs } from "#domain/scope.ts";
import type { Schema } from "../store/schema.ts";

export interface Reader {
  readonly commune: string;
  readonly person: string;
  readonly rights: Rights;
}

/** Whether a person of this commune reads a record; asked without taking the commune's counter. */
export async function readsRow(
  read: Kysely<Schema>,
  reader: Reader,
  row: Pick<Schema["rows"], "scope" | "created_by" | "created_at">,
  now: number,
): Promise<boolean> {
  if (!reader.rights.active) return false;
  if (row.created_by === reader.person && row.created_at > now - ownKeptMs) return true;
  return covers(await scopesFor(read, reader, row.scope), row.scope);
}

/** What a person reads, as far as it can concern this scope. */
async function scopesFor(read: Kysely<Schema>, reader: Reader, scope: string): Promise<string[]> {
  const { commune, person, rights } = reader;
  const cases = scope.startsWith("case:") ? await casesOf(read, reader) : [];
  const sites = needsSites(rights) ? await bodiesOf(read, commune, "site") : [];
  const plans = needsPlans(rights) ? await bodiesOf(read, commune, "plan") : [];
  return scopesOf(rights, {
    person,
    cases,
    sites: sites.map(({ id, body }) => ({ id, village: body["village"] as string | undefined })),
    provincialPlans: plans.filter(({ body }) => body["level"] === "province").map(({ id }) => id),
  });
}

async function bodiesOf(read: Kysely<Schema>, commune: string, kind: string) {
  const rows = await read
    .selectFrom("rows")
    .select(["id", "body"])
    .where("commune", "=", commune)
    .where("kind", "=", kind)
    .execute();
  return rows.map(({ id, body }) => ({ id, body: JSON.parse(body) as Record<string, unknown> }));
}

async function casesOf(read: Kysely<Schema>, { commune, person, rights }: Reader): Promise<string[]> {
  const all = read.selectFrom("case_members").select("case_id").distinct().where("commune", "=", commune);
  const rows = await (seesAllCases(rights) ? all : all.where("person", "=", person)).execute();
  return rows.map(({ case_id }) => case_id);
}
