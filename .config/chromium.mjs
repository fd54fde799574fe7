// Finds the system's Chromium; the project downloads no browser of its own.
import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { root, run } from "./node.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const apps = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const runnable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
const onPath = (name) =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(runnable);

/** The browser's path: env CHROMIUM first, then PATH, then the usual place on a Mac. */
export const findChromium = () => {
  if (process.env.CHROMIUM) return runnable(process.env.CHROMIUM) ? process.env.CHROMIUM : undefined;
  return names.map(onPath).find(Boolean) ?? apps.find(runnable);
};

/** As `findChromium`, but installs it where that can be done without asking, and otherwise says how. */
export const ensureChromium = async () => {
  const there = findChromium();
  if (there) return there;
  const root0 = process.getuid?.() === 0;
  if (root0 && onPath("apt-get") && !process.env.CHROMIUM) {
    console.error("Đang cài Chromium để kiểm thử… / Installing Chromium for the tests…");
    const quiet = {
      cwd: root,
      stdio: ["ignore", 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    };
    await run("apt-get", ["update", "-qq"], quiet);
    await run(
      "apt-get",
      ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-core"],
      quiet,
    );
  }
  const now = findChromium();
  if (now) console.error(execFileSync(now, ["--version"], { encoding: "utf8" }).trim());
  else
    console.error(
      "Chromium is needed: install it (Debian: apt-get install chromium fonts-noto-core; macOS: Google Chrome) " +
        "or set CHROMIUM to the path of its program.",
    );
  return now;
};
