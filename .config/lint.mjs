// Lints and checks the format of everything tracked, or of the paths given; `--write` mends what can be mended.
import { spawnSync } from "node:child_process";
import { requireNode, root } from "./node.mjs";

const given = process.argv.slice(2);
const args = [
  `${root}/node_modules/@biomejs/biome/bin/biome`,
  "check",
  "--error-on-warnings",
  "--max-diagnostics=60",
  ...given,
  ...(given.some((one) => !one.startsWith("-")) ? [] : ["."]),
];
const { status, stdout, stderr } = spawnSync(requireNode(), args, {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 2 ** 28,
});
process.stdout.write(stdout);
process.stderr.write(stderr);
const files = Number(/Checked (\d+) file/.exec(stdout + stderr)?.[1] ?? 0);
console.log(`lint: ${files} files read`);
process.exitCode = status !== 0 || files === 0 ? 1 : 0;
