import { afterAll, beforeAll, expect, it } from "vitest";
import { Pace } from "#client/photos/pace.ts";
import { tusCall } from "#client/photos/tus-call.ts";
import { uploadPhoto } from "#client/photos/upload-photo.ts";
import { addPerson, createTestDevice, setUp } from "../support/api-client.ts";
import { type FaultProxy, startFaultProxy } from "../support/fault-proxy.ts";
import { incidentOp, jpegOf, photoOp, shaOf } from "../support/photos.ts";
import { removeDataDir, type ServerProcess, startServer } from "../support/server-process.ts";

let server: ServerProcess;
let proxy: FaultProxy;
let device: ReturnType<typeof createTestDevice>;
let client: Awaited<ReturnType<typeof addPerson>>["client"];
beforeAll(async () => {
  server = await startServer();
  proxy = await startFaultProxy(server.url);
  const { client: admin } = await setUp(server.url, server.setupToken);
  const officer = await addPerson(admin, { account: "motcua1", roles: ["centre"] });
  client = officer.client;
  device = createTestDevice(client, officer.session);
  await device.pull();
});
afterAll(async () => {
  await proxy?.close();
  await server?.kill9();
  if (server) await removeDataDir(server.dataDir);
});

/** The device's own call, with a browser's cookies, through whatever stands before the server. */
function call() {
  const cookie = [...client.cookies()].map(([name, value]) => `${name}=${value}`).join("; ");
  return tusCall(client.device as string, (path, init) =>
    fetch(proxy.url + String(path), { ...init, headers: { ...(init?.headers as object), cookie } }),
  );
}

async function photo(id: string, size: number) {
  const bytes = jpegOf(size, size + [...id].reduce((sum, letter) => sum * 7 + letter.charCodeAt(0), 0));
  await device.exchange([incidentOp(device, `sc-${id}`), photoOp(device, { id, under: `sc-${id}`, bytes })]);
  const copy = new Uint8Array(bytes).buffer;
  return { photo: id, sha: shaOf(bytes), bytes: copy, begun: false };
}
const ports = (way = { byPost: false }) => ({
  ...{ call: call(), clock: { monotonic: () => 0 }, pace: new Pace(), way },
  goOn: () => true,
});

it.each([405, 501, 403])("where a firewall answers %i to PATCH, photos go by POST", async (status) => {
  proxy.fault({ do: "deny", status }, { on: (method) => method === "PATCH" });
  const before = proxy.counts.deny;
  const way = { byPost: false };
  const first = await photo(`a${status}`, 900_000);
  const end = await uploadPhoto(first, ports(way));
  expect(end).toMatchObject({ end: "stored" });
  expect(proxy.counts.deny - before).toBe(1);
  expect((await client.get(`/api/photos/${first.photo}`)).status).toBe(200);
  // What was learnt of the link spares the next photo every refused byte.
  const second = await photo(`b${status}`, 700_000);
  const again = await uploadPhoto(second, ports(way));
  expect(again).toMatchObject({ end: "stored" });
  expect(proxy.counts.deny - before).toBe(1);
  expect(again.bytes).toBeLessThan(700_000 + 2000);
  proxy.pass();
});

it("where neither way passes, it is the link that fails, after one try of each", async () => {
  const on = (method: string, path: string) =>
    method === "PATCH" || (method === "POST" && /uploads\/[0-9a-f]{64}$/.test(path));
  proxy.fault({ do: "deny", status: 403 }, { on });
  const before = proxy.counts.deny;
  const way = { byPost: false };
  const end = await uploadPhoto(await photo("c", 900_000), ports(way));
  expect(end).toMatchObject({ end: "failed", failure: "not-our-server" });
  expect([proxy.counts.deny - before, way.byPost]).toEqual([2, false]);
  proxy.pass();
});

it("a POST that does not say what it stands for is none", async () => {
  const { sha } = await photo("d", 90_000);
  const reply = await client.call("POST", `/api/uploads/${sha}`, undefined, {
    "content-type": "application/offset+octet-stream",
  });
  expect(reply.status).toBe(404);
});
