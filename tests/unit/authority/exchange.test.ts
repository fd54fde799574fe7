import { beforeEach, describe, expect, it } from "vitest";
import type { CommuneTx } from "#authority/commune-store.ts";
import { createMemoryCommuneStore, type MemoryCommuneStore } from "#authority/memory-commune-store.ts";
import { newDevice } from "#authority/new-device.ts";
import { retryParked } from "#authority/parked.ts";
import { runExchange } from "#authority/run-exchange.ts";
import { eraseRecord, submitAsServer } from "#authority/server-ops.ts";
import { checkRunId } from "#domain/checks/check-ids.ts";
import { quietDayId } from "#domain/incidents/quiet-day.ts";
import type { Role } from "#domain/rights.ts";
import type { ExchangeReply } from "#protocol/exchange.ts";
import type { Change, Op } from "#protocol/op.ts";

const day = 86_400_000;
const noon = Date.parse("2026-11-23T05:00:00Z");

describe("an exchange", () => {
  let store: MemoryCommuneStore;
  let now: number;
  const numbers = new Map<string, number>();

  const tx = <T>(work: (tx: CommuneTx) => Promise<T>) => store.transact("c", work);

  async function person(id: string, roles: Role[], villages: string[] = [], active = true): Promise<void> {
    const fields = { name: id, account: id, roles, villages, units: ["u1"], active };
    await tx((t) => submitAsServer(t, "org.edit", [{ kind: "person", id, create: fields }], now));
    await tx(async (t) => {
      if (await t.device(`d-${id}`)) return;
      await t.putDevice(newDevice(`d-${id}`, id, 0));
    });
  }

  function op(of: string, action: string, ch: Change[], more: Partial<Op> = {}): Op {
    const n = (numbers.get(of) ?? 0) + 1;
    numbers.set(of, n);
    return { d: `d-${of}`, n, v: 1, a: action, w: now, o: 0, e: "e1", u: of, ch, ...more };
  }

  async function send(
    of: string,
    ops: unknown[],
    more: { cursor?: number; epoch?: string; protocol?: number; booted?: string[] } = {},
  ): Promise<ExchangeReply> {
    const have = { outbox: ops.length, maxN: numbers.get(of) ?? 0 };
    return runExchange(
      store,
      { commune: "c", device: `d-${of}`, person: of },
      {
        protocol: 1,
        app: "t",
        device: `d-${of}`,
        epoch: "e1",
        cursor: 0,
        booted: [],
        booting: {},
        ops,
        limit: 500,
        have,
        ...more,
      },
      { now },
    );
  }

  const visit = (id: string, f: Record<string, unknown> = {}, p?: Record<string, string>): Change => ({
    c: "create",
    k: "supportVisit",
    id,
    sc: "visits:v1",
    f: {
      day: "2026-11-23",
      village: "v1",
      sort: "vneid",
      form: "home",
      result: "done",
      people: 1,
      ...f,
    } as never,
    ...(p ? { p } : {}),
  });
  const answer = (by: string, value: "ok" | "bad"): Change => {
    const key = { template: "t1", site: "s1", day: "2026-11-23", slot: "morning" as const };
    const f = { ...key, templateVersion: 1, "answers.i1": { v: value, at: now, by } };
    return { c: "create", k: "checkRun", id: checkRunId(key), sc: "visits:counter", f };
  };

  beforeEach(async () => {
    numbers.clear();
    now = noon;
    store = createMemoryCommuneStore();
    store.addCommune("c", "e1");
    const items = [{ id: "i1", group: "g", name: "Máy in" }];
    const template = {
      name: "Kiểm tra",
      version: 1,
      dueTime: "07:30",
      opensTime: "06:00",
      groups: [{ id: "g", name: "g" }],
      items,
    };
    await tx((t) =>
      submitAsServer(
        t,
        "org.edit",
        [
          { kind: "village", id: "v1", create: { name: "Xóm 1" } },
          { kind: "village", id: "v2", create: { name: "Xóm 2" } },
          { kind: "site", id: "s1", create: { name: "Trung tâm" } },
          { kind: "checkTemplate", id: "t1", create: template },
        ],
        now,
      ),
    );
    await person("lan", ["centre"]);
    await person("minh", ["centre"]);
    await person("thon", ["village"], ["v1"]);
  });

  it("decides an op once and gives its first receipt again", async () => {
    const made = op("thon", "support.visit", [visit("x")]);
    const first = await send("thon", [made]);
    const again = await send("thon", [made]);
    expect(first.receipts).toMatchObject([{ n: 1, r: "applied", own: 1 }]);
    expect(again.receipts).toMatchObject([{ n: 1, r: "applied", s: first.receipts[0]?.s }]);
    expect(again.receipts[0]).not.toHaveProperty("own");
  });

  it("sends the row back where the device wrote upon a record that a restore took from the server", async () => {
    const upon: Change = { ...visit("one"), b: 1 } as Change;
    const reply = await send("thon", [op("thon", "support.visit", [upon])]);
    expect(reply.receipts).toMatchObject([{ r: "applied" }]);
    expect(reply.receipts[0]).not.toHaveProperty("own");
  });

  it("tells of one's own record that went out of one's scopes where it lies now, to be kept for a while", async () => {
    await send("thon", [op("thon", "support.visit", [visit("x")])]);
    const cursor = (await tx((t) => t.state())).seq;
    await send("lan", [
      op("lan", "support.edit", [{ c: "set", k: "supportVisit", id: "x", b: cursor, f: { village: "v2" } }]),
    ]);
    const asked = { protocol: 2, cursor, booted: ["own:thon", "visits:v1"] };
    const reply = await send("thon", [], asked);
    expect(reply.scopes).not.toContain("visits:v2");
    expect(reply.exits.map(([id]) => id)).toEqual(["x"]);
    expect(reply.rows).toContainEqual(expect.objectContaining({ i: "x", c: "visits:v2" }));
  });

  it("joins five hundred receipts into one line", async () => {
    const reply = await send(
      "thon",
      Array.from({ length: 500 }, (_, i) => op("thon", "support.tally", [visit(`x${i}`)])),
    );
    expect(reply.receipts).toHaveLength(1);
    expect(reply.receipts[0]).toMatchObject({ n: 1, to: 500, r: "applied", own: 1 });
  });

  it("lets one bad op block no other, and keeps an unreadable one for its device", async () => {
    const ops = [
      op("thon", "support.visit", [visit("a", { people: -1 })]),
      { d: "d-thon", n: 99 },
      op("thon", "support.visit", [visit("b")]),
    ];
    const { receipts } = await send("thon", ops);
    expect(receipts).toMatchObject([
      { n: 1, r: "rejected", code: "invalid", facts: { field: "people" } },
      { n: 2, r: "applied" },
    ]);
  });

  it("refuses tomorrow, an unknown place and what a role may not do, each with its facts", async () => {
    const tomorrow = await send("thon", [op("thon", "support.visit", [visit("a", { day: "2026-11-24" })])]);
    expect(tomorrow.receipts).toMatchObject([
      { r: "rejected", code: "day-in-future", facts: { day: "2026-11-24", today: "2026-11-23" } },
    ]);
    const nowhere = await send("lan", [op("lan", "support.visit", [visit("b", { village: "v9" })])]);
    expect(nowhere.receipts).toMatchObject([
      { r: "rejected", code: "unknown-reference", facts: { id: "v9" } },
    ]);
    const foreign = await send("thon", [op("thon", "check.answer", [answer("thon", "ok")])]);
    expect(foreign.receipts).toMatchObject([{ r: "rejected", code: "denied" }]);
    const elsewhere = await send("thon", [op("thon", "support.visit", [visit("c", { village: "v2" })])]);
    expect(elsewhere.receipts).toMatchObject([{ r: "rejected", code: "denied" }]);
  });

  it("merges two phones item by item, and shows a true conflict with both values", async () => {
    await send("lan", [op("lan", "check.answer", [answer("lan", "ok")])]);
    now += 60_000;
    const same = await send("minh", [op("minh", "check.answer", [answer("minh", "ok")])]);
    expect(same.receipts).toMatchObject([{ r: "applied" }]);
    const other = await send("minh", [op("minh", "check.answer", [answer("minh", "bad")])]);
    expect(other.receipts[0]?.r).toBe("conflict");
    const conflict = other.rows.find((row) => row.k === "conflict");
    expect(conflict?.f).toMatchObject({
      field: "answers.i1",
      using: { by: "minh" },
      other: { by: "lan", value: { v: "ok" } },
    });
  });

  it("takes what was written before a revocation for thirty days, and nothing later", async () => {
    const written = op("thon", "support.visit", [visit("before")]);
    now += day;
    await person("thon", ["village"], ["v2"]);
    now += 10 * day;
    expect((await send("thon", [written])).receipts).toMatchObject([{ r: "applied" }]);
    expect((await send("thon", [op("thon", "support.visit", [visit("after")])])).receipts).toMatchObject([
      { code: "denied" },
    ]);
    numbers.set("thon", 9);
    const old = op("thon", "support.visit", [visit("too-late")], { w: noon + 1 });
    now += 40 * day;
    expect((await send("thon", [old])).receipts).toMatchObject([{ code: "denied" }]);
  });

  it("gives a lost device no grace, no rows, and the order to wipe", async () => {
    const written = op("thon", "support.visit", [visit("before")]);
    now += day;
    await person("thon", ["village"], ["v2"]);
    await tx(async (t) => {
      const device = await t.device("d-thon");
      if (device) await t.putDevice({ ...device, lost: true });
    });
    const reply = await send("thon", [written]);
    expect(reply).toMatchObject({ wipe: true, rows: [], scopes: [], receipts: [{ code: "denied" }] });
  });

  it("clamps a clock of another century between the last contact and now", async () => {
    await send("thon", []);
    now += day;
    await send("thon", [
      op("thon", "support.visit", [visit("past")], { w: 0 }),
      op("thon", "support.visit", [visit("future")], { w: now * 3 }),
    ]);
    const rows = await tx((t) => t.rows(["past", "future"]));
    expect(rows.find((row) => row.id === "past")?.created.at).toBe(now - day);
    expect(rows.find((row) => row.id === "future")?.created.at).toBe(now);
  });

  it("moves a state only where its machine allows, and says what happened meanwhile", async () => {
    const fields = { number: "SC-1", group: 1, severity: 3, title: "Mất mạng", since: noon, site: "s1" };
    await send("lan", [
      op("lan", "incident.report", [
        { c: "create", k: "incident", id: "i", sc: "incidents:commune", f: fields },
      ]),
    ]);
    const move = (of: string, from: string, to: string) =>
      send(of, [op(of, "incident.move", [{ c: "move", k: "incident", id: "i", b: 1, from, to }])]);
    expect((await move("lan", "new", "resolved")).receipts).toMatchObject([{ r: "applied" }]);
    expect((await move("minh", "new", "acknowledged")).receipts).toMatchObject([
      {
        r: "rejected",
        code: "stale-transition",
        facts: { from: "new", to: "acknowledged", now: "resolved", by: "lan" },
      },
    ]);
    expect((await move("minh", "new", "resolved")).receipts).toMatchObject([{ r: "applied" }]);
  });

  it("takes the signature of two who sign the same quiet day, and who signs again after taking it back", async () => {
    await person("minh", ["responder"]);
    const site = { kind: "site", id: "s1", create: { name: "Trung tâm", sort: "centre" } };
    if (!(await tx((t) => t.rows(["s1"])))[0]) await tx((t) => submitAsServer(t, "org.edit", [site], now));
    const id = quietDayId("s1", "2026-11-23");
    const sign = (): Change => ({
      ...{ c: "create", k: "quietDay", id, sc: "incidents:commune", f: { site: "s1", day: "2026-11-23" } },
    });
    const by = async (of: string, ch: Change) =>
      (await send(of, [op(of, "day.no-incident", [ch])])).receipts.at(-1);
    const quiet = async () => (await tx((t) => t.rows([id])))[0];
    expect(await by("lan", sign())).toMatchObject({ r: "applied" });
    expect(await by("minh", sign())).toMatchObject({ r: "applied" });
    expect(await quiet()).toMatchObject({ created: { by: "lan" } });
    const b = (await quiet())?.seq ?? 0;
    expect(await by("minh", { c: "delete", k: "quietDay", id, b })).toMatchObject({ r: "applied" });
    expect(await by("minh", { c: "restore", k: "quietDay", id, b: (await quiet())?.seq ?? 0 })).toMatchObject(
      {
        r: "applied",
      },
    );
    expect((await quiet())?.deleted).toBeUndefined();
  });

  it("hangs a record only under one of the kind that it belongs to", async () => {
    await person("minh", ["responder"]);
    const note = { text: "Đã xem", sort: "note" };
    const under = (id: string): Change => ({
      ...{ c: "append", k: "incidentEntry", id: `dd-${id}`, under: id, sc: "org", f: note },
    });
    const { receipts } = await send("minh", [op("minh", "incident.entry", [under("t1")])]);
    expect(receipts).toMatchObject([{ r: "rejected", code: "kind-mismatch" }]);
    expect(await tx((t) => t.rows(["dd-t1"]))).toEqual([]);
  });

  it("parks an entry until its incident arrives, and tells its device afterwards", async () => {
    const entry: Change = {
      c: "append",
      k: "incidentEntry",
      id: "e",
      under: "i",
      sc: "incidents:commune",
      f: { sort: "note", text: "Đã gọi" },
    };
    const early = await send("minh", [op("minh", "incident.entry", [entry])]);
    expect(early.receipts).toMatchObject([{ r: "parked", code: "missing-parent" }]);
    const fields = { number: "SC-1", group: 1, severity: 3, title: "Mất mạng", since: noon, site: "s1" };
    await send("lan", [
      op("lan", "incident.report", [
        { c: "create", k: "incident", id: "i", sc: "incidents:commune", f: fields },
      ]),
    ]);
    const later = await send("minh", [], { cursor: early.cursor });
    expect(later.receipts).toMatchObject([{ n: 1, r: "applied" }]);
  });

  it("parks an action of a later app and decides it after the deployment", async () => {
    const reply = await send("lan", [op("lan", "check.photo", [answer("lan", "ok")])]);
    expect(reply.receipts).toMatchObject([{ r: "parked", code: "unknown-action" }]);
    expect(await tx((t) => retryParked(t, now))).toBe(0);
  });

  it("keeps an edit that meets a deletion, and asks", async () => {
    await person("hai", ["centre", "village"], ["v1"]);
    await send("thon", [op("thon", "support.visit", [visit("x")])]);
    const seq = (await tx((t) => t.rows(["x"])))[0]?.seq ?? 0;
    await send("hai", [op("hai", "support.delete", [{ c: "delete", k: "supportVisit", id: "x", b: seq }])]);
    const edit = await send("thon", [
      op("thon", "support.edit", [{ c: "set", k: "supportVisit", id: "x", b: seq, f: { people: 3 } }]),
    ]);
    expect(edit.receipts).toMatchObject([{ r: "conflict" }]);
    expect((await tx((t) => t.rows(["x"])))[0]).toMatchObject({ deleted: true, body: { people: 3 } });
  });

  it("keeps personal content out of the log, and erases it for ever", async () => {
    await send("thon", [op("thon", "support.visit", [visit("x", {}, { note: "gọi bà Tư" })])]);
    const [logged] = await tx((t) => t.decided("d-thon", [1]));
    expect(JSON.stringify(logged)).not.toContain("bà Tư");
    expect((await tx((t) => t.rows(["call/x"])))[0]?.personal).toEqual({ note: "gọi bà Tư" });
    await tx((t) => eraseRecord(t, "x", "quantri", now));
    await send("thon", [
      op("thon", "support.edit", [
        { c: "set", k: "supportVisit", id: "x", b: 99, f: {}, p: { note: "gọi bà Tư" } },
      ]),
    ]);
    const rows = await tx((t) => t.rows(["x", "call/x"]));
    expect(rows).toMatchObject([{ erased: true }, { erased: true }]);
    expect(JSON.stringify(rows)).not.toContain("bà Tư");
  });

  it("decides nothing across an epoch; it says what it holds, and takes the ops next time", async () => {
    await send("thon", [op("thon", "support.visit", [visit("x")])]);
    const reply = await send("thon", [op("thon", "support.visit", [visit("y")])], { epoch: "e0" });
    expect(reply).toMatchObject({ epoch: "e1", receipts: [], known: [[1, 1]], agreed: 0 });
  });

  it("names the gaps below what a device still holds", async () => {
    numbers.set("thon", 3);
    await send("thon", [op("thon", "support.visit", [visit("x")])]);
    expect((await send("thon", [])).missing).toEqual([1, 2, 3]);
  });

  it("reads the newest first in a first sync, and everything in the end, in pages that split no seq", async () => {
    await send(
      "lan",
      Array.from({ length: 40 }, (_, i) => op("lan", "support.visit", [visit(`x${i}`)])),
    );
    const seen = new Map<string, number>();
    let request = { cursor: 0, booted: [] as string[], booting: {} as ExchangeReply["booting"] };
    for (let i = 0; i < 60; i++) {
      const reply = await runExchange(
        store,
        { commune: "c", device: "d-thon", person: "thon" },
        {
          protocol: 1,
          app: "t",
          device: "d-thon",
          epoch: "e1",
          ...request,
          ops: [],
          limit: 7,
          have: { outbox: 0, maxN: 0 },
        },
        { now },
      );
      for (const row of reply.rows) seen.set(row.i, row.s);
      request = {
        cursor: reply.cursor,
        booted: [...new Set([...request.booted, ...reply.arrived])],
        booting: reply.booting,
      };
      if (!reply.more) break;
    }
    expect([...seen.keys()].filter((id) => id.startsWith("x"))).toHaveLength(40);
    expect([...seen.keys()].find((id) => id.startsWith("x"))).toBe("x39");
    expect(request.booting).toEqual({});
  });
});
