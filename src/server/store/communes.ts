import type { Kysely } from "kysely";
import type { Schema } from "./schema.ts";

export interface NewCommune {
  readonly id: string;
  readonly epoch: string;
  readonly capsulePublic: string;
  readonly capsuleSecret: string;
  readonly now: number;
}

export async function insertCommune(query: Kysely<Schema>, commune: NewCommune): Promise<void> {
  await query
    .insertInto("communes")
    .values({
      id: commune.id,
      seq: 0,
      floor: 0,
      epoch: commune.epoch,
      past_epochs: "[]",
      capsule_public: commune.capsulePublic,
      capsule_secret: commune.capsuleSecret,
      created_at: commune.now,
    })
    .execute();
}

export async function communeCount(query: Kysely<Schema>): Promise<number> {
  const { count } = await query
    .selectFrom("communes")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

export function communeIds(query: Kysely<Schema>): Promise<{ id: string }[]> {
  return query.selectFrom("communes").select("id").orderBy("created_at").orderBy("id").execute();
}
