import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ApiClient,
  addPerson,
  createApiClient,
  createTestDevice,
  setUp,
} from "../support/api-client.ts";
import { removeDataDir, type ServerProcess, startServer } from "../support/server-process.ts";

const day = "2026-01-05";
let server: ServerProcess;
let admin: ApiClient;
let villages: Map<string, string>;
let helper: Awaited<ReturnType<typeof addPerson>>;
let phone: ReturnType<typeof createTestDevice>;
let colleague: ReturnType<typeof createTestDevice>;

beforeAll(async () => {
  server = await startServer();
  const made = await setUp(server.url, server.setupToken, { villages: ["Bản Pá", "Bản Kéo"] });
  admin = made.client;
  const desk = createTestDevice(admin, made.session);
  const rows = [...(await desk.pull()).values()].filter((row) => row["k"] === "village");
  villages = new Map(rows.map((row) => [String((row["f"] as { name: string }).name), String(row["i"])]));
  helper = await addPerson(admin, { account: "to-pa", roles: ["village"], villages: [idOf("Bản Pá")] });
  const other = await addPerson(admin, {
    account: "to-pa-2",
    roles: ["village"],
    villages: [idOf("Bản Pá")],
  });
  [phone, colleague] = [helper, other].map(({ client, session }) => createTestDevice(client, session)) as [
    typeof phone,
    typeof phone,
  ];
  for (const device of [phone, colleague]) await device.pull();
});
afterAll(async () => {
  await server?.stop();
  await removeDataDir(server.dataDir);
});

const idOf = (name: string) => villages.get(name) ?? "";
const move = (...names: string[]) =>
  admin.call("PATCH", `/api/admin/people/${helper.session.person}`, { villages: names.map(idOf) });
const visit = (id: string, village: string, people = 1) => ({
  ...{ c: "create", k: "supportVisit", id, sc: `visits:${idOf(village)}` },
  f: { day, village: idOf(village), sort: "vneid", form: "home", result: "done", people },
});
const incident = (id: string, village: string) => ({
  ...{ c: "create", k: "incident", id, sc: `incidents:${idOf(village)}` },
  f: {
    ...{ number: `SC-XT-009-${id}`, group: 2, severity: 3, title: "Mất điện", since: 1 },
    village: idOf(village),
  },
});
const set = (k: string, id: string, b: number, f: object) => ({ c: "set", k, id, b, f });
/** As the server has it; what this phone wrote itself is not sent back to it. */
const seqOf = async (id: string) => Number((await pulledAnew()).get(id)?.["s"]);
async function told(...ops: unknown[]) {
  const { body } = await phone.exchange(ops);
  return body.receipts.flatMap(({ n, to, r, code }: { n: number; to?: number; r?: string; code?: string }) =>
    Array.from({ length: (to ?? n) - n + 1 }, () => code ?? r ?? "applied"),
  );
}

describe("somebody who moves to another village", () => {
  it("goes on reading what they wrote, and nothing of what others wrote there", async () => {
    await colleague.exchange([colleague.op("support.visit", [visit("theirs", "Bản Pá")])]);
    await told(
      phone.op("support.visit", [visit("mine", "Bản Pá")]),
      phone.op("incident.report", [incident("su-co", "Bản Pá")]),
    );
    await phone.pull();
    expect(phone.rows.has("theirs")).toBe(true);
    await move("Bản Kéo");
    const { body } = await phone.exchange();
    expect(body.scopes).toContain(`visits:${idOf("Bản Kéo")}`);
    expect(body.scopes).toContain(`own:${helper.session.person}`);
    expect(body.scopes).not.toContain(`visits:${idOf("Bản Pá")}`);
    const history = (id: string) => helper.client.get(`/api/history?record=${id}`);
    expect(await history("mine")).toMatchObject({ status: 200 });
    expect(await history("theirs")).toMatchObject({ code: "not-found" });
    // A phone that begins anew is told of its own, and of nobody else's.
    const anew = await pulledAnew();
    expect(["mine", "su-co", "theirs"].filter((id) => anew.has(id))).toEqual(["mine", "su-co"]);
  });

  it("changes, deletes or adds to none of it: each is refused as only read, and the record stands", async () => {
    const b = await seqOf("mine");
    expect(
      await told(
        phone.op("support.edit", [set("supportVisit", "mine", b, { people: 9 })]),
        phone.op("support.edit", [set("supportVisit", "mine", 0, { people: 8 })]),
        phone.op("support.delete", [{ c: "delete", k: "supportVisit", id: "mine", b }]),
        phone.op("incident.entry", [
          {
            ...{
              c: "append",
              k: "incidentEntry",
              id: "dd",
              under: "su-co",
              sc: `incidents:${idOf("Bản Pá")}`,
            },
            f: { text: "Đã có điện", sort: "note" },
          },
        ]),
        phone.op("support.edit", [set("supportVisit", "theirs", 0, { people: 7 })]),
      ),
    ).toEqual(["only-read", "only-read", "only-read", "only-read", "denied"]);
    await colleague.pull();
    expect(colleague.rows.get("mine")).toMatchObject({ f: { people: 1 } });
    expect(colleague.rows.has("dd")).toBe(false);
    const { refused } = (await admin.get("/api/admin/operations")).body;
    expect(refused.map(({ code }: { code: string }) => code)).toContain("only-read");
  });

  it("loses nothing that was written before and comes after; what is written in the new village is taken", async () => {
    await move("Bản Pá");
    await phone.pull();
    const before = { w: Date.now() };
    const waiting = [
      phone.op("support.visit", [visit("late", "Bản Pá", 3)], before),
      phone.op("support.edit", [set("supportVisit", "mine", await seqOf("mine"), { people: 4 })], before),
    ];
    await move("Bản Kéo");
    expect(await told(...waiting, phone.op("support.visit", [visit("new", "Bản Kéo")]))).toEqual([
      ...["applied", "applied", "applied"],
    ]);
    await colleague.pull();
    expect(colleague.rows.get("late")).toMatchObject({ f: { people: 3 } });
    expect(colleague.rows.get("mine")).toMatchObject({ f: { people: 4 } });
    expect(colleague.rows.has("new")).toBe(false);
  });

  it("has it as before once the village is theirs again", async () => {
    await move("Bản Kéo", "Bản Pá");
    await phone.pull();
    const b = await seqOf("mine");
    expect(await told(phone.op("support.edit", [set("supportVisit", "mine", b, { people: 6 })]))).toEqual([
      "applied",
    ]);
  });
});

/** The same person on a second phone. */
async function pulledAnew() {
  const client = createApiClient(server.url);
  const session = await client.signIn("to-pa", helper.password);
  return createTestDevice(client, session).pull();
}
