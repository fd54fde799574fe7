import { beforeEach, describe, expect, it } from "vitest";
import { rowToWire } from "#protocol/wire-row.ts";
import { commitOp, type OpDraft } from "#sync/commit.ts";
import { deleteVisit, editVisit, noon } from "#tests/support/small-commune.ts";
import { OneDevice, plainMeta, serverVisit } from "./one-device.ts";

const own = { created: { at: noon - 1000, by: "pa", device: "d1" } };
const moved = { scopes: ["org", "own:pa", "visits:v2"], booting: {} };
const refused = { ok: false, refusal: { code: "only-read", facts: { id: "mine" } } };
const newVisit = (id: string, village: string): OpDraft => ({
  action: "support.visit",
  changes: [
    {
      c: "create",
      kind: "supportVisit",
      id,
      fields: { village, day: "2026-01-02", sort: "dvc", form: "direct", result: "done", people: 1 },
    },
  ],
});
let device: OneDevice;

beforeEach(async () => {
  device = await OneDevice.with({
    ...plainMeta,
    scopes: ["org", "own:pa", "visits:v1"],
    booted: ["org", "own:pa", "visits:v1"],
  });
  await device.holds(serverVisit("mine", 3, own));
});

describe("what is here only to be read", () => {
  const deeds: readonly (readonly [string, OpDraft])[] = [
    ["a change", editVisit("mine", { people: 4 })],
    ["a deletion", deleteVisit("mine")],
    [
      "an entry under it",
      {
        action: "incident.entry",
        changes: [{ c: "append", kind: "incidentEntry", id: "e1", under: "mine", fields: { sort: "note" } }],
      },
    ],
    [
      "a change beside one of my own",
      {
        action: "support.visit",
        changes: [...newVisit("new", "v2").changes, ...deleteVisit("mine").changes],
      },
    ],
  ];

  it.each(deeds)("takes no deed: %s", async (_name, deed) => {
    await device.take(moved);
    const before = device.content.rows.get("mine");
    expect(await commitOp(device.ports, deed)).toMatchObject(refused);
    expect(await device.store.read((tx) => tx.outboxCount())).toBe(0);
    expect(device.content.rows.get("mine")).toEqual(before);
    expect(device.content.rows.has("new")).toBe(false);
  });

  it("takes none while a change of before is still on its way either, and that change stays to be sent", async () => {
    const n = await device.save(editVisit("mine", { people: 7 }));
    await device.take(moved);
    expect(await commitOp(device.ports, editVisit("mine", { people: 9 }))).toMatchObject(refused);
    expect((await device.store.read((tx) => tx.outbox())).map((entry) => entry.n)).toEqual([n]);
    expect(device.content.rows.get("mine")?.body).toMatchObject({ people: 7 });
  });

  it("takes deeds again once the place is mine again", async () => {
    await device.take(moved);
    const scopes = ["org", "own:pa", "visits:v1"];
    await device.take({ scopes, rows: [rowToWire(serverVisit("mine", 9, own))] });
    expect(await commitOp(device.ports, editVisit("mine", { people: 4 }))).toMatchObject({ ok: true });
  });

  it("is not what the server has not seen: that can be mended until it is sent", async () => {
    await device.save(newVisit("fresh", "v1"));
    await device.take(moved);
    expect(await commitOp(device.ports, editVisit("fresh", { people: 3 }))).toMatchObject({ ok: true });
  });

  it("is not what my own waiting change carries elsewhere: it can be taken back", async () => {
    await device.save(editVisit("mine", { village: "v9" }));
    expect(await commitOp(device.ports, editVisit("mine", { village: "v1" }))).toMatchObject({ ok: true });
  });
});
