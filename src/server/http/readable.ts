import type { Kysely } from "kysely";
import { type Rights, scopesOf, seesAllCases } from "#domain/rights.ts";
import type { Schema } from "../store/schema.ts";

/** Whether a person of this commune reads what lies in a scope; asked without taking the commune's counter. */
export async function readsScope(
  read: Kysely<Schema>,
  reader: { readonly commune: string; readonly person: string; readonly rights: Rights },
  scope: string,
): Promise<boolean> {
  const { commune, person, rights } = reader;
  const cases = scope.startsWith("case:") ? await casesOf(read, reader) : [];
  const villages = scope.startsWith("village:") ? await villagesOf(read, commune) : [];
  return scopesOf(rights, { person, villages, cases }).includes(scope);
}

async function villagesOf(read: Kysely<Schema>, commune: string): Promise<string[]> {
  const rows = await read
    .selectFrom("rows")
    .select("id")
    .where("commune", "=", commune)
    .where("kind", "=", "village")
    .execute();
  return rows.map(({ id }) => id);
}

async function casesOf(
  read: Kysely<Schema>,
  { commune, person, rights }: { commune: string; person: string; rights: Rights },
): Promise<string[]> {
  const all = read.selectFrom("case_members").select("case_id").distinct().where("commune", "=", commune);
  const rows = await (seesAllCases(rights) ? all : all.where("person", "=", person)).execute();
  return rows.map(({ case_id }) => case_id);
}
