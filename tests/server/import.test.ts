import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ApiClient,
  addPerson,
  createApiClient,
  createTestDevice,
  setUp,
} from "../support/api-client.ts";
import { dump, removeDataDir, type ServerProcess, startServer } from "../support/server-process.ts";

let server: ServerProcess;
let admin: ApiClient;
let device: ReturnType<typeof createTestDevice>;

beforeAll(async () => {
  server = await startServer();
  const made = await setUp(server.url, server.setupToken);
  admin = made.client;
  device = createTestDevice(admin, made.session);
});
afterAll(async () => {
  await server?.stop();
  if (server) await removeDataDir(server.dataDir);
});

const person = (line: number, part: Record<string, string> = {}) => ({
  ...{ line, name: `Cán bộ ${line}`, account: `canbo${line}`, roles: "một cửa", units: "", villages: "" },
  ...part,
});
const thing = (line: number, part: Record<string, string> = {}) => ({
  ...{ line, code: `TB-${line}`, name: `Thiết bị ${line}`, place: "", sort: "", site: "", note: "" },
  ...part,
});
const send = (what: string, lines: unknown[], more: Record<string, unknown> = {}) =>
  admin.post("/api/admin/import", { what, lines, ...more });
const recordsOf = async (kind: string) =>
  (await dump(server.dataDir)).filter((one) => one["type"] === "record" && one["kind"] === kind);

