// Makes a checkout ready to run: packages installed, application built, each only when it is out of date.
// Built-ins only, since it runs before anything is installed. All that is said goes to stderr.
import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { delimiter, resolve, sep } from "node:path";
import { requireNode, root, run } from "./node.mjs";

const at = (...parts) => resolve(root, ...parts);
const cache = at(".cache");
const installStamp = at("node_modules/.so-truc-install");
const buildStamp = at(".cache/build");
const lockFile = at(".cache/prepare.lock");
const quietOut = { stdio: ["ignore", 2, 2] };

const read = (file) => (existsSync(file) ? readFileSync(file, "utf8") : "");
const mtime = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

/** Holds a lock while `work` runs. The holder touches the file; one left untouched for 15 s is taken over. */
const withLock = async (work) => {
  mkdirSync(cache, { recursive: true });
  for (let told = false; ; ) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      if (Date.now() - mtime(lockFile) > 15_000) rmSync(lockFile, { force: true });
      else if (!told)
        console.error("Đang chờ một lần chuẩn bị khác xong… / Waiting for another run to finish preparing…");
      told = true;
      await new Promise((wake) => setTimeout(wake, 300));
    }
  }
  const beat = setInterval(() => {
    const now = new Date();
    if (existsSync(lockFile)) utimesSync(lockFile, now, now);
  }, 3_000);
  const release = () => rmSync(lockFile, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off("exit", release);
    release();
  }
};

const installWanted = () =>
  createHash("sha256")
    .update(read(at("package-lock.json")))
    .update(process.platform + process.arch)
    .digest("hex");

const installed = () => {
  if (!existsSync(at("node_modules/vite/package.json"))) return false;
  // Through a link lie the packages of another folder: installing here would empty that one.
  if (lstatSync(at("node_modules")).isSymbolicLink()) return true;
  if (read(installStamp) === installWanted()) return true;
  return mtime(at("node_modules/.package-lock.json")) >= mtime(at("package-lock.json"));
};

const install = async () => {
  if (installed()) return;
  console.error("Đang cài các gói cần thiết (chỉ lần đầu)… / Installing packages (first time only)…");
  // npm must not run on the Node inside the folder that it is about to replace.
  const inside = at("node_modules") + sep;
  const PATH = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((entry) => !(entry + sep).startsWith(inside))
    .join(delimiter);
  const args = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const shell = process.platform === "win32";
  const code = await run("npm", args, { ...quietOut, env: { ...process.env, PATH }, shell });
  if (code !== 0) throw new Error("npm ci không xong / npm ci failed");
  writeFileSync(installStamp, installWanted());
};

const sources = [
  "package.json",
  "package-lock.json",
  "index.html",
  "vite.config.ts",
  "src",
  "public",
  "locales",
];

const buildWanted = () => {
  const hash = createHash("sha256").update("so-truc build 1");
  const add = (path) => {
    if (!existsSync(at(path)) || path === "src/server") return;
    if (statSync(at(path)).isDirectory()) {
      for (const entry of readdirSync(at(path)).sort()) add(`${path}/${entry}`);
    } else hash.update(path).update(readFileSync(at(path)));
  };
  for (const source of sources) add(source);
  return hash.digest("hex");
};

const built = () =>
  existsSync(at("dist/index.html")) &&
  existsSync(at("dist/service-worker.js")) &&
  read(buildStamp) === buildWanted();

const buildNow = async () => {
  console.error("Đang dựng ứng dụng… / Building the application…");
  rmSync(buildStamp, { force: true });
  const wanted = buildWanted();
  const env = { ...process.env, NODE_ENV: "production" };
  const code = await run(
    requireNode(),
    [at("node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"],
    { ...quietOut, env },
  );
  if (code !== 0) throw new Error("vite build không xong / vite build failed");
  writeFileSync(buildStamp, wanted);
};

/** Installs the locked packages if they are missing or older than the lock. */
export const ensurePackages = () => withLock(install);

/** Builds the application if dist/ is missing or older than its sources; `force` builds regardless. */
export const ensureBuild = (force = false) =>
  withLock(async () => {
    await install();
    if (force || !built()) await buildNow();
  });
