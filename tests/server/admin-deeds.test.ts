import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiClient, addPerson, createTestDevice, type Session, setUp } from "../support/api-client.ts";
import {
  dump,
  removeDataDir,
  runScript,
  type ServerProcess,
  startServer,
} from "../support/server-process.ts";

let server: ServerProcess;
let admin: ApiClient;
let administrator: Session;
let officer: Awaited<ReturnType<typeof addPerson>>;

beforeAll(async () => {
  server = await startServer();
  const begun = await setUp(server.url, server.setupToken);
  admin = begun.client;
  administrator = begun.session;
  officer = await addPerson(admin, { account: "motcua1", roles: ["centre"] });
});
afterAll(async () => {
  await server?.kill9();
  await removeDataDir(server.dataDir);
});

describe("what an administrator changes", () => {
  it("is theirs in the row, in its history and in the log", async () => {
    const { person } = officer.session;
    const renamed = await admin.call("PATCH", `/api/admin/people/${person}`, { name: "Cán bộ một cửa" });
    expect(renamed.status).toBe(200);
    const history = await admin.get(`/api/history?record=${person}`);
    expect(history.body.entries).toHaveLength(2);
    for (const entry of history.body.entries) {
      expect(entry).toMatchObject({
        person: administrator.person,
        personName: "Quản trị",
        outcome: "applied",
      });
    }
    const rows = await createTestDevice(admin, administrator).pull();
    expect(rows.get(person)).toMatchObject({ a: [expect.any(Number), administrator.person, "server"] });
    const logged = (await dump(server.dataDir)).filter(
      (line) => line.type === "op" && line.device === "server",
    );
    expect(logged.filter((line) => line.person === administrator.person)).toHaveLength(2);
  });

  it("keeps as the server's own what nobody signed in has done", async () => {
    const units = (await dump(server.dataDir)).filter(
      (line) => line.type === "record" && line.kind === "unit",
    );
    expect(units.length).toBeGreaterThan(0);
    for (const unit of units) expect(unit.created).toMatchObject({ by: "server" });
  });

  it("cannot be claimed by an op: its author is the device's owner or it is not read", async () => {
    const device = createTestDevice(officer.client, officer.session);
    await device.pull();
    const op = device.op("support.visit", [visit("v-not-mine")], { u: administrator.person });
    const reply = await device.exchange([op]);
    expect(reply.body.receipts).toEqual([]);
    expect((await dump(server.dataDir)).some((line) => line.id === "v-not-mine")).toBe(false);
  });
});

describe("the name of a device", () => {
  const nameOf = async (id: string) =>
    (await admin.get("/api/admin/devices")).body.devices.find((one: { id: string }) => one.id === id)?.name;
  const rename = (client: ApiClient, id: string, name: unknown) =>
    client.call("PATCH", `/api/admin/devices/${id}`, { name });

  it("is changed by the administrator, and by its owner", async () => {
    const { device } = officer.session;
    expect(await rename(admin, device, "  Máy quầy số 2 ")).toMatchObject({ status: 200 });
    expect(await nameOf(device)).toBe("Máy quầy số 2");
    expect(await rename(officer.client, device, "Máy của tôi")).toMatchObject({ status: 200 });
    expect(await nameOf(device)).toBe("Máy của tôi");
  });

  it("is not changed by anybody else, nor into nothing", async () => {
    expect(await rename(officer.client, administrator.device, "Máy lạ")).toMatchObject({ code: "forbidden" });
    expect(await rename(admin, "d0000none", "Máy lạ")).toMatchObject({ code: "not-found" });
    for (const name of ["", "   ", "x".repeat(121), 7, undefined]) {
      expect(await rename(admin, administrator.device, name)).toMatchObject({ code: "bad-request" });
    }
    expect(await nameOf(administrator.device)).toBe("Máy quản trị");
  });

  it("of another commune stays out of reach", async () => {
    const added = await runScript("src/server/ops/add-commune.ts", ["--name", "Xã Bên", "--code", "XB"], {
      DATA_DIR: server.dataDir,
    });
    const token = /#(\S+)/.exec(added.stdout)?.[1];
    const neighbour = await setUp(server.url, token, { name: "Xã Bên" });
    expect(await rename(neighbour.client, administrator.device, "Máy lạ")).toMatchObject({
      code: "not-found",
    });
    expect(await nameOf(administrator.device)).toBe("Máy quản trị");
  });
});

function visit(id: string) {
  const f = { day: "2026-01-05", sort: "vneid", form: "centre", result: "done", people: 1 };
  return { c: "create", k: "supportVisit", id, sc: "visits:counter", f };
}
