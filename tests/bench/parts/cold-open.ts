import type { BrowserContext } from "playwright-core";
import { newInstallation } from "../../support/browser.ts";
import { type Measure, median, mustBe } from "../measure.ts";
import { type BenchOptions, benchScript, type World } from "../world.ts";

declare global {
  /** When the first entry of a list was on the screen, ms after the page was asked for. */
  var firstListAt: number | undefined;
}

/**
 * The installed app on a phone's screen, the server gone: a fresh browser each time, from asking for the page to the
 * first entry of *Hôm nay*'s list. Stops the world's server.
 */
export async function measureColdOpen(world: World, options: BenchOptions): Promise<Measure[]> {
  const installation = await newInstallation();
  try {
    await install(await installation.open(), world, options);
    await world.server.stop();
    const runs = new Map<number, Opened[]>([
      [1, []],
      [4, []],
    ]);
    for (let round = 0; round < (options.quick ? 3 : 7); round++) {
      for (const [slower, all] of runs) all.push(await openOnce(await installation.open(), world, slower));
    }
    return [...runs].map(([slower, all]) => {
      const times = all.map(({ ms }) => ms);
      const busy = Math.round(median(all.map(({ busyMs }) => busyMs)));
      return {
        name: `cold offline open to the first list, ${slower}× CPU`,
        value: median(times),
        unit: "ms",
        ...(slower === 4 ? { aim: 1000 } : {}),
        detail: `${options.rows} records, median of ${all.length}, quickest ${Math.round(Math.min(...times))} ms; the page's thread was at work for ${busy} ms`,
      };
    });
  } finally {
    await installation.remove();
  }
}

interface Opened {
  readonly ms: number;
  /** Processor time of the page's main thread: tells the app's own cost from a machine that others use too. */
  readonly busyMs: number;
}

/** Signs in, brings every record and lets the service worker keep the app. */
async function install(context: BrowserContext, world: World, options: BenchOptions): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${world.server.url}/healthz`);
  await page.evaluate(await benchScript());
  const { account, password } = world;
  await page.evaluate(([a, p]) => bench.signIn(a, p), [account, password] as const);
  const { received } = await page.evaluate(() => bench.sync());
  if (received < options.rows) mustBe("records on the device", received, options.rows);
  await page.evaluate(() => bench.close());
  await page.goto(world.server.url);
  await page.locator("main li").first().waitFor();
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
  await context.close();
}

async function openOnce(context: BrowserContext, world: World, slower: number): Promise<Opened> {
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
    await page.goto(world.server.url, { waitUntil: "commit" });
    const handle = await page.waitForFunction(() => globalThis.firstListAt, undefined, { timeout: 30_000 });
    const { metrics } = await session.send("Performance.getMetrics");
    const busy = metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
    return { ms: Number(await handle.jsonValue()), busyMs: busy * 1000 };
  } finally {
    await context.close();
  }
}
