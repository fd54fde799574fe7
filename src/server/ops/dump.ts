// `npm run -s dump`: every record, op and receipt as JSON lines, read from one moment while the server may run.
import { once } from "node:events";
import { Kysely } from "kysely";
import { type RowRead, statementsOf } from "../store/commune-statements.ts";
import type { SqlConnection } from "../store/connection.ts";
import { readMoment } from "../store/open.ts";
import { readRow } from "../store/row-codec.ts";
import type { Schema } from "../store/schema.ts";
import { runCommand } from "./cli.ts";

const pageSize = 1000;

await runCommand(async (config) => {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  await readMoment(config, async (connection) => {
    const read = new Kysely<Schema>({ dialect: connection.kysely });
    for (const { id: commune } of await read.selectFrom("communes").select("id").orderBy("id").execute()) {
      await dumpRecords(connection, commune);
      await dumpOps(read, commune);
      await dumpAttachments(read, commune);
    }
  });
});

async function dumpRecords(connection: SqlConnection, commune: string): Promise<void> {
  const { sql, bind } = statementsOf(connection.dialect).allRows;
  for (let after = ""; ; ) {
    const page = (await connection.all(sql, bind({ commune, after, limit: pageSize }))) as RowRead[];
    for (const row of page) await print({ type: "record", commune, ...readRow(row) });
    if (page.length < pageSize) return;
    after = page.at(-1)?.id ?? "";
  }
}

async function dumpOps(read: Kysely<Schema>, commune: string): Promise<void> {
  let after = { device: "", n: 0 };
  for (;;) {
    const page: Schema["ops"][] = await read
      .selectFrom("ops")
      .selectAll()
      .where("commune", "=", commune)
      .where((eb) =>
        eb.or([
          eb("device", ">", after.device),
          eb.and([eb("device", "=", after.device), eb("n", ">", after.n)]),
        ]),
      )
      .orderBy("device")
      .orderBy("n")
      .limit(pageSize)
      .execute();
    for (const row of page) await printOp(commune, row);
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = { device: last.device, n: last.n };
  }
}

/** What the files under `DATA_DIR/attachments` are. */
async function dumpAttachments(read: Kysely<Schema>, commune: string): Promise<void> {
  const rows = read.selectFrom("attachments").selectAll().where("commune", "=", commune).orderBy("sha");
  for (const row of await rows.execute()) await print({ type: "attachment", ...row });
}

async function printOp(commune: string, row: Schema["ops"]): Promise<void> {
  const { device, n, person, seq, at, effective, outcome, code, facts, waits_for, redecided_seq } = row;
  await print({ type: "op", commune, device, n, person, seq, at, effective, op: JSON.parse(row.op) });
  await print({
    type: "receipt",
    commune,
    device,
    n,
    seq: redecided_seq ?? seq,
    outcome,
    at,
    ...(code === null ? {} : { code }),
    ...(facts === null ? {} : { facts: JSON.parse(facts) }),
    ...(waits_for === null ? {} : { waitsFor: waits_for }),
  });
}

async function print(line: unknown): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(line)}\n`)) await once(process.stdout, "drain");
}
