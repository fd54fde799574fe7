import type { BrowserContext, CDPSession, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import {
  allReceived,
  answer,
  answerOf,
  itemNames,
  readyOffline,
  signIn,
  signInAgain,
  statusSays,
} from "../support/app-driver.ts";
import { newInstallation } from "../support/browser.ts";
import { allSent, isAllSent } from "../support/device-books.ts";
import { commune, communeForEach, contexts, openBook, witness } from "../support/scene.ts";

const runPage = "/kiem-tra/hom-nay";
const exchange = (_method: string, path: string) => path === "/api/exchange";

communeForEach();

/** A phone signed in, with the whole book on it, at the items of today's check. */
async function phoneAtItems(
  account = "motcua1",
): Promise<{ context: BrowserContext; page: Page; items: string[] }> {
  const { context, page } = await openBook(account);
  await page.goto(commune.url + runPage);
  return { context, page, items: await itemNames(page) };
}

async function good(page: Page, items: readonly string[]): Promise<void> {
  for (const item of items) await answer(page, item, "Tốt");
}

describe("a hostile link", () => {
  it("the server dies between commit and reply, and comes back", async () => {
    const { page, items } = await phoneAtItems();
    for (let round = 0; round < 3; round++) {
      commune.proxy.fault({ do: "lose-reply", first: () => commune.kill() }, { on: exchange, times: 1 });
      await good(page, items.slice(round * 2, round * 2 + 2));
      await witness.look(page);
      await commune.proxy.happened("lose-reply", round + 1);
      await commune.restart();
      await allSent(page);
    }
    await allReceived(page);
    await witness.balance(commune, [page]);
    expect(commune.proxy.counts["lose-reply"]).toBe(3);
  });

  it("replies are cut at many bytes, and requests never arrive", async () => {
    const { page, items } = await phoneAtItems();
    const cuts: (number | ((total: number) => number))[] = [
      0,
      1,
      12,
      200,
      (total) => Math.floor(total / 2),
      (total) => total - 40,
      (total) => total - 2,
      (total) => total - 1,
    ];
    for (const [index, bytes] of cuts.entries()) {
      commune.proxy.fault({ do: "cut", bytes }, { on: exchange, times: 1 });
      await good(page, items.slice(index, index + 1));
      await witness.look(page);
      await commune.proxy.happened("cut", index + 1);
      await sendNow(page);
      await allSent(page);
    }
    commune.proxy.fault({ do: "drop" }, { on: exchange, times: 3 });
    await good(page, items.slice(10, 12));
    await witness.look(page);
    for (let round = 1; round <= 3; round++) {
      await sendNow(page);
      await commune.proxy.happened("drop", round);
    }
    await sendNow(page);
    await allSent(page);
    await allReceived(page);
    await witness.balance(commune, [page]);
  });

  it("a portal that answers 200 with a page of its own", async () => {
    const { page, items } = await phoneAtItems();
    commune.proxy.fault({ do: "portal" }, { on: () => true });
    await good(page, items.slice(0, 3));
    await statusSays(page, /3 mục chưa gửi.*Wi-Fi yêu cầu đăng nhập/);
    await page.reload();
    await itemNames(page);
    await statusSays(page, "Wi-Fi yêu cầu đăng nhập");
    await witness.look(page);
    expect((await commune.dump()).ops.filter(({ device }) => witness.devices.includes(device))).toEqual([]);
    commune.proxy.pass();
    await sendNow(page);
    await allSent(page);
    await allReceived(page);
    await witness.balance(commune, [page]);
  });

  it("a connection that hangs half open is given up by the watchdog", async () => {
    const { page, items } = await phoneAtItems();
    commune.proxy.fault({ do: "half-open" }, { on: exchange, times: 1 });
    await good(page, items.slice(0, 2));
    await commune.proxy.happened("half-open", 1);
    await witness.look(page);
    await statusSays(page, "Đang gửi");
    await allSent(page);
    await allReceived(page);
    await witness.balance(commune, [page]);
  });

  it("a host that is down, and a line that trickles", async () => {
    const { page, items } = await phoneAtItems();
    await commune.proxy.refuse();
    await good(page, items.slice(0, 2));
    await statusSays(page, /2 mục chưa gửi.*Máy chủ chưa trả lời từ \d\d:\d\d/);
    await witness.look(page);
    commune.proxy.fault({ do: "slow", delayMs: 800, bytesPerSecond: 4000 }, { on: exchange });
    await commune.proxy.listen();
    await sendNow(page);
    await allSent(page);
    await witness.balance(commune, [page]);
    expect(commune.proxy.counts.slow).toBeGreaterThan(0);
  });
});

describe("a device that dies", () => {
  it("the tab is killed in the middle of saving", async () => {
    const { context, items } = await phoneAtItems();
    let page = contexts.at(-1)?.pages()[0] as Page;
    commune.proxy.fault({ do: "drop" }, { on: exchange });
    for (const at of [1, 3, 6]) {
      const promised = await dieWhileSaving(page, items, at, () => crash(page));
      page = await context.newPage();
      await page.goto(commune.url + runPage);
      await itemNames(page);
      await keepsPromises(page, promised);
    }
    commune.proxy.pass();
    await sendNow(page);
    await allSent(page);
    await witness.balance(commune, [page]);
  });

  it("the battery is pulled in the middle of saving", async () => {
    const installation = await newInstallation();
    try {
      let context = await installation.open();
      let page = await context.newPage();
      await signIn(page, commune, "motcua1");
      await readyOffline(page);
      await page.goto(commune.url + runPage);
      const items = await itemNames(page);
      commune.proxy.fault({ do: "drop" }, { on: exchange });
      for (const at of [2, 5]) {
        const promised = await dieWhileSaving(page, items, at, () => installation.pullBattery());
        context = await installation.open();
        page = await context.newPage();
        await page.goto(commune.url + runPage);
        await itemNames(page);
        await keepsPromises(page, promised);
      }
      commune.proxy.pass();
      await sendNow(page);
      // A browser writes its cookies down late: the session may have died with it. What was written has not.
      await statusSays(page, /^(Cần đăng nhập|Máy chủ đã nhận hết)/);
      if (!(await isAllSent(page))) await signInAgain(page, commune);
      await allSent(page);
      await witness.balance(commune, [page]);
    } finally {
      await installation.remove();
    }
  });
});

describe("more than one hand", () => {
  it("two tabs and the service worker send at once", async () => {
    const { context, page: one, items } = await phoneAtItems();
    const two = await context.newPage();
    await two.goto(commune.url + runPage);
    await itemNames(two);
    const worker = await workerOf(context, one, commune.url);
    commune.proxy.fault({ do: "cut", bytes: 30 }, { on: exchange, times: 2 });
    await Promise.all([
      good(one, items.slice(0, 12)),
      good(two, items.slice(12, 24)),
      worker.sync("one"),
      worker.sync("two"),
    ]);
    await witness.look(one);
    await Promise.all([sendNow(one), sendNow(two), worker.sync("three")]);
    await allSent(one);
    await allReceived(one);
    await allReceived(two);
    await witness.balance(commune, [one]);
    expect(Object.keys((await todaysRun()).answers)).toHaveLength(24);
  });

  it("two devices fill one run: item by item, and one true conflict that people settle", async () => {
    const a = await phoneAtItems("motcua1");
    const b = await phoneAtItems("motcua2");
    await a.context.setOffline(true);
    await b.context.setOffline(true);
    const [contested, ...rest] = a.items as [string, ...string[]];
    await good(a.page, [contested, ...rest.slice(0, 11)]);
    await answer(b.page, contested, "Không dùng");
    await good(b.page, rest.slice(11));
    await a.context.setOffline(false);
    await sendNow(a.page);
    await allSent(a.page);
    await b.context.setOffline(false);
    await sendNow(b.page);
    await allSent(b.page);
    await b.page.goto(commune.url + runPage);
    const before = await todaysRun();
    const inUse = Object.values(before.answers).filter(({ v }) => v === "off").length > 0 ? "off" : "ok";
    const choose = b.page.getByRole("button", { name: "Chọn bản này" });
    await choose.click();
    await choose.waitFor({ state: "hidden" });
    await allSent(b.page);
    await sendNow(a.page);
    await allReceived(a.page);
    await allReceived(b.page);
    await witness.balance(commune, [a.page, b.page]);
    const after = await todaysRun();
    expect(Object.keys(after.answers)).toHaveLength(24);
    const off = Object.values(after.answers).filter(({ v }) => v === "off");
    expect(off, "the other version is in use now").toHaveLength(inUse === "off" ? 0 : 1);
    const conflicts = (await commune.dump()).records.filter(({ kind }) => kind === "conflict");
    expect(conflicts.map(({ body }) => body.state)).toEqual(["settled"]);
  });
});

/** Asks for sending now, the way the app itself is told of a link. */
async function sendNow(page: Page): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
}

