// The database of a commune and that of one of its phones, as a released version left them, with work that was never
// sent. `node tests/compat/make-corpus.ts v2` makes the files of a release; they are never made anew.

import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { newDevice } from "#authority/new-device.ts";
import { runExchange } from "#authority/run-exchange.ts";
import { submitAsServer } from "#authority/server-ops.ts";
import { checkRunId } from "#domain/checks/check-ids.ts";
import type { Fields } from "#domain/record.ts";
import type { ExchangeRequest } from "#protocol/exchange.ts";
import { insertCommune } from "#server/store/communes.ts";
import type { Database } from "#server/store/database.ts";
import { createSqlCommuneStore } from "#server/store/sql-commune-store.ts";
import { openSqlite } from "#server/store/sqlite-database.ts";
import { commitOp, type OpDraft } from "#sync/commit.ts";
import type { DeviceMeta, DeviceStore } from "#sync/device-store.ts";
import type { EnginePorts } from "#sync/engine.ts";
import { exchangeOnce } from "#sync/exchange.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { type DiskContent, MemoryDisk } from "#sync/memory-device-store.ts";

export const commune = "x";
export const device = "phone";
const person = "p1";
const began = Date.parse("2026-03-02T00:00:00Z");

/** What of a device's database is kept: each store's values. */
export type KeptDisk = { [Store in Exclude<keyof DiskContent, "meta">]: unknown[] } & {
  meta: DeviceMeta;
  now: number;
};

export function folderOf(version: string): string {
  return fileURLToPath(new URL(`${version}/`, import.meta.url));
}

/** The engine of today against the server of today, over the stores given. */
export function portsOf(store: DeviceStore, database: Database, now: () => number): EnginePorts {
  const server = createSqlCommuneStore(database);
  return {
    store,
    clock: { wall: now, monotonic: now },
    randomness: { next: () => 0.5 },
    appVersion: "corpus",
    transport: {
      async exchange(request: ExchangeRequest) {
        const reply = await runExchange(server, { commune, device, person }, request, { now: now() });
        const bytes = JSON.stringify(reply).length;
        return {
          ok: true,
          sentAt: now(),
          receivedAt: now(),
          bytes,
          reply: JSON.parse(JSON.stringify(reply)),
        };
      },
      quarantine: async () => true,
    },
  };
}

/** Rounds until nothing is left. */
export async function rest(ports: EnginePorts): Promise<void> {
  for (let round = 0; round < 50; round++) {
    const result = await exchangeOnce(ports);
    if (!result.ok) throw new Error(`no exchange: ${result.failure}`);
    if (!result.more) return;
  }
  throw new Error("no rest");
}

export async function openCopy(version: string, folder: string, now: number): Promise<Database> {
  const file = join(folder, "logbook.sqlite");
  await copyFile(join(folderOf(version), "logbook.sqlite"), file);
  return openSqlite(file, now);
}

export async function readDisk(version: string): Promise<KeptDisk> {
  return JSON.parse(await readFile(join(folderOf(version), "device.json"), "utf8")) as KeptDisk;
}

export async function makeCorpus(version: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "so-truc-corpus-"));
  let now = began;
  const file = join(folder, "logbook.sqlite");
  const database = await openSqlite(file, now);
  await database.write(({ query }) =>
    insertCommune(query, { id: commune, epoch: "e1", capsulePublic: "p", capsuleSecret: "s", now }),
  );
  await seed(database, now);
  const disk = new MemoryDisk();
  const store = disk.open();
  await store.transact("strict", (tx) => tx.putMeta(initialMeta({ device, person, commune, epoch: "e1" })));
  const ports = portsOf(store, database, () => now);
  await rest(ports);
  for (const draft of [...deeds(now, "a"), ...refused(now)]) {
    now += 60_000;
    const saved = await commitOp(ports, draft);
    if (!saved.ok) throw new Error(JSON.stringify(saved.refusal));
  }
  await rest(ports);
  await elsewhere(database, now);
  now += 86_400_000;
  for (const draft of deeds(now, "b")) {
    now += 60_000;
    const saved = await commitOp(ports, draft);
    if (!saved.ok) throw new Error(JSON.stringify(saved.refusal));
  }
  await store.transact("strict", (tx) =>
    tx.putDraft({ key: "/su-co/moi", value: { title: "đang gõ" }, at: now }),
  );
  const { meta, ...stores } = disk.content();
  const values = Object.fromEntries(Object.entries(stores).map(([name, all]) => [name, [...all.values()]]));
  await database.close();
  await copyFile(file, join(folderOf(version), "logbook.sqlite"));
  await writeFile(
    join(folderOf(version), "device.json"),
    `${JSON.stringify({ meta, now, ...values }, null, 1)}\n`,
  );
  await rm(folder, { recursive: true });
}

