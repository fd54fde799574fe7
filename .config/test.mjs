// `npm test`: every check from a bare checkout. `npm test -- unit server` runs only those named.
// The counts come from the runners' own reports; a step that crashed, left no report or looked at nothing fails.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ensureChromium, findChromium } from "./chromium.mjs";
import { requireNode, root, run } from "./node.mjs";
import { ensurePostgres } from "./postgres.mjs";
import { ensureBuild, ensurePackages } from "./prepare.mjs";

const gates = { types: "types.mjs", lint: "lint.mjs", graph: "import-graph.mjs", locales: "locales.mjs" };
const projects = ["unit", "contract", "simulation", "compat", "server", "app", "e2e", "budget"];
const needsBuild = new Set(["e2e", "budget"]);
const needsPostgres = new Set(["contract", "server"]);
const total = { passed: 0, failed: 0, skipped: 0 };
const broken = [];

const fail = (why) => {
  total.failed += 1;
  broken.push(why);
};

/** The beginning of an error, so that what failed can be read beside the last line of a long log. */
const brief = (message) =>
  stripVTControlCharacters(message ?? "")
    .split("\n")
    .filter((line) => !line.includes("node_modules"))
    .slice(0, 20)
    .map((line) => `  ${line.slice(0, 300)}`)
    .join("\n");

const runGate = async (node, gate) => {
  if (gate === "locales" && !existsSync(join(root, "locales"))) return;
  if ((await run(node, [join(root, ".config", gates[gate])])) === 0) total.passed += 1;
  else fail(`${gate}: not clean`);
};

/** Adds what one Vitest report says; a file that failed before its first test counts as one failure. */
const addReport = (name, file, code) => {
  const report = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  if (!report) return fail(`${name}: no report, exit code ${code}`);
  const empty = report.testResults.filter(
    (one) => one.status === "failed" && one.assertionResults.every((test) => test.status !== "failed"),
  );
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests;
  total.skipped += report.numPendingTests + report.numTodoTests;
  for (const one of empty) fail(`${name}: ${one.name} did not run to its end\n${brief(one.message)}`);
  for (const one of report.testResults)
    for (const test of one.assertionResults.filter(({ status }) => status === "failed"))
      broken.push(`${relative(root, one.name)}: ${test.fullName}\n${brief(test.failureMessages.join("\n"))}`);
  if (report.numPassedTests + report.numFailedTests === 0) fail(`${name}: ran no test`);
  else if (code !== 0 && report.numFailedTests + empty.length === 0)
    fail(`${name}: exit code ${code} though no test failed`);
};

const runProject = async (node, name, reports) => {
  if (!existsSync(join(root, "tests", name)))
    return console.log(`${name}: no folder tests/${name}, left out`);
  const report = join(reports, `${name}.json`);
  const args = [
    "run",
    "--config",
    ".config/vitest.config.ts",
    "--project",
    name,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const code = await run(node, [join(root, "node_modules/vitest/vitest.mjs"), ...args], {
    timeout: 30 * 60_000,
  });
  addReport(name, report, code);
};

const main = async (wanted, reports) => {
  const unknown = wanted.filter((one) => !(one in gates) && !projects.includes(one));
  if (unknown.length)
    return fail(
      `unknown: ${unknown.join(", ")}; there are ${[...Object.keys(gates), ...projects].join(", ")}`,
    );
  await ensurePackages();
  const node = requireNode();
  const chosen = (one) => wanted.length === 0 || wanted.includes(one);
  const browser = projects.some((one) => needsBuild.has(one) && chosen(one))
    ? await ensureChromium()
    : findChromium();
  if (browser) process.env.CHROMIUM = browser;
  // Without it, its tests fail and say how to get it.
  if (projects.some((one) => needsPostgres.has(one) && chosen(one))) await ensurePostgres();
  for (const gate of Object.keys(gates)) if (chosen(gate)) await runGate(node, gate);
  let buildError;
  for (const name of projects.filter(chosen)) {
    if (needsBuild.has(name) && existsSync(join(root, "tests", name))) {
      if (buildError === undefined)
        buildError = await ensureBuild().then(
          () => "",
          (error) => error.message,
        );
      if (buildError || !browser) {
        fail(`${name}: not run: ${buildError || "no Chromium"}`);
        continue;
      }
    }
    await runProject(node, name, reports);
  }
};

const reports = mkdtempSync(join(tmpdir(), "so-truc-test-"));
try {
  await main(process.argv.slice(2), reports);
} catch (error) {
  fail(error.stack ?? String(error));
} finally {
  rmSync(reports, { recursive: true, force: true });
}
for (const why of broken) console.log(`FAILED ${why.trimEnd()}`);
if (total.skipped) console.log(`${total.skipped} skipped`);
if (total.passed + total.failed === 0) fail("nothing ran");
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed ? 1 : 0;
