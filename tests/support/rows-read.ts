import { newDevice } from "#authority/new-device.ts";
import { runExchange } from "#authority/run-exchange.ts";
import type { ExchangeRequest } from "#protocol/exchange.ts";
import type { Op } from "#protocol/op.ts";
import { insertCommune } from "#server/store/communes.ts";
import type { SqlConnection } from "#server/store/connection.ts";
import type { Database } from "#server/store/database.ts";
import { createSqlCommuneStore } from "#server/store/sql-commune-store.ts";
import { openSqlite } from "#server/store/sqlite-database.ts";

/**
 * What one exchange reads of the store. SQLite as it is built here tells no counts of its own, so these are the rows that
 * its statements answered with, and of a sum the rows that were summed; that nothing else was walked through on the way is
 * shown by the plan of every statement: each must find its rows by an index (`walks` names those that do not).
 */
export interface Reading {
  readonly name: string;
  readonly read: number;
  readonly written: number;
  readonly walks: readonly string[];
}

const session = { commune: "c", device: "d1", person: "p1" };
const village = "v1";
const now = Date.parse("2026-11-23T05:00:00Z");
const day = "2026-11-23";
const filledAtOnce = 5000;

/** The same exchanges of one device against a commune in which so many records and ops lie. */
export async function readingsAt(file: string, stored: number): Promise<Reading[]> {
  const database = await openSqlite(file, 1);
  try {
    await fill(database, stored);
    const readings: Reading[] = [];
    const seq = async () => (await createSqlCommuneStore(database).transact("c", (tx) => tx.state())).seq;
    const booted = ["org", `own:${session.person}`, "visits:*", "incidents:*", `visits:${village}`];
    const measure = async (name: string, part: Partial<ExchangeRequest>) => {
      const counting = countReads(database);
      const request = { ...emptyRequest, cursor: await seq(), booted, ...part };
      const reply = await runExchange(createSqlCommuneStore(counting.database), session, request, { now });
      readings.push({ name, ...(await counting.result()) });
      return reply;
    };
    await measure("empty exchange", {});
    const sent = await measure("one op", { ops: [visit(1)] });
    if (sent.receipts[0]?.r !== "applied") throw new Error(`refused: ${JSON.stringify(sent.receipts)}`);
    const pulled = await measure("50 changes pulled", { cursor: (await seq()) - 50 });
    if (pulled.rows.length !== 50) throw new Error(`${pulled.rows.length} rows pulled`);
    const first = await measure("a page of a first sync", { cursor: 0, booted: [] });
    if (first.rows.length !== emptyRequest.limit) throw new Error(`${first.rows.length} rows in a page`);
    await measure("the daily comparison", { digest: { [`visits:${village}`]: [0, 0] }, limit: 1 });
    return readings;
  } finally {
    await database.close();
  }
}

const emptyRequest: ExchangeRequest = {
  ...{ protocol: 1, app: "t", device: session.device, epoch: "e", cursor: 0, booted: [], booting: {} },
  ...{ ops: [], limit: 500, have: { outbox: 0, maxN: 0 } },
};

function fieldsOf(n: number) {
  return { day, village, sort: "vneid", form: "home", result: "done", people: 1 + (n % 4) };
}

function visit(n: number): Op {
  const sc = `visits:${village}`;
  const ch = [{ c: "create" as const, k: "supportVisit", id: `new-${n}`, sc, f: fieldsOf(n) }];
  return { d: session.device, n, v: 1, a: "support.visit", w: now, o: 0, e: "e", u: session.person, ch };
}

/** Records and their ops, as another device of years wrote them. */
async function fill(database: Database, stored: number): Promise<void> {
  const keys = { capsulePublic: "p", capsuleSecret: "s", now: 1 };
  await database.write(({ query }) => insertCommune(query, { id: "c", epoch: "e", ...keys }));
  const store = createSqlCommuneStore(database);
  const old = now - 400 * 86_400_000;
  const stamp = { at: old, by: "p2", device: "d2" };
  const kept = { created: stamp, changed: stamp, received: old, clocks: {} };
  await store.transact("c", async (tx) => {
    await tx.putDevice(newDevice("d1", "p1", 0));
    await tx.putRights("p1", { roles: ["centre"], units: [], villages: [village], active: true, from: 0 });
    const seq = await tx.nextSeq();
    await tx.putRow({
      ...kept,
      id: village,
      kind: "village",
      scope: "org",
      seq,
      body: { name: "Xóm 1" },
    });
  });
  for (let from = 0; from < stored; from += filledAtOnce) {
    await store.transact("c", async (tx) => {
      for (let i = from; i < Math.min(stored, from + filledAtOnce); i++) {
        const seq = await tx.nextSeq();
        // Every tenth lies where this device may not look.
        const scope = i % 10 === 0 && i < stored - 100 ? "visits:v2" : `visits:${village}`;
        const id = `visit-${i}`;
        await tx.putRow({ ...kept, id, kind: "supportVisit", scope, seq, body: fieldsOf(i) });
        const op = { ...visit(i + 1), d: "d2", u: "p2" };
        const log = { person: "p2", outcome: "applied" as const, at: old + i, effective: old + i };
        await tx.putDecided({ device: "d2", n: i + 1, op, seq, ...log });
      }
    });
  }
}

/** The database with an eye on what its statements answer. */
function countReads(database: Database) {
  let read = 0;
  let written = 0;
  const asked = new Map<string, readonly unknown[]>();
  const watched = (connection: SqlConnection): SqlConnection => ({
    ...connection,
    async all(sql, parameters) {
      const rows = await connection.all(sql, parameters);
      asked.set(sql, parameters);
      for (const row of rows as { count?: number; sum?: number }[])
        read += row.count !== undefined && row.sum !== undefined ? row.count : 1;
      return rows;
    },
    async runAll(sql, rows) {
      written += rows.length;
      await connection.runAll(sql, rows);
    },
  });
  const counted: Database = {
    ...database,
    writeIn: (commune, work) =>
      database.writeIn(commune, ({ query, connection }) => work({ query, connection: watched(connection) })),
  };
  return {
    database: counted,
    async result(): Promise<Omit<Reading, "name">> {
      const walks = await database.write(async ({ connection }) => {
        const plans = [...asked].map(async ([sql, parameters]) => {
          const steps = (await connection.all(`explain query plan ${sql}`, parameters)) as {
            detail: string;
          }[];
          return steps.map(({ detail }) => detail).filter(isWalk);
        });
        return (await Promise.all(plans)).flat();
      });
      return { read, written, walks };
    },
  };
}

/** A list that came as a parameter may be walked through, and sorted; a table may not. */
function isWalk(step: string): boolean {
  return step.startsWith("SCAN ") && !step.includes("json_each");
}
