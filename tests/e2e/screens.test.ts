import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allReceived, atToday, readyOffline, signIn } from "../support/app-driver.ts";
import { desktop, launchBrowser, phone } from "../support/browser.ts";
import { type Commune, startCommune } from "../support/commune.ts";
import { rowsOfKind } from "../support/device-books.ts";
import {
  axeBreaches,
  keepSettings,
  Listener,
  type Settings,
  settled,
  sideways,
  tabTo,
} from "../support/screen-checks.ts";

const doors = ["/dang-nhap", "/ma", "/nguoi-dung"];
const routes = [
  "/",
  "/kiem-tra",
  "/kiem-tra/hom-nay",
  "/su-co",
  "/su-co/moi",
  "/ho-tro",
  "/ho-tro/moi",
  "/nhiem-vu",
  "/cho-gui",
  "/cho-gui?xem=chi-tiet",
  "/them",
  "/cai-dat",
  "/huong-dan",
  "/quan-tri",
  "/quan-tri/can-bo",
  "/quan-tri/may",
  "/quan-tri/sao-luu",
  "/dang-xuat",
];
const records: Record<string, string> = { incident: "/su-co/", supportVisit: "/ho-tro/", task: "/nhiem-vu/" };

/** One account of each role. */
const accounts = [
  "motcua1",
  "tocns1",
  "ungcuu1",
  "congan1",
  "vhxh1",
  "kinhte1",
  "chutich1",
  "quantri1",
  "tinh1",
];
/** Between them they have every screen with everything on it. */
const widest = ["motcua1", "vhxh1", "quantri1"];

let browser: Browser;
let commune: Commune;

beforeAll(async () => {
  browser = await launchBrowser();
  commune = await startCommune();
});
afterAll(async () => {
  await browser?.close();
  await commune?.close();
});

async function openBook(
  account: string,
  device = phone,
): Promise<{ context: BrowserContext; page: Page; listener: Listener }> {
  const context = await browser.newContext(device);
  const listener = new Listener(context, commune.url);
  const page = await context.newPage();
  await signIn(page, commune, account);
  await readyOffline(page);
  return { context, page, listener };
}

async function addresses(page: Page): Promise<string[]> {
  const found = [...routes];
  for (const [kind, path] of Object.entries(records)) {
    const [first] = await rowsOfKind(page, kind);
    if (first) found.push(path + encodeURIComponent(first));
  }
  return found;
}

/** Visits every address and writes down what is wrong there. */
async function walk(page: Page, paths: readonly string[], withAxe: boolean): Promise<string[]> {
  const wrong: string[] = [];
  for (const path of paths) {
    await goTo(page, path);
    await settled(page);
    for (const one of await sideways(page)) wrong.push(`${path}: sticks out: ${one}`);
    if (withAxe) for (const breach of await axeBreaches(page)) wrong.push(`${path}: ${breach}`);
  }
  return wrong;
}

/** Within the open app, as a link does. */
async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({}, "", to);
    window.dispatchEvent(new PopStateEvent("popstate"));
  }, path);
}

describe("every screen of every role, 360 px wide", () => {
  for (const account of accounts) {
    const withAxe = widest.includes(account);
    const also = withAxe ? "accessible, " : "";
    it(`${account}: ${also}nothing sticks out, no errors, nobody else is called`, async () => {
      const { context, page, listener } = await openBook(account);
      try {
        const paths = [...(await addresses(page)), ...(account === "motcua1" ? doors : [])];
        expect(await walk(page, paths, withAxe)).toEqual([]);
        expect(listener.heard).toEqual([]);
      } finally {
        await context.close();
      }
    });
  }

  for (const account of widest) {
    it(`${account}: the same in the dark with letters twice as large`, async () => {
      const { context, page } = await openBook(account);
      try {
        const look: Settings = { theme: "dark", textSize: "200" };
        await keepSettings(page, look);
        await page.reload();
        expect(await walk(page, await addresses(page), true)).toEqual([]);
      } finally {
        await context.close();
      }
    });
  }

  it("the same on a desk", async () => {
    const { context, page, listener } = await openBook("vhxh1", desktop);
    try {
      expect(await walk(page, await addresses(page), true)).toEqual([]);
      expect(listener.heard).toEqual([]);
    } finally {
      await context.close();
    }
  });
});

describe("by keys alone", () => {
  it("the morning check from Hôm nay to the receipt", async () => {
    const { context, page } = await openBook("motcua1", desktop);
    try {
      await page.reload();
      await atToday(page);
      await tabTo(page, "Tất cả tốt");
      await page.keyboard.press("Enter");
      await page.getByRole("dialog", { name: "Tất cả tốt" }).waitFor();
      await tabTo(page, /^Vẫn lỗi/);
      await page.keyboard.press("Space");
      await tabTo(page, "Xác nhận đủ 24 mục");
      await page.keyboard.press("Enter");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await page.getByText("Đã ghi đủ 24 mục").waitFor();
      await allReceived(page);
      const { records: rows } = await commune.dump();
      const runs = rows.filter(({ kind, body }) => kind === "checkRun" && body.day === today());
      expect(runs.map(({ body }) => Object.keys(body.answers as object).length)).toEqual([24]);
    } finally {
      await context.close();
    }
  });
});

function today(): string {
  return new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
}
