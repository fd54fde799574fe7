// Finds the system's PostgreSQL server programs; the tests start a server of their own with them.
import { execFileSync } from "node:child_process";
import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root, run } from "./node.mjs";

const runnable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
const list = (folder) => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};
const newestFirst = (a, b) => Number(b.replace(/\D/g, "")) - Number(a.replace(/\D/g, ""));
const debian = () =>
  list("/usr/lib/postgresql")
    .sort(newestFirst)
    .map((version) => `/usr/lib/postgresql/${version}/bin`);
const others = [
  ...["/usr/pgsql-18/bin", "/usr/pgsql-17/bin", "/usr/pgsql-16/bin", "/usr/pgsql-15/bin"],
  ...["/opt/homebrew/bin", "/usr/local/bin"],
];

/** The folder with `initdb` and `postgres`: env POSTGRES_BIN first, then the usual places, then PATH. */
export const findPostgres = () => {
  const whole = (folder) => ["initdb", "postgres", "pg_ctl"].every((name) => runnable(join(folder, name)));
  if (process.env.POSTGRES_BIN) return whole(process.env.POSTGRES_BIN) ? process.env.POSTGRES_BIN : undefined;
  return [...debian(), ...others, ...(process.env.PATH ?? "").split(delimiter)].find(whole);
};

export const howToInstall =
  "PostgreSQL is needed: install its server (Debian: apt-get install postgresql; macOS: brew install postgresql) " +
  "or set POSTGRES_BIN to the folder of initdb and postgres.";

/** As `findPostgres`, but installs it where that can be done without asking, and otherwise says how. */
export const ensurePostgres = async () => {
  const there = findPostgres();
  if (there) return there;
  if (process.getuid?.() === 0 && runnable("/usr/bin/apt-get") && !process.env.POSTGRES_BIN) {
    console.error("Đang cài PostgreSQL để kiểm thử… / Installing PostgreSQL for the tests…");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const quiet = { cwd: root, stdio: ["ignore", 2, 2], env };
    await run("apt-get", ["update", "-qq"], quiet);
    await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "postgresql"], quiet);
  }
  const now = findPostgres();
  if (now) console.error(execFileSync(join(now, "postgres"), ["--version"], { encoding: "utf8" }).trim());
  else console.error(howToInstall);
  return now;
};
