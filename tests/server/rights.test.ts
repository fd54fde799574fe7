import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Role, roles } from "#domain/rights.ts";
import { type ApiClient, addPerson, createTestDevice, setUp } from "../support/api-client.ts";
import {
  dump,
  removeDataDir,
  runScript,
  type ServerProcess,
  startServer,
} from "../support/server-process.ts";

type TestDevice = ReturnType<typeof createTestDevice>;

const day = "2026-01-05";
const everyone: readonly Role[] = roles;
const no: readonly Role[] = [];
/** The province reads no people of the commune. */
const colleagues = roles.filter((role) => role !== "province");

/** Who may do what, written out by hand from the product's table and not from the code under test. */
const deeds: Record<string, { may: readonly Role[]; changes: (tag: string) => Record<string, unknown>[] }> = {
  "open a check run": {
    may: ["centre"],
    changes: (tag) => [
      create("checkRun", `run/site-centre/template-morning/${runDay(tag)}/morning`, "site:site-centre", {
        template: "template-morning",
        templateVersion: 1,
        site: "site-centre",
        day: runDay(tag),
        slot: "morning",
      }),
    ],
  },
  "mark a closed day": {
    may: ["centre", "admin", "leader"],
    changes: (tag) => [
      create("closedDay", `closed/site-centre/${runDay(tag)}`, "site:site-centre", {
        site: "site-centre",
        day: runDay(tag),
        reason: "storm",
      }),
    ],
  },
  "report an incident of the commune": {
    may: ["centre", "responder", "security", "coordinator", "unit", "leader", "admin"],
    changes: (tag) => [incident(`sc-${tag}`, {})],
  },
  "report an incident of the own village": {
    may: ["centre", "village", "responder", "security", "coordinator", "unit", "leader", "admin"],
    changes: (tag) => [incident(`scx-${tag}`, { village: "v1" }, "incidents:v1")],
  },
  "report an incident of another village as its member": {
    may: ["centre", "responder", "security", "coordinator", "unit", "leader", "admin"],
    changes: (tag) => [incident(`scy-${tag}`, { village: "v2" }, "incidents:v2")],
  },
  "add to an incident": {
    may: ["centre", "responder", "security", "coordinator", "unit", "leader", "admin"],
    changes: (tag) => [
      append("incidentEntry", `dd-${tag}`, "base-incident", { text: "Đã xem", sort: "note" }),
    ],
  },
  "add a photo to an incident": {
    may: ["centre", "responder", "security", "coordinator", "unit", "leader", "admin"],
    changes: (tag) => [append("photo", `anh-${tag}`, "base-incident", photo(tag))],
  },
  "say that the server has a photo": {
    may: no,
    changes: () => [{ c: "set", k: "photo", id: "base-photo", b: 0, f: { stored: 1 } }],
  },
  "delete another's photo": {
    may: ["responder", "security", "admin"],
    changes: () => [{ c: "delete", k: "photo", id: "base-photo", b: 0 }],
  },
  "take an incident": {
    may: ["centre", "responder", "security"],
    changes: (tag) => [
      { c: "move", k: "incident", id: `move-${tag}`, b: 0, from: "new", to: "acknowledged" },
    ],
  },
  "give an incident to somebody": {
    may: ["centre", "responder", "security", "leader"],
    changes: () => [
      { c: "set", k: "incident", id: "base-incident", b: 0, f: { assignee: people.get("responder") } },
    ],
  },
  "put an incident right that somebody else reported": {
    may: ["centre", "responder", "security"],
    changes: (tag) => [{ c: "set", k: "incident", id: "base-incident", b: 0, f: { cause: tag } }],
  },
  "name incidents that belong together": {
    may: ["centre", "responder", "security"],
    changes: (tag) => [
      { c: "members", k: "incident", id: "base-incident", b: 0, add: { links: [`move-${tag}`] } },
    ],
  },
  "sign a day without incidents": {
    may: ["centre", "responder"],
    changes: (tag) => [
      create("quietDay", `quiet/site-centre/${runDay(tag)}`, "incidents:site-centre", {
        site: "site-centre",
        day: runDay(tag),
      }),
    ],
  },
  "write whom to call": {
    may: ["admin", "responder", "coordinator"],
    changes: (tag) => [contact(`lh-${tag}`)],
  },
  "put right whom to call": {
    may: ["admin", "responder", "coordinator"],
    changes: () => [{ c: "set", k: "contact", id: "base-contact", b: 0, f: { hours: "Cả ngày" } }],
  },
  "log a visit at the counter": {
    may: ["centre"],
    changes: (tag) => [visit(`vc-${tag}`, {}, "visits:counter")],
  },
  "log a visit in the own village": {
    may: ["centre", "village"],
    changes: (tag) => [visit(`vv-${tag}`, { village: "v1" }, "visits:v1")],
  },
  "log a visit in another village": {
    may: ["centre"],
    changes: (tag) => [visit(`vw-${tag}`, { village: "v2" }, "visits:v2")],
  },
  "create a plan": {
    may: ["coordinator"],
    changes: (tag) => [create("plan", `p-${tag}`, "plans:base-plan", { title: "Kế hoạch" })],
  },
  "create a task": { may: ["coordinator"], changes: (tag) => [task(`t-${tag}`)] },
  "add progress to a task that their unit leads": {
    may: ["coordinator", "unit", "centre", "security"],
    changes: (tag) => [
      append("progressUpdate", `pg-${tag}`, "base-task", { day, progress: 20 }, "plans:base-plan"),
    ],
  },
  "add progress to another unit's task": {
    may: ["coordinator"],
    changes: (tag) => [
      append("progressUpdate", `ph-${tag}`, "other-task", { day, progress: 20 }, "plans:base-plan"),
    ],
  },
  "add a person": {
    may: no,
    changes: (tag) => [
      create("person", `pe-${tag}`, "staff", {
        ...{ name: "Giả", account: `gia-${tag}`, roles: ["admin"], units: [], villages: [], active: true },
      }),
    ],
  },
  "make oneself an administrator": {
    may: no,
    changes: (tag) => [{ c: "set", k: "person", id: `me-${tag}`, b: 0, f: { roles: ["admin"] } }],
  },
  "say by which number colleagues reach oneself": {
    may: colleagues,
    changes: (tag) => [{ c: "set", k: "person", id: `me-${tag}`, b: 0, f: {}, p: { phone: "0912 000 111" } }],
  },
  "take one's own number away": {
    may: colleagues,
    changes: (tag) => [{ c: "set", k: "person", id: `me-${tag}`, b: 0, f: {}, p: { phone: null } }],
  },
  "change another's number": {
    may: no,
    changes: () => [
      { c: "set", k: "person", id: people.get("admin2") ?? "", b: 0, f: {}, p: { phone: "0912 000 112" } },
    ],
  },
  "make oneself an administrator beside one's number": {
    may: no,
    changes: (tag) => [
      {
        ...{ c: "set", k: "person", id: `me-${tag}`, b: 0 },
        ...{ f: { roles: ["admin"] }, p: { phone: "0912 000 113" } },
      },
    ],
  },
  "make oneself an administrator by a new record over one's own": {
    may: no,
    changes: (tag) => [
      create("person", `me-${tag}`, "staff", {
        ...{ name: "Giả", account: `gia-${tag}`, roles: ["admin"], units: [], villages: [], active: true },
      }),
    ],
  },
  "add a role to one's own": {
    may: no,
    changes: (tag) => [{ c: "members", k: "person", id: `me-${tag}`, b: 0, add: { roles: ["admin"] } }],
  },
  "delete a person": {
    may: no,
    changes: (tag) => [{ c: "delete", k: "person", id: `me-${tag}`, b: 0 }],
  },
  "rename the commune": {
    may: ["admin"],
    changes: () => [{ c: "set", k: "commune", id: "commune", b: 0, f: { opensAt: "07:30" } }],
  },
  "add a unit": {
    may: ["admin"],
    changes: (tag) => [create("unit", `u-${tag}`, "org", { name: "Đơn vị" })],
  },
  "add a village": {
    may: ["admin"],
    changes: (tag) => [create("village", `vl-${tag}`, "org", { name: "Xóm" })],
  },
  "add a site": {
    may: ["admin"],
    changes: (tag) => [create("site", `si-${tag}`, "org", { name: "Điểm" })],
  },
  "add equipment": {
    may: ["admin", "centre"],
    changes: (tag) => [create("equipment", `eq-${tag}`, "site:commune", { code: "X", name: "Máy" })],
  },
  "edit equipment": {
    may: ["admin", "centre"],
    changes: () => [{ c: "set", k: "equipment", id: "base-thing", b: 0, f: { serial: "SN-1" } }],
  },
  "delete equipment": {
    may: ["admin"],
    changes: (tag) => [{ c: "delete", k: "equipment", id: `thing-${tag}`, b: 0 }],
  },
  "write a scenario": {
    may: ["admin", "responder", "security", "coordinator"],
    changes: (tag) => [scenario(`kb-${tag}`)],
  },
  "edit a scenario": {
    may: ["admin", "responder", "security", "coordinator"],
    changes: () => [{ c: "set", k: "scenario", id: "base-scenario", b: 0, f: { title: "Mất điện" } }],
  },
  "log a drill": {
    may: ["admin", "centre", "responder", "security", "coordinator", "leader"],
    changes: (tag) => [append("drill", `dr-${tag}`, "base-scenario", { day, text: "Diễn tập" }, "staff")],
  },
  "put somebody on the roster": {
    may: ["admin", "responder", "coordinator", "leader"],
    changes: (tag) => [shift(`ca-${tag}`, people.get("centre"))],
  },
  "move a shift of the roster": {
    may: ["admin", "responder", "coordinator", "leader"],
    changes: () => [{ c: "set", k: "shift", id: "base-shift", b: 0, f: { from: "18:00" } }],
  },
  "ask a colleague to take one's own shift": {
    may: ["admin", "centre", "responder", "security", "coordinator", "leader"],
    changes: (tag) => [
      { c: "set", k: "shift", id: `own-${tag}`, b: 0, f: { asked: people.get("admin2"), declined: null } },
    ],
  },
  "take a shift that one was asked to take": {
    may: ["admin", "centre", "responder", "security", "coordinator", "leader"],
    changes: (tag) => [
      { c: "set", k: "shift", id: `asked-${tag}`, b: shiftSeq, f: { person: personOf(tag), asked: null } },
    ],
  },
  "take a shift unasked": {
    may: ["admin", "responder", "coordinator", "leader"],
    changes: (tag) => [
      { c: "set", k: "shift", id: `free-${tag}`, b: shiftSeq, f: { person: personOf(tag), asked: null } },
    ],
  },
  "delete a shift": {
    may: ["admin", "responder", "coordinator", "leader"],
    changes: (tag) => [{ c: "delete", k: "shift", id: `gone-${tag}`, b: 0 }],
  },
  "change the check template": {
    may: ["admin"],
    changes: () => [{ c: "set", k: "checkTemplate", id: "template-morning", b: 0, f: { dueTime: "07:45" } }],
  },
  "write a conflict row": {
    may: no,
    changes: (tag) => [create("conflict", `cf-${tag}`, "org", { record: "commune", state: "open" })],
  },
};