describe("importing people", () => {
  it("says what each line would do and writes nothing", async () => {
    const before = (await recordsOf("person")).length;
    const reply = await send("people", [
      person(2, { villages: "xom 1" }),
      person(3, { account: "canbo2" }),
      person(4, { units: "Phòng Không Có" }),
    ]);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ applied: false, codes: [] });
    expect(reply.body.plan.map((one: { state: string }) => one.state)).toEqual(["new", "wrong", "wrong"]);
    expect(reply.body.plan[1].wrong).toEqual([{ code: "account-twice", value: "canbo2", line: 2 }]);
    expect(reply.body.plan[2].wrong).toEqual([{ code: "unit-unknown", value: "Phòng Không Có" }]);
    expect(await recordsOf("person")).toHaveLength(before);
  });

  it("writes all or nothing: one wrong line refuses the rest", async () => {
    const before = (await recordsOf("person")).length;
    const reply = await send("people", [person(2), person(3, { roles: "" })], { apply: true });
    expect(reply.body.applied).toBe(false);
    expect(await recordsOf("person")).toHaveLength(before);
    expect((await admin.get("/api/admin/people")).body.people).toHaveLength(before);
  });

  it("makes people with codes that open the door, in the administrator's name", async () => {
    const lines = [person(2, { villages: "Xóm 1" }), person(3, { name: "Nguyễn Thị Lan", account: "" })];
    const reply = await send("people", lines, { apply: true });
    expect(reply.body.applied).toBe(true);
    expect(reply.body.codes.map((one: { account: string }) => one.account)).toEqual(["canbo2", "lannt"]);
    const newcomer = createApiClient(admin.url);
    const session = await newcomer.redeemCode(reply.body.codes[0].code, "mật khẩu canbo2");
    expect(session).toMatchObject({ name: "Cán bộ 2", roles: ["centre"] });
    const ops = (await dump(server.dataDir)).filter((one) => one["type"] === "op");
    const { person: author } = ops.at(-1) as { person: string };
    const me = (await admin.get("/api/admin/people")).body.people.find(
      (one: { account: string }) => one.account === "quantri",
    );
    expect(author).toBe(me.id);
  });

  it("sent again makes nobody twice, and gives a fresh code to whoever has not come in yet", async () => {
    const before = (await recordsOf("person")).length;
    const lines = [person(2, { villages: "Xóm 1" }), person(3, { name: "Nguyễn Thị Lan", account: "" })];
    const again = await send("people", lines, { apply: true });
    expect(again.body.plan.map((one: { state: string }) => one.state)).toEqual(["same", "same"]);
    expect(again.body.codes.map((one: { account: string }) => one.account)).toEqual(["lannt"]);
    expect(await recordsOf("person")).toHaveLength(before);
    await createApiClient(admin.url).redeemCode(again.body.codes[0].code, "mật khẩu lannt");
  });

  it("changes people who are there only when asked to, and never the last administrator away", async () => {
    const lines = [person(2, { name: "Cán bộ Hai", roles: "một cửa; tổ ứng cứu" })];
    const kept = await send("people", lines, { apply: true });
    expect(kept.body.plan[0]).toMatchObject({ state: "differs", changes: ["name", "roles"] });
    const people = async () => (await admin.get("/api/admin/people")).body.people;
    const second = async () => (await people()).find((one: { account: string }) => one.account === "canbo2");
    expect(await second()).toMatchObject({ name: "Cán bộ 2", roles: ["centre"] });
    await send("people", lines, { apply: true, update: true });
    // An empty cell for villages took none away.
    expect(await second()).toMatchObject({
      name: "Cán bộ Hai",
      roles: ["centre", "responder"],
      villages: [expect.any(String)],
    });
    const last = await send(
      "people",
      [person(2, { account: "quantri", name: "Quản trị", roles: "một cửa" }), person(9)],
      {
        ...{ apply: true, update: true },
      },
    );
    expect(last).toMatchObject({ status: 409, code: "last-admin" });
    expect((await people()).some((one: { account: string }) => one.account === "canbo9")).toBe(false);
  });

  it("gives people the sites of their cell, and takes an app that knows no sites for one that leaves them out", async () => {
    await device.exchange([
      device.op("org.edit", [
        { c: "create", k: "site", id: "diem-hoa-son", sc: "org", f: { name: "Điểm tiếp nhận Hoà Sơn" } },
      ]),
    ]);
    const lines = [
      person(30, { sites: "trung tam PVHCC; diem tiep nhan hòa sơn" }),
      person(31, { sites: "Sao Hỏa" }),
    ];
    const judged = await send("people", lines);
    expect(judged.body.plan.map((one: { state: string }) => one.state)).toEqual(["new", "wrong"]);
    expect(judged.body.plan[1].wrong).toEqual([{ code: "site-unknown", value: "Sao Hỏa" }]);
    await send("people", lines.slice(0, 1), { apply: true });
    const sitesOf = async () =>
      (await admin.get("/api/admin/people")).body.people.find(
        (one: { account: string }) => one.account === "canbo30",
      ).sites;
    expect(await sitesOf()).toEqual([expect.any(String), "diem-hoa-son"]);
    await send("people", [person(30, { sites: "Điểm tiếp nhận Hòa Sơn" })], { apply: true, update: true });
    expect(await sitesOf()).toEqual(["diem-hoa-son"]);
    // What an app of before sends says nothing of sites and takes none away.
    await send("people", [person(30, { roles: "một cửa; tổ ứng cứu" })], { apply: true, update: true });
    expect(await sitesOf()).toEqual(["diem-hoa-son"]);
  });

  it("refuses what is not an import, too many lines, and everybody but the administrator", async () => {
    const many = Array.from({ length: 501 }, (_, at) => person(at + 2));
    expect(await send("people", many)).toMatchObject({ status: 400, code: "bad-request" });
    expect(await send("people", [])).toMatchObject({ status: 400 });
    expect(await send("people", [{ line: 2, name: 5 }])).toMatchObject({ status: 400 });
    expect(await send("villages", [person(2)])).toMatchObject({ status: 400 });
    const clerk = await addPerson(admin, { account: "nhanvien", roles: ["centre"] });
    const reply = await clerk.client.post("/api/admin/import", {
      what: "people",
      lines: [person(20)],
      apply: true,
    });
    expect(reply).toMatchObject({ status: 403, code: "forbidden" });
  });
});