/**
 * Taps on without waiting until the page counts `more` further answers as saved, and then dies. Answers with how many it
 * had counted: so many must be there.
 */
async function dieWhileSaving(
  page: Page,
  items: readonly string[],
  more: number,
  die: () => Promise<void>,
): Promise<number> {
  const before = await countedAsSaved(page);
  let counted = before;
  const reached = new Promise<void>((tell) => {
    void page.exposeFunction("counted", (count: number) => {
      counted = Math.max(counted, count);
      if (counted >= before + more) tell();
    });
  });
  await page.waitForFunction(() => "counted" in window);
  await page.evaluate(() => {
    const look = () => {
      const count = Number.parseInt(document.querySelector(".progress b")?.textContent ?? "0", 10);
      void (window as unknown as { counted(count: number): void }).counted(count);
      requestAnimationFrame(look);
    };
    look();
  });
  const taps = items.slice(before, before + more + 3).map((item) =>
    answerOf(page, item, "Tốt")
      .dispatchEvent("click")
      .catch(() => undefined),
  );
  await reached;
  await die();
  await Promise.all(taps);
  return counted;
}

/** The page counts what lies in the database. */
async function countedAsSaved(page: Page): Promise<number> {
  return Number.parseInt(await page.locator(".progress b").innerText(), 10);
}

