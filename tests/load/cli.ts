// `npm run load`: a province's morning on loopback. 130 communes × 40 devices open their books, check, write and read,
// against servers that it starts (`--processes 2`, `--database postgres://…` for an empty database, `--database own` for a PostgreSQL of its own, else SQLite) or that
// run already (`--urls http://a,http://b --seeded FILE`, as `--keep FILE` wrote it). `--reconnect`: everybody at once.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { startPostgres } from "../support/postgres.ts";
import { visit } from "./deeds.ts";
import { createLoadDevice } from "./load-device.ts";
import { playMorning } from "./morning.ts";
import type { SeededDevice } from "./province.ts";
import { printReport, type Run } from "./report.ts";
import { type Servers, startServers } from "./servers.ts";
import { createTally } from "./tally.ts";
import { createWire } from "./wire.ts";

const { values } = parseArgs({
  options: {
    communes: { type: "string", default: "130" },
    devices: { type: "string", default: "40" },
    seconds: { type: "string", default: "120" },
    visits: { type: "string", default: "3" },
    pulls: { type: "string", default: "2" },
    processes: { type: "string", default: "1" },
    database: { type: "string" },
    urls: { type: "string" },
    seeded: { type: "string" },
    keep: { type: "string" },
    reconnect: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const number = (text: string) => Math.max(0, Math.floor(Number(text) || 0));
const size = { communes: number(values.communes), devicesEach: number(values.devices) };
const postgres = values.database === "own" ? await startPostgres() : undefined;
const servers = values.urls ? running(values.urls, values.seeded) : await start();
if (values.keep) writeFileSync(values.keep, JSON.stringify(servers.devices), { mode: 0o600 });

try {
  const run = await play(servers);
  if (values.json) process.stdout.write(`${JSON.stringify(run)}\n`);
  else printReport(run);
  if (run.gaveUp > 0 || run.unsent > 0) process.exitCode = 1;
} finally {
  await servers.close();
  await postgres?.close();
}

async function start(): Promise<Servers> {
  process.stderr.write(`Seeding ${size.communes} communes of ${size.devicesEach} devices …\n`);
  const databaseUrl = postgres ? await postgres.newDatabase() : values.database;
  return startServers({ size, processes: number(values.processes), databaseUrl });
}

function running(urls: string, file: string | undefined): Servers {
  if (!file) throw new Error("--urls needs --seeded FILE, as --keep FILE wrote it");
  return {
    devices: JSON.parse(readFileSync(file, "utf8")) as SeededDevice[],
    urls: urls.split(","),
    cpuSeconds: () => 0,
    metrics: async () => [],
    close: async () => undefined,
  };
}

async function play({ devices: seeded, urls, cpuSeconds, metrics }: Servers): Promise<Run> {
  const tally = createTally();
  const wire = createWire(2000);
  const devices = seeded.map((one, i) =>
    createLoadDevice({ seeded: one, url: urls[i % urls.length] as string, wire, tally }),
  );
  const morning = {
    seconds: number(values.seconds),
    visitsEach: number(values.visits),
    pullsEach: number(values.pulls),
  };
  const begun = performance.now();
  const cpuBefore = cpuSeconds();
  let gaveUp = 0;
  await Promise.all(
    devices.map(async (device) => {
      if (!values.reconnect) return playMorning(device, morning, Math.random);
      visit(device, 0, Date.now());
      if (!(await device.exchange())) gaveUp += 1;
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  const cpu = cpuSeconds() - cpuBefore;
  wire.close();
  return {
    what: values.reconnect ? "reconnect" : "morning",
    database: values.database ? "postgres" : values.urls ? "given" : "sqlite",
    processes: urls.length,
    ...{ communes: size.communes, devices: devices.length, seconds, cpu, gaveUp },
    unsent: devices.reduce((sum, device) => sum + device.unsent, 0),
    mostTries: Math.max(0, ...devices.map((device) => device.mostTries)),
    generatorCpu: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    read: tally.read(),
    server: await metrics(),
  };
}