async function seed(database: Database, now: number): Promise<void> {
  const store = createSqlCommuneStore(database);
  const deadline = {
    ...{ words: null, kind: "recurring", due: null, start: null },
    ...{ precision: null, exclusive: false, parts: [], trigger: null },
  };
  const task = {
    plan: "plan1",
    section: "1",
    block: "1",
    order: 1,
    lead: ["u1"],
    coordinating: [],
    deadline,
  };
  const groups = [{ id: "g", name: "Thiết bị" }];
  const items = ["i1", "i2"].map((id) => ({ id, group: "g", name: id }));
  const times = { version: 1, dueTime: "07:30", opensTime: "06:00" };
  const roles = ["centre", "coordinator", "responder"];
  const made = (kind: string, id: string, create: Fields) => ({ kind, id, create });
  await store.transact(commune, async (tx) => {
    await submitAsServer(
      tx,
      "org.edit",
      [
        made("commune", "commune", { name: "Xã Mẫu", code: "XM", villageWord: "xóm" }),
        made("person", person, {
          name: "p1",
          account: "p1",
          units: ["u1"],
          roles,
          villages: [],
          active: true,
        }),
        made("village", "v1", { name: "Xóm 1" }),
        made("unit", "u1", { name: "Văn phòng" }),
        made("site", "s1", { name: "Trung tâm" }),
        made("plan", "plan1", { title: "Kế hoạch" }),
        made("checkTemplate", "t1", { name: "Kiểm tra", ...times, groups, items }),
        made("task", "k1", { ...task, title: "k1", state: "notStarted" }),
      ],
      now,
    );
    await tx.putDevice({ ...newDevice(device, person, now), app: "corpus" });
  });
}

function deeds(now: number, mark: string): OpDraft[] {
  const day = new Date(now).toISOString().slice(0, 10);
  const key = { site: "s1", template: "t1", day, slot: "morning" as const };
  const answer = { v: "bad", at: now, by: person };
  const visit = {
    day,
    village: "v1",
    sort: "vneid",
    form: "home",
    result: "done",
    people: 2,
    note: "gọi lại",
  };
  const incident = { number: `A${mark}`, group: 1, severity: 3, title: "Máy in", since: now, site: "s1" };
  const entry = { sort: "acknowledged", text: "đã nhận" };
  return [
    {
      action: "check.answer",
      changes: [
        {
          c: "create",
          kind: "checkRun",
          id: checkRunId(key),
          fields: { ...key, templateVersion: 1, "answers.i1": answer },
        },
      ],
    },
    {
      action: "support.visit",
      changes: [{ c: "create", kind: "supportVisit", id: `v-${mark}`, fields: visit }],
    },
    {
      action: "incident.report",
      changes: [{ c: "create", kind: "incident", id: `inc-${mark}`, fields: incident }],
    },
    {
      action: "incident.move",
      changes: [
        { c: "move", kind: "incident", id: `inc-${mark}`, from: "new", to: "acknowledged" },
        { c: "append", kind: "incidentEntry", id: `e-${mark}`, under: `inc-${mark}`, fields: entry },
      ],
    },
    {
      action: "task.progress",
      changes: [
        { c: "set", kind: "task", id: "k1", fields: { progress: mark === "a" ? 20 : 40, updatedDay: day } },
        { c: "append", kind: "progressUpdate", id: `u-${mark}`, under: "k1", fields: { day, result: mark } },
      ],
    },
  ];
}

/** Allowed here, refused there: its place is among the refused ones. */
function refused(now: number): OpDraft[] {
  const day = new Date(now).toISOString().slice(0, 10);
  return [
    {
      action: "org.edit",
      changes: [{ c: "create", kind: "village", id: `v-${day}`, fields: { name: "Xóm lạ" } }],
    },
  ];
}

/** Somebody else changed the same task meanwhile. */
async function elsewhere(database: Database, now: number): Promise<void> {
  await createSqlCommuneStore(database).transact(commune, (tx) =>
    submitAsServer(tx, "task.progress", [{ kind: "task", id: "k1", set: { progress: 30 } }], now),
  );
}
