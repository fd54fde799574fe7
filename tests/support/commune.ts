import { cp } from "node:fs/promises";
import { type FaultProxy, startFaultProxy } from "./fault-proxy.ts";
import { dump, newDataDir, removeDataDir, type ServerProcess, startServer } from "./server-process.ts";

/** The password of every account of the sample commune under test. */
export const password = "mật khẩu mẫu 24";

/** The sample commune on the real server process, reached through the proxy. */
export interface Commune {
  /** What the browser sees, whatever becomes of the server behind it. */
  readonly url: string;
  readonly proxy: FaultProxy;
  readonly dataDir: string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** A new process on the same data, perhaps on another port. */
  restart(): Promise<void>;
  dump(): Promise<ServerDump>;
  close(): Promise<void>;
}

export interface ServerDump {
  readonly records: readonly DumpedRecord[];
  readonly ops: readonly DumpedOp[];
  readonly receipts: readonly { device: string; n: number; outcome: string; code?: string }[];
}

export interface DumpedRecord {
  readonly id: string;
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface DumpedOp {
  readonly device: string;
  readonly n: number;
  readonly person: string;
  readonly op: {
    readonly d: string;
    readonly n: number;
    readonly a: string;
    readonly w: number;
    readonly ch: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[];
  };
}

export async function startCommune(
  options: { readonly from?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Commune> {
  const dataDir = await newDataDir();
  const from = options.from ?? process.env["SAMPLE_COMMUNE"];
  if (from) await cp(from, dataDir, { recursive: true });
  const start = (): Promise<ServerProcess> =>
    startServer({ dataDir, args: ["--demo"], env: { DEMO_PASSWORD: password, ...options.env } });
  let server: ServerProcess | undefined = await start();
  const proxy = await startFaultProxy(server.url);
  return {
    url: proxy.url,
    proxy,
    dataDir,
    async kill() {
      const dying = server;
      server = undefined;
      await dying?.kill9();
    },
    async restart() {
      await server?.stop();
      server = await start();
      proxy.point(server.url);
    },
    async dump() {
      const lines = await dump(dataDir);
      const of = <T>(type: string) => lines.filter((line) => line.type === type) as T[];
      return { records: of("record"), ops: of("op"), receipts: of("receipt") };
    },
    async close() {
      await proxy.close();
      await server?.stop();
      await removeDataDir(dataDir);
    },
  };
}