let server: ServerProcess;
let admin: ApiClient;
const devices = new Map<Role, TestDevice>();
const people = new Map<Role | "admin2", string>();
const personOf = (tag: string) => people.get(tag as Role);
/** The latest that everyone has seen of the shifts below. */
let shiftSeq = 0;

beforeAll(async () => {
  server = await startServer();
  const begun = await setUp(server.url, server.setupToken, { villages: [] });
  admin = begun.client;
  const office = createTestDevice(admin, begun.session);
  await office.pull();
  await expectApplied(office, [
    create("village", "v1", "org", { name: "Xóm 1" }),
    create("village", "v2", "org", { name: "Xóm 2" }),
    incident("base-incident", {}),
    append("photo", "base-photo", "base-incident", photo("base")),
    ...roles.map((role) => incident(`move-${role}`, {})),
  ]);
  for (const role of roles) {
    const made = await addPerson(admin, {
      account: `nguoi-${role}`,
      roles: [role],
      units: ["unit-mine"],
      villages: ["v1"],
    });
    const device = createTestDevice(made.client, made.session);
    await device.pull();
    devices.set(role, device);
    people.set(role, made.session.person);
  }
  people.set("admin2", begun.session.person);
  await expectApplied(office, [
    create("equipment", "base-thing", "site:commune", { code: "M-1", name: "Máy in" }),
    ...roles.map((role) => create("equipment", `thing-${role}`, "site:commune", { code: role, name: "Máy" })),
    scenario("base-scenario"),
    contact("base-contact"),
    shift("base-shift", begun.session.person),
    ...roles.flatMap((role) => [
      shift(`own-${role}`, people.get(role)),
      shift(`asked-${role}`, begun.session.person, people.get(role)),
      shift(`free-${role}`, begun.session.person),
      shift(`gone-${role}`, begun.session.person),
    ]),
  ]);
  shiftSeq = Number((await (devices.get("admin") as TestDevice).pull()).get("base-shift")?.["s"]);
  await expectApplied(devices.get("coordinator") as TestDevice, [
    create("plan", "base-plan", "plans:base-plan", { title: "Kế hoạch" }),
    task("base-task"),
    task("other-task", ["unit-theirs"]),
  ]);
});
afterAll(async () => {
  await server?.stop();
  await removeDataDir(server.dataDir);
});