describe("importing equipment", () => {
  it("makes, changes when asked, and finds a thing by its code", async () => {
    const lines = [thing(2, { site: "trung tâm pvhcc", place: "Quầy 1" }), thing(3)];
    expect((await send("equipment", lines, { apply: true })).body.applied).toBe(true);
    const again = await send("equipment", lines, { apply: true });
    expect(again.body.plan.map((one: { state: string }) => one.state)).toEqual(["same", "same"]);
    const moved = [thing(2, { code: "tb-2", place: "Quầy 2" })];
    await send("equipment", moved, { apply: true, update: true });
    const records = await recordsOf("equipment");
    expect(records.map((one) => (one["body"] as { code: string; place?: string }).place)).toContain("Quầy 2");
    expect(records).toHaveLength(2);
  });

  it("writes serial, supplier and the end of the warranty, and an app that does not know them still imports", async () => {
    const bought = { serial: "SN-9", supplier: "Công ty A", warrantyUntil: "31/12/2027" };
    await send("equipment", [thing(2, bought)], { apply: true, update: true });
    const known = (await recordsOf("equipment")).map((one) => one["body"]);
    expect(known).toContainEqual(expect.objectContaining({ ...bought, warrantyUntil: "2027-12-31" }));
    const wrong = await send("equipment", [thing(2, { warrantyUntil: "sang năm" })], { apply: true });
    expect(wrong.body).toMatchObject({ applied: false, plan: [{ wrong: [{ code: "day-unknown" }] }] });
  });

  it("takes 2,000 lines at once", async () => {
    const lines = Array.from({ length: 2000 }, (_, at) => thing(at + 2, { code: `L-${at}` }));
    expect((await send("equipment", lines, { apply: true })).body.applied).toBe(true);
    expect(await recordsOf("equipment")).toHaveLength(2002);
  });
});

