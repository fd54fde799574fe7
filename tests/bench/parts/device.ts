import type { Page } from "playwright-core";
import { twoG } from "../../support/slow-link.ts";
import { corrections, offlineDeeds } from "../deeds.ts";
import {
  type Measure,
  median,
  milliseconds,
  mustBe,
  type Pair,
  percentile,
  ratioOf,
  sideBySide,
} from "../measure.ts";
import { generator } from "../words.ts";
import { type BenchOptions, benchScript, type World } from "../world.ts";

const drainedOps = 500;
const remoteChanges = 50;
const failedTries = 10;
const resetShare = 0.2;

/** What a device does through its logbook, loop and all, each beside the least that a browser needs for the same work. */
export async function measureDevice(world: World, page: Page, options: BenchOptions): Promise<Measure[]> {
  const { account, password } = world;
  await page.evaluate(([a, p]) => bench.signIn(a, p), [account, password] as const);
  const drain = await drains(world, page);
  return [
    await firstSync(world, page, options),
    await coldOpens(world, page, options),
    ...(await saves(world, page, options)),
    ...(await drain.measure(options)),
    await drain.over2G(options),
    ...(await drain.overResets(options)),
    await changes(world, page, options),
  ];
}

async function firstSync(world: World, page: Page, options: BenchOptions): Promise<Measure> {
  const { epoch } = world;
  const tape = await page.evaluate((of) => bench.recordFirstSync(of), epoch);
  const urls = world.raw.keep("first-sync", tape);
  const requests: number[] = [];
  const pairs = await sideBySide(
    options.quick ? 3 : 7,
    async () => {
      const run = await page.evaluate((of) => bench.firstSync(of), epoch);
      if (run.received < options.rows) mustBe("records of a first sync", run.received, options.rows);
      requests.push(run.requests);
      return run;
    },
    async () => {
      const run = await page.evaluate((from) => bench.rawFirstSync(from), urls);
      if (run.received < options.rows) mustBe("records of the raw first sync", run.received, options.rows);
      return run;
    },
  );
  const bytes = tape.reduce((sum, { reply }) => sum + new TextEncoder().encode(reply).length, 0);
  const measure = ratioOf(`first sync of ${options.rows} records`, pairs, 1);
  return {
    ...measure,
    detail: `${measure.detail}; ${median(requests)} requests against ${tape.length}, ${Math.round(bytes / options.rows)} B a record`,
  };
}

/** The book in a page that is new, with the first list's records, beside the same read of a database by hand. */
async function coldOpens({ links, day }: World, page: Page, { quick }: BenchOptions): Promise<Measure> {
  const whose = await page.evaluate(() => bench.whose());
  const script = await benchScript();
  const inNewPage = async (look: (one: Page) => Promise<{ ms: number; found: number }>) => {
    const one = await page.context().newPage();
    await one.goto(`${links.ours.url}/healthz`);
    await one.evaluate(script);
    const { ms, found } = await look(one);
    await one.close();
    if (found === 0) throw new Error("Nothing was done today");
    return { ms };
  };
  const pairs = await sideBySide(
    quick ? 6 : 20,
    () => inNewPage((one) => one.evaluate(([of, on]) => bench.coldOpen(of, on), [whose, day] as const)),
    () => inNewPage((one) => one.evaluate((on) => bench.rawColdOpen(on), day)),
  );
  return ratioOf("cold open of the book to the day's records", pairs, 1.3);
}

/** New records and corrections of what the server has, with a link and, after failed tries, without. */
async function saves(world: World, page: Page, options: BenchOptions): Promise<Measure[]> {
  const count = options.quick ? 40 : 200;
  const ids = await page.evaluate((of) => bench.someIds(of), 2 * count);
  const measures: Measure[] = [];
  for (const [i, where] of ["with a link", `without, after ${failedTries} failed tries`].entries()) {
    if (i === 1) {
      world.links.ours.down();
      await page.evaluate((times) => bench.tryInVain(times), failedTries);
    }
    await page.evaluate(saveMany, JSON.stringify(offlineDeeds(190 + i, 10, world.villages, world.day)));
    const fresh = offlineDeeds(200 + i, 2 * count, world.villages, world.day)
      .filter(isNew)
      .slice(0, count);
    const edits = corrections(210 + i, ids.slice(i * count, (i + 1) * count));
    for (const [what, deeds] of [["a new record", fresh] as const, ["a correction", edits] as const]) {
      const all = await page.evaluate(saveInTurns, JSON.stringify(deeds));
      mustBe("saved", all.length, count);
      const beside = (raw: "raw" | "put") =>
        all.map((one): Pair => ({ ours: { ms: one.ours }, raw: { ms: one[raw] } }));
      const measure = ratioOf(`save of ${what}, ${where}`, beside("raw"), 2.5);
      const put = ratioOf("", beside("put"));
      measures.push({
        ...measure,
        detail: `${measure.detail}; against a single put ${put.value.toFixed(2)} ×`,
      });
    }
  }
  world.links.ours.fast();
  await page.evaluate(() => bench.drain());
  return measures;
}

