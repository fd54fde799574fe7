import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { addDays, dayOf } from "#kernel/calendar.ts";
import { monthOf } from "#kernel/month.ts";
import { allReceived, answerOf, atToday, itemNames } from "../support/app-driver.ts";
import { desktop, phone } from "../support/browser.ts";
import { rowsOfKind } from "../support/device-books.ts";
import { commune, communeForAll, openBook } from "../support/scene.ts";
import {
  axeBreaches,
  keepSettings,
  makeOf,
  type Settings,
  settled,
  sideways,
  tabTo,
  wrappedStates,
} from "../support/screen-checks.ts";

/** Every address of the app but those of single records, which `records` finds. */
const declared = ["routes.tsx", "book-routes.tsx"]
  .map((file) => readFileSync(resolve(import.meta.dirname, "../../src/app", file), "utf8"))
  .flatMap((text) => [...text.matchAll(/ path="([^"]+)"/g)].map(([, path]) => `/${path}`));
const plain = ["/", ...declared.filter((path) => !/[:*]/.test(path)), "/cho-gui?xem=chi-tiet"];
const records: Record<string, [path: string, ...forms: string[]]> = {
  checkRun: ["/kiem-tra/phieu/"],
  incident: ["/su-co/", "?sua=1", "/mat-dich-vu"],
  supportVisit: ["/ho-tro/", "?sua=1"],
  task: ["/nhiem-vu/", "?cap-nhat=1"],
};

/** What has a name of its own in the sample. */
const named = [
  `/kiem-tra/thang/${monthOf(addDays(`${monthOf(dayOf(Date.now()))}-01`, -1))}`,
  "/quan-tri/mau/template-morning",
  "/quan-tri/mau/moi?tu=chuan",
  "/thiet-bi/XM-014",
  "/thiet-bi/nhan?chon=equipment-printer-1",
  "/kich-ban/scenario-malware",
  "/kich-ban/scenario-flood?sua=1",
];

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
/** Fewer points to paint: sizes are the same. */
const coarse = { ...phone, deviceScaleFactor: 1 };
/** Between them they have every screen with everything on it. */
const widest = ["motcua1", "vhxh1", "quantri1"];

communeForAll();

/** The same for everybody: the doors, and what tells all but administrators that it is not theirs. */
const alike = /^\/(dang-nhap|ma|thiet-lap|nguoi-dung|quan-tri\/.*)$/;

async function addresses(page: Page, account: string): Promise<string[]> {
  const found = [...plain, ...named].filter((path) => widest.includes(account) || !alike.test(path));
  for (const [kind, [path, ...forms]] of Object.entries(records)) {
    const [first] = await rowsOfKind(page, kind);
    if (first) for (const form of ["", ...forms]) found.push(path + first + form);
  }
  return found;
}

/** The screens that axe has looked at, by their make: most are the same for several roles. */
const looked = { light: new Set<string>(), dark: new Set<string>(), desk: new Set<string>() };

/** Visits every address and writes down what is wrong there. */
async function walk(page: Page, paths: readonly string[], look: keyof typeof looked): Promise<string[]> {
  const wrong: string[] = [];
  for (const path of paths) {
    await goTo(page, path);
    await settled(page);
    const say = (what: string) => wrong.push(`${path}: ${what}`);
    for (const one of await sideways(page)) say(`sticks out: ${one}`);
    if (look === "light") for (const one of await wrappedStates(page)) say(`takes two lines: ${one}`);
    for (const one of await newBreaches(page, look)) say(one);
  }
  return wrong;
}

async function newBreaches(page: Page, look: keyof typeof looked): Promise<string[]> {
  const make = await makeOf(page);
  if (looked[look].has(make)) return [];
  looked[look].add(make);
  return axeBreaches(page);
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
    it(`${account}: accessible, nothing sticks out, no errors, nobody else is called`, async () => {
      const { context, page, listener } = await openBook(account, coarse);
      try {
        expect(await walk(page, await addresses(page, account), "light")).toEqual([]);
        expect(listener.heard).toEqual([]);
      } finally {
        await context.close();
      }
    });
  }

  for (const account of widest) {
    it(`${account}: the same in the dark with letters twice as large`, async () => {
      const { context, page } = await openBook(account, coarse);
      try {
        const look: Settings = { theme: "dark", textSize: "200" };
        await keepSettings(page, look);
        await page.reload();
        expect(await walk(page, await addresses(page, account), "dark")).toEqual([]);
      } finally {
        await context.close();
      }
    });
  }

  for (const account of ["vhxh1", "quantri1"]) {
    it(`${account}: the same on a desk`, async () => {
      const { context, page, listener } = await openBook(account, desktop);
      try {
        expect(await walk(page, await addresses(page, account), "desk")).toEqual([]);
        expect(listener.heard).toEqual([]);
      } finally {
        await context.close();
      }
    });
  }

  it("so are sheets, errors and what opens in place", async () => {
    const { context, page } = await openBook("motcua1");
    const wrong: string[] = [];
    const look = async (what: string) => {
      await settled(page);
      for (const one of [...(await sideways(page)), ...(await newBreaches(page, "light"))])
        wrong.push(`${what}: ${one}`);
    };
    const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
    const close = () => page.keyboard.press("Escape");
    try {
      await goTo(page, "/");
      await press("Tất cả tốt");
      await look("the sheet of the morning check");
      await press("Xác nhận đủ 24 mục");
      await look("an answer that is missing");
      await close();
      await goTo(page, "/kiem-tra/hom-nay");
      const [item = ""] = await itemNames(page);
      await answerOf(page, item, "Lỗi").click();
      await look("what a fault opens");
      await goTo(page, "/ho-tro/moi");
      await press("Ghi lượt này");
      await look("a visit with something to mend");
      await page.locator("#visit-village").click();
      await look("the choice of a place");
      await close();
      await page.locator("#visit-groups").click();
      await look("the groups in need");
      await close();
      await goTo(page, "/su-co/moi");
      await press("Ghi sự cố");
      await look("a report with something to mend");
      await press("Danh sách thiết bị");
      await look("the register of equipment");
      await close();
      await goTo(page, "/cai-dat");
      await press("Đặt mã PIN");
      await look("the sheet of the PIN");
      await close();
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Phím tắt" }).waitFor();
      await look("the keys");
      expect(wrong).toEqual([]);
    } finally {
      await context.close();
    }
  });
});

describe("on paper", () => {
  it("the guide is one page in the letters of official documents, which no other screen fetches", async () => {
    const { context, page } = await openBook("motcua1");
    try {
      const declaredLetters = () =>
        page.evaluate(() => [...document.fonts].filter(({ family }) => family.includes("Tinos")).length);
      expect(await declaredLetters()).toBe(0);
      await goTo(page, "/huong-dan");
      // Letters that nobody has declared yet count as there.
      await page.waitForFunction(() => {
        const declared = [...document.fonts].filter(({ family }) => family.includes("Tinos"));
        const isThere = (weight: number) => document.fonts.check(`${weight} 1rem Tinos`, "Aắ");
        return declared.length === 4 && isThere(400) && isThere(700);
      });
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      const letters = new Set([...pdf.matchAll(/\/BaseFont \/[A-Z]+\+(\w+)/g)].map(([, name]) => name));
      expect([...letters].sort()).toEqual(["Tinos"]);
      expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
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
