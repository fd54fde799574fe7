import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { opSchema } from "#protocol/op.ts";
import { macInput, macText, sealSms, smsBody, smsIncidentOf } from "#protocol/sms.ts";
import { type ApiClient, addPerson, createTestDevice, type Session, setUp } from "../support/api-client.ts";
import { dump, removeDataDir, type ServerProcess, startServer } from "../support/server-process.ts";

let server: ServerProcess;
let admin: ApiClient;
let writer: { client: ApiClient; session: Session };
let reader: { client: ApiClient; session: Session };
let device: ReturnType<typeof createTestDevice>;

beforeAll(async () => {
  server = await startServer();
  admin = (await setUp(server.url, server.setupToken)).client;
  writer = await addPerson(admin, { account: "xasong", roles: ["centre"] });
  reader = await addPerson(admin, { account: "truc", roles: ["responder"] });
  device = createTestDevice(writer.client, writer.session);
});
afterAll(async () => {
  await server.stop();
  await removeDataDir(server.dataDir);
});

/** An incident as the app saves it. */
function report(id: string, number = `SC-XT-${id.slice(-3)}-B`) {
  const f = { number, group: 3, severity: 2, title: "Máy in hỏng ở quầy 3", since: Date.now(), state: "new" };
  return device.op("incident.report", [{ c: "create", k: "incident", id, sc: "incidents:commune", f }]);
}

async function keyOf(client: ApiClient): Promise<string> {
  return (await client.get("/api/sms/key")).body.key;
}

function write(op: unknown, key: string): string {
  const incident = smsIncidentOf(opSchema.parse(op));
  const body = incident ? smsBody(incident) : null;
  if (!body?.ok) throw new Error("not for a message");
  const mac = createHmac("sha256", Buffer.from(key, "base64url")).update(macInput(body.value)).digest();
  return sealSms(body.value, macText(mac));
}

const paste = (text: string) => reader.client.post("/api/sms", { text });
const recordOf = async (id: string) =>
  (await dump(server.dataDir)).find((line) => line["type"] === "record" && line["id"] === id);

describe("an incident pasted from a text message", () => {
  it("is the writer's, whoever pastes it; its op completes it later; twice changes nothing", async () => {
    const op = report("inc-001");
    const text = write(op, await keyOf(writer.client));
    const reply = await paste(`Chị ơi ghi giúp em: ${text}`);
    expect(reply, JSON.stringify(reply.body)).toMatchObject({
      status: 200,
      body: { record: "inc-001", number: "SC-XT-001-B", receipt: { n: 1, r: "applied" } },
    });
    expect(await recordOf("inc-001")).toMatchObject({
      body: { title: "May in hong o quay 3", state: "new", severity: 2 },
      created: { by: writer.session.person, device: writer.session.device },
    });
    const before = await dump(server.dataDir);
    expect((await paste(text)).body.receipt).toEqual(reply.body.receipt);
    expect(await dump(server.dataDir)).toEqual(before);

    const [receipt] = (await device.exchange([op])).body.receipts;
    expect(receipt).toMatchObject({ n: 1, r: "applied", at: reply.body.receipt.at });
    expect(await recordOf("inc-001")).toMatchObject({ body: { title: "Máy in hỏng ở quầy 3" } });
    const whole = await dump(server.dataDir);
    expect((await paste(text)).body.receipt).toMatchObject({ n: 1, s: receipt.s });
    expect((await device.exchange([op])).status).toBe(200);
    expect(await dump(server.dataDir)).toEqual(whole);
    const { entries } = (await writer.client.get("/api/history?record=inc-001")).body;
    expect(entries).toEqual([expect.objectContaining({ n: 1, action: "incident.report" })]);
  });

  it("says which it is when it cannot be taken, and keeps nothing of it", async () => {
    const op = report("inc-002");
    const own = await keyOf(writer.client);
    const text = write(op, own);
    const other = report("inc-003", "SC-KHAC-003-B");
    const before = await dump(server.dataDir);
    const answers = {
      typo: text.replace("inc", "inx").replace("INC", "INX"),
      forged: write(op, await keyOf(reader.client)),
      "other-commune": write(other, own),
      "unknown-device": write({ ...op, d: "dkhongco1" }, own),
      "not-a-message": "Mai họp lúc 8 giờ",
    };
    for (const [why, given] of Object.entries(answers)) {
      expect(await paste(given)).toMatchObject({
        status: 400,
        code: "bad-sms",
        body: { error: { facts: { why } } },
      });
    }
    expect(await paste("")).toMatchObject({ status: 400, code: "bad-request" });
    expect(await dump(server.dataDir)).toEqual(before);
  });

  it("gives each device a key of its own, the same again, and none without a session", async () => {
    expect(await keyOf(writer.client)).toBe(await keyOf(writer.client));
    expect(await keyOf(writer.client)).not.toBe(await keyOf(reader.client));
    const stranger = await fetch(`${server.url}/api/sms/key`, { headers: { "x-so-truc": "1" } });
    expect(stranger.status).toBe(401);
  });

  it("is not taken of a phone that was reported lost, nor of one taken away: whoever has it has its key", async () => {
    const gone = await addPerson(admin, { account: "matmay", roles: ["centre"] });
    const own = await keyOf(gone.client);
    const text = (id: string) => write({ ...report(id), d: gone.session.device, n: 1 }, own);
    for (const [id, lost] of [
      ["inc-004", false],
      ["inc-005", true],
    ] as const) {
      await admin.post(`/api/admin/devices/${gone.session.device}/revoke`, { lost });
      expect(await paste(text(id))).toMatchObject({
        status: 400,
        code: "bad-sms",
        body: { error: { facts: { why: "device-revoked" } } },
      });
    }
    for (const id of ["inc-004", "inc-005"]) expect(await recordOf(id)).toBeUndefined();
  });
});
