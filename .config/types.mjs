// Checks the types of every TypeScript project. Each has its own world: in the pure one there is no DOM and no Node.
import { spawnSync } from "node:child_process";
import { requireNode, root } from "./node.mjs";

const projects = ["pure", "device", "app", "server", "tests"];
const node = requireNode();
let failed = 0;
let files = 0;
for (const project of projects) {
  const args = [
    `${root}/node_modules/typescript/bin/tsc`,
    "-p",
    `.config/tsconfig.${project}.json`,
    "--listFiles",
    "--pretty",
    "false",
  ];
  const { status, stdout, stderr } = spawnSync(node, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const lines = `${stdout}${stderr}`.split("\n").filter(Boolean);
  const own = lines.filter((line) => line.startsWith(root) && !line.includes("/node_modules/"));
  for (const line of lines) if (!line.startsWith(root)) console.log(line);
  files += own.length;
  if (status !== 0 || own.length === 0) failed += 1;
  console.log(`types: ${project}: ${own.length} files, ${status === 0 && own.length ? "clean" : "failed"}`);
}
console.log(`types: ${projects.length} projects, ${files} files read, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
