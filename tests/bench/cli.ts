// `npm run bench`: how near the app is to the least that a browser and a disk need, as ratios measured side by side.
// `--json` prints them for a program, `--quick` measures fewer rounds, `--only device,server,open,incident,rows,cpu` some
// of it, `--against DIR` compares the processor time of an exchange with another checkout.
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import type { Measure } from "./measure.ts";
import { measureColdOpen } from "./parts/cold-open.ts";
import { measureDevice } from "./parts/device.ts";
import { measureExchangeCpu } from "./parts/exchange-cpu.ts";
import { measureIncidentPhotos } from "./parts/incident-photos.ts";
import { measureRowsRead } from "./parts/rows-read.ts";
import { measureServer } from "./parts/server-store.ts";
import { type BenchOptions, createWorld, inBrowser } from "./world.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    quick: { type: "boolean" },
    rows: { type: "string", default: "10000" },
    against: { type: "string" },
    only: { type: "string", default: "device,open,server,incident" },
  },
});
const options: BenchOptions = { rows: Number(values.rows), quick: values.quick ?? false };
const wanted = values.only.split(",");
const measures: Measure[] = [];
const note = (text: string) => void (values.json || console.error(text));

if (wanted.includes("device") || wanted.includes("open")) {
  note(`filling a server with ${options.rows} records…`);
  const world = await createWorld(options);
  try {
    if (wanted.includes("device")) {
      note("measuring a device…");
      const measure = async (browser: Browser) =>
        measureDevice(world, await world.openPage(browser), options);
      measures.push(...(await inBrowser(measure)));
    }
    if (wanted.includes("open")) {
      note("opening the installed app without its server…");
      await build();
      measures.push(...(await measureColdOpen(world, options)));
    }
  } finally {
    await world.close();
  }
}
if (wanted.includes("incident")) {
  note("sending an incident with photos over 2G…");
  await build();
  measures.push(...(await measureIncidentPhotos()));
}
if (wanted.includes("server")) {
  note("measuring the server's store…");
  measures.push(...(await measureServer(options)));
}
if (wanted.includes("cpu")) {
  note("measuring what an exchange costs…");
  measures.push(...(await measureExchangeCpu(options, values.against)));
}
if (wanted.includes("rows")) {
  note("counting what an exchange reads…");
  measures.push(...(await measureRowsRead(options)));
}

const empty = measures.filter(({ value }) => !(Number.isFinite(value) && value > 0));
if (values.json) console.log(JSON.stringify({ rows: options.rows, quick: options.quick, measures }, null, 2));
else for (const measure of measures) console.log(lineOf(measure));
for (const { name } of empty) console.error(`measured nothing: ${name}`);
if (measures.length === 0) console.error("measured nothing at all");
process.exitCode = measures.length === 0 || empty.length > 0 ? 1 : 0;

/** Builds the application unless `dist/` is of today's sources. */
async function build(): Promise<void> {
  const prepare = new URL("../../.config/prepare.mjs", import.meta.url).href;
  const { ensureBuild } = (await import(prepare)) as { ensureBuild: () => Promise<void> };
  await ensureBuild();
}

function lineOf({ name, value, unit, aim, detail }: Measure): string {
  const verdict = aim === undefined ? "" : value <= aim ? "reached" : "missed";
  return [
    name.padEnd(48),
    show(value, unit).padStart(14),
    (aim === undefined ? "" : `≤ ${show(aim, unit)}`).padStart(14),
    verdict.padEnd(8),
    detail,
  ].join("  ");
}

function show(value: number, unit: Measure["unit"]): string {
  switch (unit) {
    case "times":
      return `${value.toFixed(2)} ×`;
    case "ms":
      return `${Math.round(value)} ms`;
    case "percent":
      return `${value.toFixed(1)} %`;
    case "KiB":
      return `${value.toFixed(1)} KiB`;
    case "requests":
      return `${value} requests`;
    case "per second":
      return `${Math.round(value)} /s`;
  }
}