describe.each(Object.entries(deeds))("%s", (_name, { may, changes }) => {
  it.each(everyone)("%s", async (role) => {
    const device = devices.get(role) as TestDevice;
    const named = changes(role).map((change) =>
      change.id === `me-${role}` ? { ...change, id: people.get(role) } : change,
    );
    const reply = await device.exchange([device.op("incident.edit", named)]);
    const [receipt] = reply.body.receipts;
    if (may.includes(role))
      expect(receipt).toMatchObject({ r: expect.stringMatching(/^(applied|conflict)$/) });
    else expect(receipt).toMatchObject({ r: "rejected", code: "denied" });
  });
});

/**
 * *Who sees what*, typed from the product's table: a record of each sort, and who reads it. Everybody here is of the village
 * v1, whatever their role; the sites `near` and `far` stand in v1 and v2.
 */
const inOffice: readonly Role[] = [
  "centre",
  "responder",
  "security",
  "coordinator",
  "unit",
  "leader",
  "admin",
];
const withTeam: readonly Role[] = [...inOffice, "village"];
const table: Record<string, { readers: readonly Role[]; row: string }> = {
  "the commune": { row: "commune", readers: everyone },
  "a village": { row: "v2", readers: everyone },
  "a site by its name": { row: "far", readers: everyone },
  "an incident of the commune": { row: "base-incident", readers: inOffice },
  "its photo": { row: "its-photo", readers: inOffice },
  "an incident in the own village": { row: "in-v1", readers: withTeam },
  "an incident in another village": { row: "in-v2", readers: inOffice },
  "an incident at a site of the own village": { row: "at-near", readers: withTeam },
  "an incident at a site of another village": { row: "at-far", readers: inOffice },
  "an incident that went up to the province": { row: "up-v2", readers: [...inOffice, "province"] },
  "its entry": { row: "up-v2-entry", readers: [...inOffice, "province"] },
  "one of the own village that went up": { row: "up-v1", readers: [...withTeam, "province"] },
  "a security incident": { row: "secret", readers: ["security", "leader"] },
  "a visit in the own village": { row: "visit-v1", readers: ["village", "centre", "coordinator", "leader"] },
  "a visit in another village": { row: "visit-v2", readers: ["centre", "coordinator", "leader"] },
  "a visit at the counter": { row: "visit-counter", readers: ["centre", "coordinator", "leader"] },
  "a call-back in the own village": { row: "call/visit-v1", readers: ["village", "centre"] },
  "a call-back in another village": { row: "call/visit-v2", readers: ["centre"] },
  "a call-back at the counter": { row: "call/visit-counter", readers: ["centre"] },
  "one handed to the police": { row: "call/visit-police", readers: ["centre", "security"] },
  "one of the own village handed to the police": {
    row: "call/visit-v1-police",
    readers: ["village", "centre", "security"],
  },
  "a hand-over of it": { row: "handed-v1", readers: ["village", "centre", "security"] },
  "a colleague": { row: "colleague", readers: withTeam },
  "a contact": { row: "base-contact", readers: withTeam },
  "a scenario": { row: "base-scenario", readers: withTeam },
  "a shift": { row: "base-shift", readers: withTeam },
  "equipment of the commune": { row: "base-thing", readers: inOffice },
  "equipment at a site of the own village": { row: "thing-near", readers: withTeam },
  "equipment at a site of another village": { row: "thing-far", readers: inOffice },
  "a closed day at a site of the own village": { row: `closed/near/${day}`, readers: withTeam },
  "a closed day at a site of another village": { row: `closed/far/${day}`, readers: inOffice },
  "a check": { row: `run/far/template-morning/${day}/morning`, readers: inOffice },
  "a plan of the commune": {
    row: "base-plan",
    readers: ["centre", "security", "coordinator", "unit", "leader", "admin"],
  },
  "a task of it": {
    row: "base-task",
    readers: ["centre", "security", "coordinator", "unit", "leader", "admin"],
  },
  "a plan of the province": {
    row: "their-plan",
    readers: ["centre", "security", "coordinator", "unit", "leader", "admin", "province"],
  },
  "a task of that": {
    row: "their-task",
    readers: ["centre", "security", "coordinator", "unit", "leader", "admin", "province"],
  },
};

