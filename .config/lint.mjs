// Lints and checks the format of everything tracked; `--write` mends what can be mended.
import { spawnSync } from "node:child_process";
import { requireNode, root } from "./node.mjs";

const args = [`${root}/node_modules/@biomejs/biome/bin/biome`, "check", "--config-path=.config", "--error-on-warnings", "--max-diagnostics=60", ...process.argv.slice(2), "."];
const { status, stdout, stderr } = spawnSync(requireNode(), args, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 28 });
process.stdout.write(stdout);
process.stderr.write(stderr);
const files = Number(/Checked (\d+) file/.exec(stdout + stderr)?.[1] ?? 0);
console.log(`lint: ${files} files read`);
process.exitCode = status !== 0 || files === 0 ? 1 : 0;
