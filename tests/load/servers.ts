import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "#server/store/open.ts";
import { newDataDir, removeDataDir, type ServerProcess, startServer } from "../support/server-process.ts";
import { type SeededDevice, type Size, seedProvince } from "./province.ts";

/** A province seeded into one database, with so many server processes on it. */
export interface Servers {
  readonly devices: readonly SeededDevice[];
  readonly urls: readonly string[];
  /** Processor seconds used by all of them so far. */
  cpuSeconds(): number;
  /** Samples of `/metrics` of every process. */
  metrics(): Promise<Readonly<Record<string, number>>[]>;
  close(): Promise<void>;
}

export async function startServers(of: {
  readonly size: Size;
  readonly processes: number;
  /** undefined: SQLite in a folder of its own. */
  readonly databaseUrl: string | undefined;
}): Promise<Servers> {
  const { size, processes, databaseUrl } = of;
  const dataDir = await newDataDir();
  const database = await openDatabase({ dataDir, databaseUrl }, Date.now());
  const devices = await seedProvince(database, size, Date.now());
  await database.close();
  const env = databaseUrl ? { DATABASE_URL: databaseUrl } : {};
  const running: ServerProcess[] = [];
  for (let i = 0; i < processes; i++) running.push(await startServer({ dataDir, env }));
  return {
    devices,
    urls: running.map(({ url }) => url),
    cpuSeconds: () => running.reduce((sum, { pid }) => sum + cpuOf(pid), 0),
    metrics: () => Promise.all(running.map(({ url }) => readMetrics(url))),
    async close() {
      for (const server of running) await server.stop();
      await removeDataDir(dataDir);
    },
  };
}

export async function readMetrics(url: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return Object.fromEntries(
    samples.map((line) => {
      const end = line.lastIndexOf(" ");
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

/** User and system time of a process, from the kernel; 0 where there is no /proc. */
function cpuOf(pid: number): number {
  try {
    const fields =
      readFileSync(join("/proc", String(pid), "stat"), "utf8")
        .split(") ")[1]
        ?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}
