import { afterAll, beforeAll, expect, it } from "vitest";
import { createApiClient, createTestDevice, setUp } from "../support/api-client.ts";
import {
  dump,
  removeDataDir,
  runScript,
  type ServerProcess,
  startServer,
} from "../support/server-process.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({ args: ["--demo"] });
});
afterAll(async () => {
  await server.kill9();
  await removeDataDir(server.dataDir);
});

it("makes a sample commune once: told with one password, the same after a second start", async () => {
  const password = /One password: (\S+)/.exec(server.output())?.[1] ?? "";
  expect(server.setupToken).toBeUndefined();
  for (const account of [
    "motcua1",
    "tocns1",
    "ungcuu1",
    "congan1",
    "vhxh1",
    "kinhte1",
    "vanphong1",
    "chutich1",
    "quantri1",
    "tinh1",
  ]) {
    const session = await createApiClient(server.url).signIn(account, password);
    expect(session.commune).toMatchObject({ name: "Xã Mẫu", code: "XM", sample: true });
  }
  const before = await dump(server.dataDir);
  await server.stop();
  server = await startServer({ args: ["--demo"], dataDir: server.dataDir });
  expect(server.output()).toContain("The sample commune is there");
  expect(server.output()).not.toContain(password);
  expect(await dump(server.dataDir)).toEqual(before);
  await createApiClient(server.url).signIn("motcua1", password);
});

it("holds the fallback scenarios with drills, a fortnight of shifts round the clock, and a swap to be answered", async () => {
  const records = (await dump(server.dataDir)).filter((line) => line.type === "record") as unknown as {
    kind: string;
    // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not there.
    body: any;
  }[];
  const of = (kind: string) => records.filter((record) => record.kind === kind).map(({ body }) => body);
  expect(of("scenario")).toHaveLength(8);
  expect(of("drill")).toHaveLength(3);
  expect(of("shift").filter((one) => one.period !== undefined)).toHaveLength(16);
  expect(of("shift").filter((one) => one.sort === "check").length).toBeGreaterThanOrEqual(9);
  expect(of("shift").filter((one) => one.asked === "person-motcua1")).toHaveLength(1);
  for (const one of of("equipment")) expect(one.warrantyUntil > one.boughtOn, one.code).toBe(true);
});

it("holds the whole plan, a month of checks with gaps and faults, incidents in several states, and a silent village", async () => {
  const lines = await dump(server.dataDir);
  const records = lines.filter((line) => line.type === "record") as unknown as {
    kind: string;
    id: string;
    scope: string;
    // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not there.
    body: any;
  }[];
  const of = (kind: string) => records.filter((record) => record.kind === kind);
  expect(of("commune")[0]?.body).toMatchObject({ sample: true });
  expect(of("task")).toHaveLength(30);
  expect(new Set(of("task").map((task) => task.body.block)).size).toBe(20);
  expect(new Set(of("task").map((task) => task.body.state)).size).toBeGreaterThanOrEqual(3);
  const office = of("person").find((one) => one.body.account === "vanphong1");
  expect(office?.body).toMatchObject({ roles: ["unit"], units: ["unit-van-phong"] });
  const led = of("task").filter((task) => task.body.lead.includes("unit-van-phong"));
  expect(led.map((task) => task.body.section).sort()).toEqual(["1.3", "2.5"]);
  expect(of("checkRun").length).toBeGreaterThanOrEqual(16);
  expect(of("closedDay")).toHaveLength(1);
  const answers = of("checkRun").flatMap((run) => Object.values(run.body.answers) as { v: string }[]);
  expect(answers.some((answer) => answer.v === "bad")).toBe(true);
  expect(new Set(of("incident").map((one) => one.body.state)).size).toBeGreaterThanOrEqual(4);
  expect(of("incident").some((one) => one.scope.startsWith("case:"))).toBe(true);
  expect(of("incidentEntry").length).toBeGreaterThanOrEqual(10);
  expect(of("supportVisit").length).toBeGreaterThanOrEqual(55);
  const reporting = new Set(of("supportVisit").map((visit) => visit.body.village));
  expect(reporting.has("village-xom-7")).toBe(false);
  expect(reporting.size).toBeGreaterThanOrEqual(5);
  expect(of("equipment").length).toBeGreaterThan(20);
  const receipts = lines.filter((line) => line.type === "receipt");
  expect(receipts.length).toBeGreaterThan(100);
  expect(receipts.every((receipt) => receipt.outcome === "applied")).toBe(true);
});

it("takes DEMO_PASSWORD for all and does not print it", async () => {
  const other = await startServer({ args: ["--demo"], env: { DEMO_PASSWORD: "mật khẩu của tôi" } });
  try {
    expect(other.output()).not.toContain("mật khẩu của tôi");
    const client = createApiClient(other.url);
    const session = await client.signIn("tocns1", "mật khẩu của tôi");
    const rows = await createTestDevice(client, session).pull();
    const scopes = new Set([...rows.values()].map((row) => row.c));
    expect([...scopes].sort()).toEqual(["calls:village-xom-1", "org", "staff", "visits:village-xom-1"]);
  } finally {
    await other.kill9();
    await removeDataDir(other.dataDir);
  }
});

it("is refused on a database with real data, which stays as it is", async () => {
  const real = await startServer();
  try {
    await setUp(real.url, real.setupToken);
    const before = await dump(real.dataDir);
    await real.stop();
    const result = await runScript("src/server/main.ts", ["--demo"], { DATA_DIR: real.dataDir, PORT: "0" });
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining("real data") });
    expect(await dump(real.dataDir)).toEqual(before);
  } finally {
    await real.kill9();
    await removeDataDir(real.dataDir);
  }
});