describe("what each role reads", () => {
  let pulled: Map<Role, Map<string, Record<string, unknown>>>;
  const readers = new Map<Role, ApiClient>();

  beforeAll(async () => {
    const office = await addPerson(admin, {
      account: "nguoi-ghi",
      roles: ["centre", "security", "admin", "coordinator"],
    });
    const desk = createTestDevice(office.client, office.session);
    await desk.pull();
    await expectApplied(desk, [
      create("site", "near", "org", { name: "Nhà văn hóa 1", village: "v1" }),
      create("site", "far", "org", { name: "Nhà văn hóa 2", village: "v2" }),
    ]);
    await expectApplied(desk, [
      incident("in-v1", { village: "v1" }),
      incident("in-v2", { village: "v2" }),
      incident("at-near", { site: "near" }),
      incident("at-far", { site: "far" }),
      incident("up-v1", { village: "v1", level: "province" }),
      incident("up-v2", { village: "v2" }),
      append("incidentEntry", "up-v2-entry", "up-v2", { text: "Chuyển tỉnh", sort: "note" }),
      incident("secret", { group: 11 }),
      append("photo", "its-photo", "base-incident", photo("its")),
      visit("visit-v1", { village: "v1" }, "visits:v1"),
      visit("visit-v2", { village: "v2" }, "visits:v2"),
      visit("visit-counter", {}, "visits:counter"),
      ...["visit-police", "visit-v1-police"].map((id) => {
        const place = id === "visit-police" ? {} : { village: "v1" };
        return visit(id, place, place.village ? "visits:v1" : "visits:counter");
      }),
      callBack("visit-v1", { village: "v1", to: "team" }, "calls:v1"),
      callBack("visit-v2", { village: "v2", to: "team" }, "calls:v2"),
      callBack("visit-counter", { to: "centre" }, "calls:counter"),
      callBack("visit-police", { to: "police" }, "police:counter"),
      callBack("visit-v1-police", { village: "v1", to: "police" }, "police:v1"),
      append("callEntry", "handed-v1", "call/visit-v1-police", { sort: "handed", to: "police" }, "police:v1"),
      create("equipment", "thing-near", "site:near", { code: "N", name: "Máy", site: "near" }),
      create("equipment", "thing-far", "site:far", { code: "F", name: "Máy", site: "far" }),
      ...["near", "far"].map((site) =>
        create("closedDay", `closed/${site}/${day}`, `site:${site}`, { site, day, reason: "storm" }),
      ),
      create("checkRun", `run/far/template-morning/${day}/morning`, "site:far", {
        ...{ template: "template-morning", templateVersion: 1, site: "far", day, slot: "morning" },
      }),
      create("plan", "their-plan", "plans:their-plan", { title: "Kế hoạch của tỉnh", level: "province" }),
      { ...task("their-task"), f: { ...task("their-task").f, plan: "their-plan" } },
    ]);
    await expectApplied(desk, [
      { c: "set", k: "incident", id: "up-v2", b: Number.MAX_SAFE_INTEGER, f: { level: "province" } },
    ]);
    pulled = new Map();
    for (const role of roles) {
      const made = await addPerson(admin, { account: `doc-${role}`, roles: [role], villages: ["v1"] });
      const device = createTestDevice(made.client, made.session);
      pulled.set(role, await device.pull());
      readers.set(role, made.client);
    }
    const { person } = office.session;
    table["a colleague"] = { ...(table["a colleague"] as (typeof table)[string]), row: person };
  });

  it.each(Object.keys(table))("%s: the device, its history and its picture, for each role", async (name) => {
    const { row, readers: wanted } = table[name] as (typeof table)[string];
    for (const role of roles) {
      const reads = wanted.includes(role);
      expect(pulled.get(role)?.has(row), `${role} has it`).toBe(reads);
      const history = await (readers.get(role) as ApiClient).get(
        `/api/history?record=${encodeURIComponent(row)}`,
      );
      expect(history.status === 200, `${role} asks for its history`).toBe(reads);
      if (row !== "its-photo") continue;
      const bytes = await (readers.get(role) as ApiClient).get(`/api/photos/${row}`);
      expect(bytes).toMatchObject({ code: reads ? "photo-not-stored" : "not-found" });
    }
  });

  it("a helper who was given a site reads and reports there, and nowhere else beyond the own villages", async () => {
    const made = await addPerson(admin, {
      ...{ account: "giu-far", roles: ["village"], villages: ["v1"], sites: ["far"] },
    });
    const device = createTestDevice(made.client, made.session);
    const rows = await device.pull();
    const seen = ["thing-far", "at-far", `closed/far/${day}`, "in-v1", "at-near"];
    expect(seen.filter((id) => !rows.has(id))).toEqual([]);
    expect(["in-v2", "visit-v2", "base-thing", "base-incident"].filter((id) => rows.has(id))).toEqual([]);
    await expectApplied(device, [incident("by-giu-far", { site: "far" }, "incidents:far")]);
    // Taken away again, the site is no longer theirs to report from.
    await admin.call("PATCH", `/api/admin/people/${made.session.person}`, { sites: [] });
    await device.pull();
    const reply = await device.exchange([
      device.op("incident.report", [incident("by-giu-far-2", { site: "far" }, "incidents:far")], {
        w: Date.now() + 1,
      }),
    ]);
    expect(reply.body.scopes).not.toContain("incidents:far");
    expect(reply.body.receipts[0]).toMatchObject({ r: "rejected", code: "denied" });
  });

  it.each(everyone)("%s holds no row of a scope that was not granted", async (role) => {
    const device = devices.get(role) as TestDevice;
    const reply = await device.exchange();
    const scopes = reply.body.scopes as string[];
    const own = people.get(role);
    for (const row of (await device.pull()).values()) {
      const whole = `${String(row.c).split(":")[0]}:*`;
      const isOwn = (row.a as unknown[])[1] === own;
      expect(isOwn || scopes.includes(String(row.c)) || scopes.includes(whole), `${row.i}`).toBe(true);
    }
    expect(scopes.length).toBeLessThan(25);
  });

  it("history of a record is closed to those who may not read it", async () => {
    const secret = await addPerson(admin, { account: "to-mo", roles: ["centre"] });
    expect(await secret.client.get("/api/history?record=secret")).toMatchObject({ code: "not-found" });
    expect(await secret.client.get("/api/history?record=nothing")).toMatchObject({ code: "not-found" });
    const open = await secret.client.get("/api/history?record=base-incident");
    expect(open.body.entries.at(-1)).toMatchObject({
      personName: "Quản trị",
      deviceName: "Máy quản trị",
      outcome: "applied",
      fields: { title: "Mất điện" },
    });
  });
});