async function keepsPromises(page: Page, promised: number): Promise<void> {
  await expect.poll(() => countedAsSaved(page)).toBeGreaterThanOrEqual(promised);
  const [book] = await witness.look(page);
  const numbers = [...(book?.outbox ?? []), ...(book?.sent ?? [])].map(({ n }) => n).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: (book?.nextN ?? 1) - 1 }, (_, i) => i + 1));
}

async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = new Promise<void>((done) => page.once("crash", () => done()));
  // The page dies before it can answer.
  session.send("Page.crash").catch(() => undefined);
  await crashed;
  await page.close();
}

async function workerOf(context: BrowserContext, page: Page, url: string) {
  const session: CDPSession = await context.newCDPSession(page);
  const known = new Promise<string>((found) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const id = registrations[0]?.registrationId;
      if (id) found(id);
    });
  });
  await session.send("ServiceWorker.enable");
  const registrationId = await known;
  return {
    sync: (tag: string) =>
      session.send("ServiceWorker.dispatchSyncEvent", {
        origin: new URL(url).origin,
        registrationId,
        tag: `exchange-${tag}`,
        lastChance: false,
      }),
  };
}

async function todaysRun(): Promise<{ answers: Readonly<Record<string, { v: string }>> }> {
  const { records } = await commune.dump();
  const runs = records.filter(({ kind, body }) => kind === "checkRun" && body.day === today());
  expect(runs, "one run a day, whoever opened it").toHaveLength(1);
  return runs[0]?.body as Awaited<ReturnType<typeof todaysRun>>;
}

function today(): string {
  return new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
}
