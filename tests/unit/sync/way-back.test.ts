import { describe, expect, it } from "vitest";
import { newId } from "#kernel/ids.ts";
import { accept } from "#kernel/result.ts";
import { commitOp, commitOps, type DraftChange, type OpDraft } from "#sync/commit.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { MemoryDisk } from "#sync/memory-device-store.ts";
import { toStored } from "#sync/overlay.ts";

const wall = Date.parse("2026-03-02T01:00:00Z");
const clock = { wall: () => wall, monotonic: () => 0 };
const stamp = { at: wall - 1000, by: "hoa", device: "dB" };

const rows = {
  thing: ["equipment", { code: "XM-1", name: "Máy in", extra: "kept" }],
  visit: [
    "supportVisit",
    { village: "x1", day: "2026-03-01", sort: "dvc", form: "direct", result: "done", people: 1 },
  ],
  trouble: [
    "incident",
    {
      ...{
        number: "SC-XM-001-A",
        group: 1,
        severity: 2,
        title: "Mất mạng",
        since: wall - 5000,
        state: "working",
      },
      links: ["a"],
    },
  ],
  fresh: [
    "incident",
    { number: "SC-XM-002-A", group: 2, severity: 3, title: "Mất điện", since: 1, state: "new" },
  ],
  "run/s/t/2026-03-02/morning": [
    "checkRun",
    {
      ...{ site: "s", template: "t", templateVersion: 1, version: "t", day: "2026-03-02", slot: "morning" },
      answers: { a: { v: "ok", at: 1, by: "hoa" } },
    },
  ],
} as const;

async function device() {
  let drawn = 0;
  const randomness = {
    next() {
      drawn += 1;
      return (drawn * 0.618033) % 1;
    },
  };
  const store = new MemoryDisk().open();
  const meta = initialMeta({ device: "dA", person: "lan", commune: "c", epoch: "e" });
  await store.transact("strict", async (tx) => {
    await tx.putMeta({ ...meta, offset: 0, lastWall: wall });
    for (const [id, [kind, body]] of Object.entries(rows)) {
      const row = {
        id,
        kind,
        scope: "commune",
        seq: 5,
        created: stamp,
        changed: stamp,
        received: 1,
      } as const;
      await tx.putRow(toStored({ ...row, body: body as never }, 0));
    }
  });
  const ports = { store, clock, randomness, appVersion: "t" } as unknown as Parameters<typeof commitOp>[0];
  const body = async (id: string) => {
    const row = await store.read((tx) => tx.row(id));
    return row && { ...row.body, ...(row.deleted ? { deleted: true } : {}) };
  };
  const save = async (draft: OpDraft) => {
    const saved = await commitOp(ports, draft);
    if (!saved.ok) throw new Error(saved.refusal.code);
    return saved.value;
  };
  const undo = async ({ back }: Awaited<ReturnType<typeof save>>) => {
    if (!back) throw new Error("there is no way back");
    const undone = await commitOps(ports, async (tx) => {
      const draft = await back(tx, () => newId(clock, randomness));
      return accept(draft.changes.length > 0 ? [draft] : []);
    });
    expect(undone.ok).toBe(true);
    return undone.ok ? undone.value.length : 0;
  };
  return { save, undo, body, store };
}

const set = (kind: string, id: string, fields: object): DraftChange =>
  ({ c: "set", kind, id, fields }) as DraftChange;