describe("another commune", () => {
  it("can neither be read nor written, whatever role one has in one's own", async () => {
    const added = await runScript("src/server/ops/add-commune.ts", ["--name", "Xã Bên", "--code", "XB"], {
      DATA_DIR: server.dataDir,
    });
    expect(added.code, added.stderr).toBe(0);
    const token = /#(\S+)/.exec(added.stdout)?.[1];
    const neighbour = await setUp(server.url, token, { name: "Xã Bên", villages: ["Xóm Bên"] });
    const everything = await addPerson(neighbour.client, { account: "tatca", roles: [...roles] });
    const ours = (await dump(server.dataDir)).filter((line) => line.commune !== neighbour.session.commune.id);
    expect(ours.length).toBeGreaterThan(100);
    const device = createTestDevice(everything.client, everything.session);
    const rows = await device.pull();
    expect([...rows.values()].map((row) => row.c)).not.toContain("visits:v1");
    expect(rows.has("base-incident")).toBe(false);
    for (const [name, { changes }] of Object.entries(deeds)) {
      const reply = await device.exchange([device.op("incident.edit", changes("intruder"))]);
      expect(reply.status, name).toBe(200);
    }
    for (const id of ["base-incident", "base-task"]) {
      const reply = await device.exchange([
        device.op("incident.edit", [{ c: "set", k: "incident", id, b: 0, f: { title: "Của tôi" } }]),
        device.op("incident.delete", [{ c: "delete", k: "incident", id, b: 0 }]),
      ]);
      expect(reply.body.receipts.map((one: { r: string }) => one.r)).not.toContain("applied");
      expect(await everything.client.get(`/api/history?record=${id}`)).toMatchObject({ code: "not-found" });
    }
    const victim = people.get("centre") as string;
    const theirDevice = [...(await admin.get("/api/admin/devices")).body.devices][0].id as string;
    for (const [method, path, body] of [
      ["PATCH", `/api/admin/people/${victim}`, { roles: ["admin"] }],
      ["POST", `/api/admin/people/${victim}/code`, {}],
      ["POST", `/api/admin/devices/${theirDevice}/revoke`, { lost: true }],
      ["POST", "/api/admin/erase", { record: "secret" }],
    ] as const) {
      expect(await everything.client.call(method, path, body), path).toMatchObject({ code: "not-found" });
    }
    const after = (await dump(server.dataDir)).filter(
      (line) => line.commune !== neighbour.session.commune.id,
    );
    expect(after).toEqual(ours);
  });
});