describe("the commune's lists through ops", () => {
  const version = (items: unknown[]) => ({
    ...{ template: "template-morning", version: 2, dueTime: "07:00", opensTime: "06:00" },
    groups: [{ id: "g", name: "Nhóm" }],
    items,
  });
  const create = (kind: string, id: string, f: Record<string, unknown>) => ({
    c: "create",
    k: kind,
    id,
    sc: "org",
    f,
  });
  const outcomeOf = async (on: ReturnType<typeof createTestDevice>, changes: unknown[]) => {
    const reply = await on.exchange([on.op("org.edit", changes)]);
    return reply.body.receipts[0];
  };

  it("a version is the administrator's, whole, and for ever", async () => {
    const item = { id: "a", group: "g", name: "Mục" };
    await device.pull();
    expect(await outcomeOf(device, [create("checkTemplateVersion", "v2", version([item]))])).toMatchObject({
      r: "applied",
    });
    const rewritten = [{ c: "set", k: "checkTemplateVersion", id: "v2", b: 1e9, f: { dueTime: "09:00" } }];
    expect(await outcomeOf(device, rewritten)).toMatchObject({ r: "rejected", code: "denied" });
    const loose = version([{ id: "a", group: "gone", name: "Mục" }]);
    expect(await outcomeOf(device, [create("checkTemplateVersion", "v3", loose)])).toMatchObject({
      ...{ r: "rejected", code: "template-group-missing" },
    });
    const foreign = { ...version([item]), template: "none" };
    expect(await outcomeOf(device, [create("checkTemplateVersion", "v4", foreign)])).toMatchObject({
      ...{ r: "rejected", code: "unknown-reference" },
    });
  });

  it("others may neither publish, mark the calendar, rename nor merge", async () => {
    const made = await addPerson(admin, { account: "lanhdao", roles: ["leader", "centre", "coordinator"] });
    const other = createTestDevice(made.client, made.session);
    await other.pull();
    const unit = String([...other.rows.values()].find((row) => row["k"] === "unit")?.["i"]);
    const deeds = [
      create("checkTemplateVersion", "x2", version([{ id: "a", group: "g", name: "Mục" }])),
      create("calendarMark", "calendar/2026-12-24", { day: "2026-12-24", work: false, why: "closure" }),
      { c: "set", k: "checkTemplate", id: "template-morning", b: 1e9, f: { current: "v2" } },
      { c: "set", k: "site", id: "site-centre", b: 1e9, f: { weekdays: [1] } },
      { c: "set", k: "unit", id: unit, b: 1e9, f: { name: "Tên khác" } },
    ];
    for (const deed of deeds)
      expect(await outcomeOf(other, [deed]), JSON.stringify(deed)).toMatchObject({
        r: "rejected",
        code: "denied",
      });
    expect(
      await outcomeOf(device, [
        create("calendarMark", "calendar/2026-12-25", { day: "2026-12-24", work: false, why: "closure" }),
      ]),
    ).toMatchObject({
      ...{ r: "rejected", code: "mark-id-mismatch" },
    });
  });

  it("two administrators who publish at once keep both versions, and one of them says which is in force", async () => {
    const made = await addPerson(admin, { account: "quantri2", roles: ["admin"] });
    const other = createTestDevice(made.client, made.session);
    await other.pull();
    await device.pull();
    const item = { id: "a", group: "g", name: "Mục" };
    const publish = (id: string, b: number) => [
      create("checkTemplateVersion", id, { ...version([item]), version: 5 }),
      { c: "set", k: "checkTemplate", id: "template-morning", b, f: { current: id } },
    ];
    const seen = Number(device.rows.get("template-morning")?.["s"] ?? 0);
    expect(await outcomeOf(device, publish("mine", seen))).toMatchObject({ r: "applied" });
    expect(await outcomeOf(other, publish("theirs", seen))).toMatchObject({ r: "conflict" });
    const versions = (await recordsOf("checkTemplateVersion")).map((record) => record["id"]);
    expect(versions).toEqual(expect.arrayContaining(["mine", "theirs"]));
    const [conflict, ...more] = await recordsOf("conflict");
    expect(more).toEqual([]);
    expect(conflict?.["body"]).toMatchObject({ kind: "checkTemplate", field: "current", state: "open" });
    await other.pull();
    const settle = [{ c: "move", k: "conflict", id: conflict?.["id"], b: 1e9, from: "open", to: "settled" }];
    expect(await outcomeOf(other, settle)).toMatchObject({ r: "applied" });
  });

  it("a run stays on the version of the phone that began it", async () => {
    const first = await addPerson(admin, { account: "sang1", roles: ["centre"] });
    const second = await addPerson(admin, { account: "sang2", roles: ["centre"] });
    const [one, two] = [
      createTestDevice(first.client, first.session),
      createTestDevice(second.client, second.session),
    ];
    await one.pull();
    await two.pull();
    const key = { template: "template-morning", site: "site-centre", day: "2026-01-06", slot: "morning" };
    const id = "run/site-centre/template-morning/2026-01-06/morning";
    const run = (version: string, number: number, item: string) => ({
      ...create("checkRun", id, {
        ...key,
        version,
        templateVersion: number,
        [`answers.${item}`]: { v: "ok", at: 1, by: "x" },
      }),
      sc: "visits:counter",
    });
    await one.exchange([one.op("check.answer", [run("template-morning", 1, "mains")])]);
    await two.exchange([two.op("check.answer", [run("v2", 2, "a")])]);
    const [stored] = (await recordsOf("checkRun")).filter((record) => record["id"] === id);
    expect(stored?.["body"]).toMatchObject({
      version: "template-morning",
      templateVersion: 1,
      answers: { mains: {}, a: {} },
    });
    expect((await recordsOf("conflict")).filter((record) => JSON.stringify(record).includes(id))).toEqual([]);
  });
});