const reversible: Readonly<Record<string, readonly DraftChange[]>> = {
  "fields that stood, that stood not, and that were cleared": [
    set("equipment", "thing", { name: "Máy in màu", note: "mới", code: "XM-2" }),
  ],
  "an entry of a map that was not there": [
    set("equipment", "thing", { name: "Máy in màu", "former.2026-03-01": "Máy in" }),
  ],
  "a deletion": [{ c: "delete", kind: "supportVisit", id: "visit" }],
  "an answer given anew": [
    set("checkRun", "run/s/t/2026-03-02/morning", { "answers.a": { v: "bad", at: 2, by: "lan" } }),
  ],
  "members joined and left": [
    { c: "members", kind: "incident", id: "trouble", add: { links: ["a", "b"] }, remove: { links: ["z"] } },
  ],
  "a move that may be walked back": [
    { c: "move", kind: "incident", id: "trouble", from: "working", to: "resolved" },
    set("incident", "trouble", { assignee: "lan" }),
  ],
  "a change that makes a record beside it": [
    set("equipment", "thing", { name: "Máy in màu" }),
    { c: "create", kind: "equipment", id: "second", fields: { code: "XM-9", name: "Máy in cũ" } },
  ],
};

describe("a deed that changed something already saved", () => {
  it.each(Object.entries(reversible))("%s: undone, all is exactly as it was", async (_name, changes) => {
    const it = await device();
    const before = await Promise.all(Object.keys(rows).map(it.body));
    const saved = await it.save({ action: "record.restore", changes });
    expect(await Promise.all(Object.keys(rows).map(it.body))).not.toEqual(before);
    expect(await it.undo(saved)).toBe(1);
    expect(await Promise.all(Object.keys(rows).map(it.body))).toEqual(before);
    expect((await it.body("second"))?.["deleted"] ?? true).toBe(true);
    // Pressed once more there is nothing left to take back.
    expect(await it.undo(saved)).toBeLessThanOrEqual(1);
    expect(await Promise.all(Object.keys(rows).map(it.body))).toEqual(before);
  });

  it("leaves alone what somebody has changed since", async () => {
    const it = await device();
    const saved = await it.save({
      action: "equipment.edit",
      changes: [set("equipment", "thing", { name: "Máy in màu", note: "mới" })],
    });
    await it.save({
      action: "equipment.edit",
      changes: [set("equipment", "thing", { name: "Máy in tầng 2" })],
    });
    await it.undo(saved);
    expect(await it.body("thing")).toEqual({ code: "XM-1", name: "Máy in tầng 2", extra: "kept" });
  });

  it("takes a line of the timeline back with the move that it told of", async () => {
    const it = await device();
    const line: DraftChange = {
      ...{ c: "append", kind: "incidentEntry", id: "e1", under: "trouble" },
      fields: { text: "Thay dây", parent: "trouble", sort: "resolved" },
    };
    const move: DraftChange = { c: "move", kind: "incident", id: "trouble", from: "working", to: "resolved" };
    await it.undo(await it.save({ action: "incident.move", changes: [move, line] }));
    const under = await it.store.read((tx) => tx.rowsByKey("under/trouble"));
    expect(under.map(({ body }) => body["sort"]).sort()).toEqual(["resolved", "void"]);
    expect(under.find(({ body }) => body["sort"] === "void")?.body["supersedes"]).toBe("e1");
  });
});

describe("there is no way back", () => {
  it("where a deed only adds, or a state is never entered again", async () => {
    const it = await device();
    const backOf = async (...changes: DraftChange[]) =>
      (await it.save({ action: "record.restore", changes })).back;
    expect(
      await backOf({ c: "create", kind: "equipment", id: "x", fields: { code: "A", name: "B" } }),
    ).toBeUndefined();
    expect(
      await backOf(
        set("checkRun", "run/s/t/2026-03-02/morning", { "answers.b": { v: "ok", at: 2, by: "lan" } }),
      ),
    ).toBeUndefined();
    expect(await backOf(set("equipment", "thing", { name: "Máy in" }))).toBeUndefined();
    expect(
      await backOf({ c: "move", kind: "incident", id: "trouble", from: "working", to: "escalated" }),
    ).toBeDefined();
    const to = (state: string): DraftChange => ({
      c: "move",
      kind: "incident",
      id: "fresh",
      from: "new",
      to: state,
    });
    expect(await backOf(to("acknowledged"))).toBeUndefined();
  });
});