function create(k: string, id: string, sc: string, f: Record<string, unknown>) {
  return { c: "create", k, id, sc, f };
}

function append(k: string, id: string, under: string, f: Record<string, unknown>, sc = "incidents:commune") {
  return { c: "append", k, id, under, sc, f };
}

function incident(id: string, more: Record<string, unknown>, sc = "incidents:commune") {
  return create("incident", id, sc, {
    ...{ number: `SC-XT-001-${id}`, group: 2, severity: 3, title: "Mất điện", since: 1 },
    ...more,
  });
}

function photo(tag: string): Record<string, unknown> {
  const sha = Buffer.from(tag.padEnd(32, "-")).toString("hex");
  return { sha, type: "image/jpeg", bytes: 1000, width: 10, height: 10, taken: 1 };
}
function visit(id: string, more: Record<string, unknown>, sc: string) {
  return create("supportVisit", id, sc, {
    ...{ day, sort: "vneid", form: "centre", result: "done", people: 1 },
    ...more,
  });
}

function callBack(of: string, more: Record<string, unknown>, sc: string) {
  const made = create("callBack", `call/${of}`, sc, { state: "waiting", ...more });
  return { ...made, p: { name: "Bà Ngọ", phone: "0912 345 678" } };
}

function task(id: string, lead = ["unit-mine"]) {
  return create("task", id, "plans:base-plan", {
    plan: "base-plan",
    section: "1.1",
    block: "1.1",
    order: 1,
    title: "Việc",
    lead,
    coordinating: [],
    deadline: {
      ...{ words: null, kind: "unspecified", due: null, start: null, precision: null },
      ...{ exclusive: false, parts: [], trigger: null },
    },
  });
}

function contact(id: string) {
  const made = create("contact", id, "staff", { system: "any", level: "team" });
  return { ...made, p: { name: "Trực tổ ứng cứu", phone: "0900 000 001" } };
}

function scenario(id: string) {
  return create("scenario", id, "staff", {
    ...{ title: "Mất đường truyền", groups: [1], trigger: "Mất mạng", steps: ["Xem nguồn"] },
  });
}

function shift(id: string, person: unknown, asked?: unknown) {
  return create("shift", id, "staff", {
    ...{ sort: "duty", day, from: "19:00", to: "07:00", person },
    ...(asked === undefined ? {} : { asked }),
  });
}

/** Each role opens its own day, so that nobody finds the record of another. */
function runDay(tag: string): string {
  const index = roles.indexOf(tag as Role);
  return `2026-02-${String(index + 2).padStart(2, "0")}`;
}

async function expectApplied(device: TestDevice, changes: unknown[]): Promise<void> {
  const reply = await device.exchange([device.op("incident.edit", changes)]);
  expect(reply.body.receipts?.[0], JSON.stringify(reply.body).slice(0, 400)).toMatchObject({ r: "applied" });
}
