import { type ServerChange, submitAsServer } from "#authority/server-ops.ts";
import { communeRecordId } from "#domain/org/commune-id.ts";
import {
  type EquipmentLine,
  type PlannedEquipment,
  planEquipment,
} from "#domain/org/import/import-equipment.ts";
import { type PersonLine, type PlannedPerson, planPeople } from "#domain/org/import/import-people.ts";
import type { Fields } from "#domain/record.ts";
import { newId } from "#kernel/ids.ts";
import type { JsonObject } from "#kernel/json.ts";
import { chance, clock } from "../auth/secrets.ts";
import type { WriteTransaction } from "../store/database.ts";
import { accountsOf, insertAccount } from "../store/people-store.ts";
import { inCommune } from "../store/sql-commune-store.ts";
import { changePerson, issueCode } from "./people.ts";

/** Whose deed an import is, and where. */
export interface Importer {
  readonly commune: string;
  readonly by: string;
  readonly now: number;
}

export interface Wish {
  /** False: only say what would happen. */
  readonly apply: boolean;
  /** Lines that are there already and say something else are written over it. */
  readonly update: boolean;
}

export interface IssuedCode {
  readonly line: number;
  readonly account: string;
  readonly name: string;
  readonly code: string;
  readonly expires: number;
}

const opHolds = 100;

/**
 * Plans people against the book as it is in this transaction, and writes them all or none: a line that is wrong refuses
 * the whole. Sent again, the same lines find their people there and make nobody twice; whoever has no password yet gets
 * a fresh code, so that a lost answer costs nothing.
 */
export async function importPeople(
  write: WriteTransaction,
  importer: Importer,
  lines: readonly PersonLine[],
  wish: Wish,
): Promise<{ plan: PlannedPerson[]; applied: boolean; codes: IssuedCode[] }> {
  const { commune, by, now } = importer;
  const [people, units, villages, sites, communes] = await Promise.all(
    ["person", "unit", "village", "site", "commune"].map((kind) => rowsOf(write, commune, kind)),
  );
  const name = communes?.find((row) => row.id === communeRecordId)?.body["name"];
  const plan = planPeople(lines, {
    commune: String(name ?? ""),
    ...({ people, units, villages, sites } as never as Omit<Parameters<typeof planPeople>[1], "commune">),
  });
  if (!wish.apply || plan.some((one) => one.state === "wrong")) return { plan, applied: false, codes: [] };
  const ids = new Map(plan.map((one) => [one.line, one.id ?? newId(clock, chance)]));
  const fresh = plan.filter((one) => one.state === "new");
  for (const { line, account } of fresh) {
    await insertAccount(write.query, { commune, account, person: ids.get(line) ?? "", password_hash: null });
  }
  await submit(
    write,
    importer,
    fresh.map((one) => ({
      kind: "person",
      id: ids.get(one.line) ?? "",
      create: {
        ...{ name: one.name, account: one.account, roles: [...one.roles], units: [...one.units] },
        ...{ villages: [...one.villages], sites: [...one.sites], active: true },
      },
    })),
  );
  for (const one of plan) {
    if (!wish.update || one.state !== "differs" || one.id === null) continue;
    const change = Object.fromEntries(one.changes.map((field) => [field, one[field as "name" | "roles"]]));
    await changePerson(write, commune, one.id, change, now, by);
  }
  const open = new Set(
    (await accountsOf(write.query, commune)).flatMap((one) =>
      one.password_hash === null ? [one.person] : [],
    ),
  );
  const codes: IssuedCode[] = [];
  for (const { line, account, name: called } of plan) {
    const person = ids.get(line) ?? "";
    if (!open.has(person)) continue;
    codes.push({ line, account, name: called, ...(await issueCode(write, commune, person, now)) });
  }
  return { plan, applied: true, codes };
}

/** The register of equipment, all or nothing; a thing is known by its code, so nothing is made twice. */
export async function importEquipment(
  write: WriteTransaction,
  importer: Importer,
  lines: readonly EquipmentLine[],
  wish: Wish,
): Promise<{ plan: PlannedEquipment[]; applied: boolean }> {
  const [equipment, sites] = await Promise.all(
    ["equipment", "site"].map((kind) => rowsOf(write, importer.commune, kind)),
  );
  const plan = planEquipment(lines, { equipment, sites } as never as Parameters<typeof planEquipment>[1]);
  if (!wish.apply || plan.some((one) => one.state === "wrong")) return { plan, applied: false };
  const changes = plan.flatMap((one): ServerChange[] => {
    if (one.state === "new")
      return [{ kind: "equipment", id: newId(clock, chance), create: fieldsOf(one, fields) }];
    if (one.state === "differs" && wish.update && one.id !== null)
      return [{ kind: "equipment", id: one.id, set: fieldsOf(one, one.changes) }];
    return [];
  });
  await submit(write, importer, changes);
  return { plan, applied: true };
}

const fields = ["code", "name", "place", "sort", "site", "serial", "supplier", "warrantyUntil", "note"];

function fieldsOf(one: PlannedEquipment, names: readonly string[]): Fields {
  const values = one as unknown as Readonly<Record<string, string | null>>;
  return Object.fromEntries(names.flatMap((name) => (values[name] ? [[name, values[name]]] : [])));
}

async function submit(
  write: WriteTransaction,
  { commune, by, now }: Importer,
  changes: readonly ServerChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await inCommune(write.connection, commune, async (tx) => {
    for (let at = 0; at < changes.length; at += opHolds)
      await submitAsServer(tx, "org.edit", changes.slice(at, at + opHolds), now, by);
  });
}

async function rowsOf(
  write: WriteTransaction,
  commune: string,
  kind: string,
): Promise<{ readonly id: string; readonly body: JsonObject }[]> {
  const rows = await write.query
    .selectFrom("rows")
    .select(["id", "body"])
    .where("commune", "=", commune)
    .where("kind", "=", kind)
    .where("deleted", "=", 0)
    .orderBy("id")
    .execute();
  return rows.map((row) => ({ id: row.id, body: JSON.parse(row.body) as JsonObject }));
}