const isNew = ({ changes: [first] }: { changes: readonly { c: string }[] }) => first?.c === "create";
/** Deeds go into the page as JSON. */
const saveInTurns = (drafts: string) => bench.saves(JSON.parse(drafts));
const saveMany = (drafts: string): Promise<void> => bench.saveMany(JSON.parse(drafts));

/** A day without a link, and what the link then does: every round writes its own deeds and fails ten times first. */
async function drains(world: World, page: Page) {
  const { ours, raw } = world.links;
  let seed = 300;
  const fill = async () => {
    seed += 1;
    const deeds = offlineDeeds(seed, drainedOps, world.villages, world.day);
    await page.evaluate(saveMany, JSON.stringify(deeds));
    mustBe("ops waiting", await page.evaluate(() => bench.unsent()), drainedOps);
  };
  /** Links with nothing open on them, as after an outage. */
  const anew = (begin: (link: typeof ours) => void) => {
    for (const link of [ours, raw]) {
      link.down();
      link.fast();
      begin(link);
      link.reset();
    }
  };
  let url: string | undefined;
  const record = async () => {
    if (url !== undefined) return url;
    ours.down();
    await page.evaluate(() => bench.tryInVain(1));
    await fill();
    await page.evaluate(() => bench.closeBook());
    ours.fast();
    const [one, ...more] = world.raw.keep("drain", await page.evaluate(() => bench.recordDrain()));
    if (one === undefined || more.length > 0) throw new Error("The baseline drains by one request");
    url = one;
    return one;
  };
  const round = async (begin: (link: typeof ours) => void) => {
    ours.down();
    await fill();
    await page.evaluate((times) => bench.tryInVain(times), failedTries);
    anew(begin);
    const drained = await page.evaluate(() => bench.drain());
    mustBe("ops left", await page.evaluate(() => bench.unsent()), 0);
    return { ...drained, bytes: ours.passed.up + ours.passed.down };
  };
  const rawRound = async (begin: (link: typeof ours) => void) => {
    const from = await record();
    anew(begin);
    return page.evaluate((at) => bench.rawDrain([at]), from);
  };
  const asIs = () => undefined;
  return {
    async measure(options: BenchOptions): Promise<Measure[]> {
      await record();
      const all: Awaited<ReturnType<typeof round>>[] = [];
      const pairs = await sideBySide(
        options.quick ? 4 : 11,
        async () => {
          const one = await round(asIs);
          all.push(one);
          return one;
        },
        () => rawRound(asIs),
      );
      const name = `draining ${drainedOps} ops after ${failedTries} failed tries`;
      const most = (of: readonly number[]) => Math.max(...of);
      const [requests, kib] = [all.map((one) => one.requests), all.map((one) => one.bytes / 1024)];
      return [
        ratioOf(name, pairs, 1.6),
        { name: `${name}: requests`, value: most(requests), unit: "requests", aim: 2, detail: "at most" },
        {
          name: `${name}: bytes`,
          value: median(kib),
          unit: "KiB",
          aim: 40,
          detail: `both ways with headers, with whatever else the loop asks; at most ${most(kib).toFixed(1)} KiB`,
        },
      ];
    },
    async over2G(options: BenchOptions): Promise<Measure> {
      await record();
      const slow = (link: typeof ours) => link.slow(twoG);
      const pairs = await sideBySide(
        options.quick ? 2 : 5,
        () => round(slow),
        () => rawRound(slow),
      );
      anew(asIs);
      return ratioOf(`draining ${drainedOps} ops over 2G`, pairs, 1.1);
    },
    async overResets(options: BenchOptions): Promise<Measure[]> {
      await record();
      const random = generator(7);
      const resetting = (link: typeof ours) => link.resetSome(resetShare, random);
      let cuts = 0;
      const pairs = await sideBySide(
        options.quick ? 10 : 40,
        async () => {
          const one = await round(resetting);
          cuts += ours.passed.cuts;
          return one;
        },
        () => rawRound(resetting),
      );
      anew(asIs);
      const times = pairs.map((pair) => pair.ours.ms);
      const rawTimes = pairs.map((pair) => pair.raw.ms);
      const [p95, rawP95] = [percentile(times, 0.95), percentile(rawTimes, 0.95)];
      return [
        {
          name: `draining ${drainedOps} ops, a fifth of requests reset`,
          value: p95,
          unit: "ms",
          aim: 2000,
          detail: `p95 of ${times.length}, ${milliseconds(rawP95)} by hand; p50 ${milliseconds(median(times))} against ${milliseconds(median(rawTimes))}, at most ${milliseconds(Math.max(...times))}; ${cuts} resets met`,
        },
      ];
    },
  };
}

async function changes(world: World, page: Page, options: BenchOptions): Promise<Measure> {
  await page.evaluate(() => bench.look(false));
  await world.changeElsewhere(remoteChanges);
  const urls = world.raw.keep("changes", await page.evaluate(() => bench.recordChanges()));
  const pairs = await sideBySide(
    options.quick ? 8 : 30,
    async () => {
      await world.changeElsewhere(remoteChanges);
      const run = await page.evaluate(() => bench.takeChanges());
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
