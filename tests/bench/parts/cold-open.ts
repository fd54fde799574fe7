import type { BrowserContext, Page } from "playwright-core";
import { newInstallation } from "../../support/browser.ts";
import { type Measure, median, mustBe, type Pair, ratioOf } from "../measure.ts";
import { startRawPage } from "../raw-page.ts";
import { type BenchOptions, benchScript, type World } from "../world.ts";

declare global {
  /** When the first entry of a list was on the screen, ms after the page was asked for. */
  var firstListAt: number | undefined;
  /** Of the raw page. */
  var fill: (rows: unknown[]) => Promise<void>;
}

/** A phone of some years ago counts as so much slower than this machine. */
const speeds = [1, 4];

/**
 * The installed app on a phone's screen, the server gone: a fresh browser each time, from asking for the page to the
 * first entry of *Hôm nay*'s list; beside it the least that an installed page can be. Stops the world's server.
 */
export async function measureColdOpen(world: World, options: BenchOptions): Promise<Measure[]> {
  const installation = await newInstallation();
  const raw = await startRawPage();
  try {
    const context = await installation.open();
    await installRaw(context, raw.url, await install(context, world, options));
    await context.close();
    await world.server.stop();
    await raw.close();
    const measures: Measure[] = [];
    for (const slower of speeds) {
      const busy: number[] = [];
      const open = async (url: string) => openOnce(await installation.open(), url, slower);
      const pairs: Pair[] = [];
      for (let round = 0; round < (options.quick ? 3 : 7); round++) {
        const first = round % 2 === 0 ? undefined : await open(raw.url);
        const ours = await open(world.server.url);
        pairs.push({ ours, raw: first ?? (await open(raw.url)) });
        busy.push(ours.busyMs);
      }
      measures.push(...coldOpen(pairs, median(busy), slower, options));
    }
    return measures;
  } finally {
    await installation.remove();
  }
}

function coldOpen(pairs: Pair[], busyMs: number, slower: number, { rows }: BenchOptions): Measure[] {
  const name = `cold offline open to the first list, ${slower}× CPU`;
  const times = pairs.map(({ ours }) => ours.ms);
  const spread = `median of ${times.length}, quickest ${Math.round(Math.min(...times))} ms`;
  const detail = `${rows} records, ${spread}; the page's thread was at work for ${Math.round(busyMs)} ms`;
  return [
    { name, value: median(times), unit: "ms", ...(slower === 4 ? { aim: 1000 } : {}), detail },
    ratioOf(`${name}, against a bare page`, pairs),
  ];
}

interface Opened {
  readonly ms: number;
  /** Processor time of the page's main thread: tells the app's own cost from a machine that others use too. */
  readonly busyMs: number;
}

/** Signs in, brings every record and lets the service worker keep the app. Answers what lies on the device then. */
async function install(context: BrowserContext, world: World, options: BenchOptions): Promise<unknown[]> {
  const page = await context.newPage();
  await page.goto(`${world.server.url}/healthz`);
  await page.evaluate(await benchScript());
  const { account, password } = world;
  await page.evaluate(([a, p]) => bench.signIn(a, p), [account, password] as const);
  const { received } = await page.evaluate(() => bench.sync());
  if (received < options.rows) mustBe("records on the device", received, options.rows);
  const rows = await page.evaluate(() => bench.allRows());
  await page.evaluate(() => bench.close());
  await page.goto(world.server.url);
  await page.locator("main li").first().waitFor();
  await keptBy(page);
  return rows;
}

async function installRaw(context: BrowserContext, url: string, rows: unknown[]): Promise<void> {
  const page = await context.newPage();
  await page.goto(url);
  await keptBy(page);
  await page.evaluate((all) => globalThis.fill(all), rows);
  await page.reload();
  await page.locator("main li").first().waitFor();
}

async function keptBy(page: Page): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
}

async function openOnce(context: BrowserContext, url: string, slower: number): Promise<Opened> {
  try {
    const page = await context.newPage();
    await page.addInitScript(() => {
      const look = () => {
        if (!document.querySelector("main li")) requestAnimationFrame(look);
        // The frame that shows it is over when the next one begins.
        else requestAnimationFrame(() => (globalThis.firstListAt = performance.now()));
      };
      look();
    });
    const session = await context.newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
    await page.goto(url, { waitUntil: "commit" });
    const handle = await page.waitForFunction(() => globalThis.firstListAt, undefined, { timeout: 30_000 });
    const { metrics } = await session.send("Performance.getMetrics");
    const busy = metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
    return { ms: Number(await handle.jsonValue()), busyMs: busy * 1000 };
  } finally {
    await context.close();
  }
}
