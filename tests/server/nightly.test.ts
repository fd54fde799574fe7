import { join } from "node:path";
import { expect, it } from "vitest";
import { keptMs } from "#authority/floor.ts";
import { submitAsServer } from "#authority/server-ops.ts";
import type { Config } from "#server/config.ts";
import { createBackups } from "#server/ops/backup.ts";
import { forgetOld } from "#server/ops/forget-old.ts";
import { noteDurable } from "#server/ops/note-durable.ts";
import { createSqlCommuneStore } from "#server/store/sql-commune-store.ts";
import { database, folder, sqliteForEach } from "../support/sqlite-commune.ts";

const began = Date.parse("2026-03-02T00:00:00Z");
sqliteForEach(began);

it("tells each device what an off-site backup holds of it, and nothing where the backup is here", async () => {
  const store = createSqlCommuneStore(database);
  const zero = { lastEffective: 0, lastN: 0, reportedN: 0, outbox: 0, durableN: 0 };
  const putDevice = (contiguousN: number) =>
    store.transact("x", (tx) =>
      tx.putDevice({ id: "d", person: "p", ...zero, contiguousN, contactAt: began, app: "t", lost: false }),
    );
  const durableN = async () => (await store.transact("x", (tx) => tx.device("d")))?.durableN;
  const backupDir = join(folder, "backups");
  const log = { write: () => undefined } as never;
  const place = { dataDir: folder, databaseUrl: undefined };
  const backups = createBackups({ place, folder: backupDir, now: () => began, log });
  await putDevice(7);
  await backups.make();
  await putDevice(9);
  const context = (backupOffsite: boolean) => ({
    ...{ database, store, backups },
    config: { backupDir, backupOffsite } as Config,
  });
  await noteDurable(context(false));
  expect(await durableN()).toBe(0);
  await noteDurable(context(true));
  expect(await durableN()).toBe(7);
});

it("forgets what was deleted half a year ago, keeps what is newer or names things, and says how much", async () => {
  const store = createSqlCommuneStore(database);
  const submit = (changes: Parameters<typeof submitAsServer>[2], at: number) =>
    store.transact("x", (tx) => submitAsServer(tx, "org.edit", changes, at));
  const site = (id: string) => ({ kind: "site", id, create: { name: id } });
  await submit(
    [site("old"), site("late"), site("live"), { kind: "village", id: "v", create: { name: "v" } }],
    began,
  );
  const drop = (ids: readonly string[], seq: number) =>
    store.transact("x", async (tx) => {
      for (const row of await tx.rows(ids)) await tx.putRow({ ...row, deleted: true, seq });
    });
  await drop(["old", "v"], 1);
  const later = began + 30 * 86_400_000;
  await submit([site("more")], later);
  await drop(["late"], 2);
  const written: unknown[] = [];
  const log = { write: (...args: unknown[]) => void written.push(args), close() {} };
  const tonight = {
    database,
    store,
    log: log as never,
    clock: { isSettled: () => true },
    now: () => began + keptMs + 86_400_000,
  };
  await forgetOld(tonight);
  await store.transact("x", async (tx) => {
    expect((await tx.state()).floor).toBe(1);
    const left = (await tx.rows(["old", "late", "live", "v", "more"])).map(({ id }) => id).sort();
    expect(left).toEqual(["late", "live", "more", "v"]);
  });
  expect(written).toEqual([["info", "old-forgotten", { commune: "x", rows: 1, exits: 0 }]]);
  await forgetOld(tonight);
  expect(written).toHaveLength(1);
});
