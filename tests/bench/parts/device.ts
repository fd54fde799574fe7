import type { Page } from "playwright-core";
import { offlineDeeds } from "../deeds.ts";
import { type Measure, median, mustBe, type Run, ratioOf, sideBySide } from "../measure.ts";
import type { BenchOptions, World } from "../world.ts";

const drainedOps = 500;
const remoteChanges = 50;

/** What a device does, each beside the least that a browser needs for the same bytes. */
export async function measureDevice(world: World, page: Page, options: BenchOptions): Promise<Measure[]> {
  const { account, password } = world;
  await page.evaluate(([a, p]) => bench.signIn(a, p), [account, password] as const);
  return [
    await firstSync(world, page, options),
    ...(await save(world, page, options)),
    ...(await drain(world, page, options)),
    await changes(world, page, options),
  ];
}

async function firstSync(world: World, page: Page, options: BenchOptions): Promise<Measure> {
  const { epoch } = world;
  const tape = await page.evaluate((of) => bench.recordFirstSync(of), epoch);
  const urls = world.raw.keep("first-sync", tape);
  const pairs = await sideBySide(
    options.quick ? 3 : 7,
    async () => {
      const run = await page.evaluate((of) => bench.firstSync(of), epoch);
      if (run.received < options.rows) mustBe("records of a first sync", run.received, options.rows);
      return run;
    },
    async () => {
      const run = await page.evaluate((from) => bench.rawFirstSync(from), urls);
      if (run.received < options.rows) mustBe("records of the raw first sync", run.received, options.rows);
      return run;
    },
  );
  const bytes = tape.reduce((sum, { reply }) => sum + new TextEncoder().encode(reply).length, 0);
  const measure = ratioOf(`first sync of ${options.rows} records`, pairs, 1.2);
  return {
    ...measure,
    detail: `${measure.detail}; ${tape.length} requests, ${Math.round(bytes / options.rows)} B a record`,
  };
}

async function save(world: World, page: Page, options: BenchOptions): Promise<Measure[]> {
  const count = options.quick ? 40 : 200;
  const deeds = offlineDeeds(200, count, world.villages, world.day);
  await page.evaluate(saveMany, JSON.stringify(offlineDeeds(199, 10, world.villages, world.day)));
  const onePut: Run[] = [];
  const pairs = await sideBySide(
    count,
    async (round) => {
      const deed = deeds[round];
      if (!deed) throw new Error("No deed to save");
      return { ms: await page.evaluate(saveOne, JSON.stringify(deed)) };
    },
    async () => {
      onePut.push({ ms: await page.evaluate(() => bench.rawPut()) });
      return { ms: await page.evaluate(() => bench.rawSave()) };
    },
  );
  mustBe("saved", await page.evaluate(() => bench.unsent()), count + 10);
  await page.evaluate(() => bench.sync());
  const besidePut = pairs.map(({ ours }, i) => ({ ours, raw: onePut[i] ?? { ms: Number.NaN } }));
  return [
    ratioOf("local save, strict, against raw puts", pairs, 1.6),
    ratioOf("local save, strict, against a single raw put", besidePut),
  ];
}

/** Deeds go into the page as JSON. */
const saveOne = (draft: string): Promise<number> => bench.save(JSON.parse(draft));
const saveMany = (drafts: string): Promise<void> => bench.saveMany(JSON.parse(drafts));

async function drain(world: World, page: Page, options: BenchOptions): Promise<Measure[]> {
  const fill = async (seed: number) => {
    const deeds = offlineDeeds(seed, drainedOps, world.villages, world.day);
    await page.evaluate(saveMany, JSON.stringify(deeds));
    mustBe("ops waiting", await page.evaluate(() => bench.unsent()), drainedOps);
  };
  await fill(300);
  const [url, ...more] = world.raw.keep("drain", await page.evaluate(() => bench.recordDrain()));
  if (url === undefined || more.length > 0) throw new Error("The baseline drains by one request");
  const requests: number[] = [];
  const bytes: number[] = [];
  const pairs = await sideBySide(
    options.quick ? 4 : 11,
    async (round) => {
      await fill(301 + round);
      const synced = await page.evaluate(() => bench.sync());
      mustBe("ops left", await page.evaluate(() => bench.unsent()), 0);
      requests.push(synced.requests);
      bytes.push(synced.bytes);
      return synced;
    },
    () => page.evaluate((from) => bench.rawDrain([from]), url),
  );
  const name = `draining ${drainedOps} offline ops`;
  return [
    ratioOf(name, pairs, 1.3),
    { name: `${name}: requests`, value: median(requests), unit: "requests", aim: 2, detail: "most often" },
    {
      name: `${name}: bytes`,
      value: median(bytes) / 1024,
      unit: "KiB",
      aim: 45,
      detail: "up and down, packed",
    },
  ];
}

async function changes(world: World, page: Page, options: BenchOptions): Promise<Measure> {
  await world.changeElsewhere(remoteChanges);
  const urls = world.raw.keep("changes", await page.evaluate(() => bench.recordChanges()));
  const pairs = await sideBySide(
    options.quick ? 8 : 30,
    async () => {
      await world.changeElsewhere(remoteChanges);
      const run = await page.evaluate(() => bench.sync());
      mustBe("changes received", run.received, remoteChanges);
      return run;
    },
    async () => {
      const run = await page.evaluate((from) => bench.rawChanges(from), urls);
      mustBe("raw changes", run.received, remoteChanges);
      return run;
    },
  );
  return ratioOf(`${remoteChanges} remote changes into ${options.rows}`, pairs, 1.2);
}
