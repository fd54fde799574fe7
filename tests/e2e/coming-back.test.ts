import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, describe, expect, it } from "vitest";
import { allReceived, readyOffline, signIn, statusSays } from "../support/app-driver.ts";
import { executablePath, phone } from "../support/browser.ts";
import { commune, communeForAll, openBook } from "../support/scene.ts";
import { settled } from "../support/screen-checks.ts";

communeForAll();

/** Browsers that keep pages as they are, to show them again: the driver turns that off elsewhere. */
const keeping = chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--enable-features=BackForwardCache"],
  ignoreDefaultArgs: ["--disable-back-forward-cache"],
});
afterAll(async () => (await keeping).close());

const elsewhere = "data:text/html,<h1>Elsewhere</h1>";

async function onKeptPage(walk: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> {
  const context = await (await keeping).newContext(phone);
  try {
    const page = await context.newPage();
    await page.addInitScript(() => {
      let stays: ReturnType<typeof setTimeout>;
      addEventListener("pageshow", ({ persisted }) => {
        if (persisted) sessionStorage.setItem("shown", "again");
        stays = setTimeout(() => {
          document.documentElement.dataset["shown"] = "";
        }, 300);
      });
      // A page that opens anew by itself says so first.
      addEventListener("beforeunload", () => clearTimeout(stays));
    });
    await signIn(page, commune, "tocns1");
    await readyOffline(page);
    await walk(page, context);
  } finally {
    await context.close();
    await commune.restart();
  }
}

/**
 * Leaves for a page of somebody else and comes back. Whether to the very page is for the browser to say, and a page that was
 * in the middle of something opens anew by itself.
 */
async function leaveAndComeBack(page: Page): Promise<void> {
  await page.evaluate(() => void delete document.documentElement.dataset["shown"]);
  await page.goto(elsewhere);
  await page.getByRole("heading", { name: "Elsewhere" }).waitFor();
  await page.evaluate(() => void setTimeout(() => history.back()));
  await page.waitForFunction(() => document.documentElement.dataset["shown"] !== undefined);
}

async function writeVisit(page: Page): Promise<void> {
  await page.getByRole("radio", { name: "Cài, kích hoạt VNeID" }).click();
  await page.getByRole("button", { name: "Ghi lượt này" }).click();
  await page.getByText("Đã ghi một lượt").waitFor();
}

describe("a page that the browser keeps and shows again", () => {
  it("reads, writes and sends as before, with the server gone meanwhile and back later", () =>
    onKeptPage(async (page) => {
      await page.goto(`${commune.url}/ho-tro/moi`);
      await commune.kill();
      await writeVisit(page);
      await statusSays(page, "1 mục chưa gửi");
      for (const count of [2, 3]) {
        await leaveAndComeBack(page);
        await page.goto(`${commune.url}/ho-tro/moi`);
        await leaveAndComeBack(page);
        await writeVisit(page);
        await statusSays(page, `${count} mục chưa gửi`);
      }
      expect(await page.evaluate(() => sessionStorage.getItem("shown"))).toBe("again");
      await commune.restart();
      await allReceived(page);
      const { records } = await commune.dump();
      const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
      const visits = records.filter(({ kind, body }) => kind === "supportVisit" && body["day"] === today);
      expect(visits.length).toBeGreaterThanOrEqual(3);
    }));

  it("with an exchange under way: it is given up, and what it carried arrives once", () =>
    onKeptPage(async (page, context) => {
      const before = (await commune.dump()).records.filter(({ kind }) => kind === "supportVisit").length;
      await page.goto(`${commune.url}/ho-tro/moi`);
      await settled(page);
      let hanging = 0;
      await context.route("**/api/exchange", () => {
        hanging += 1;
      });
      await writeVisit(page);
      await expect.poll(() => hanging).toBeGreaterThan(0);
      await leaveAndComeBack(page);
      await context.unroute("**/api/exchange");
      await writeVisit(page);
      const written = async () =>
        (await commune.dump()).records.filter(({ kind }) => kind === "supportVisit").length - before;
      // What the page said of the first visit may still stand there when the second is pressed.
      await expect.poll(written).toBe(2);
      await allReceived(page);
      expect(await written()).toBe(2);
    }));
});

describe("back", () => {
  it("finds the list where it was left, as it was filtered", async () => {
    const { context, page } = await openBook("vhxh1");
    try {
      await page.goto(`${commune.url}/nhiem-vu`);
      await settled(page);
      const rows = page.locator("main a[href^='/nhiem-vu/']");
      expect(await rows.count()).toBeGreaterThan(15);
      for (const leave of [
        () => page.goBack(),
        () => page.getByRole("link", { name: "Quay lại" }).click(),
      ] as const) {
        // In the middle, so that nothing is scrolled to press it.
        await rows.nth(12).evaluate((row) => row.scrollIntoView({ block: "center" }));
        const place = await page.evaluate(() => scrollY);
        expect(place).toBeGreaterThan(300);
        await rows.nth(12).click();
        await page.getByRole("link", { name: "Quay lại" }).waitFor();
        await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
        await leave();
        await rows.nth(12).waitFor();
        await expect.poll(() => page.evaluate(() => scrollY)).toBeCloseTo(place, -1);
      }
    } finally {
      await context.close();
    }
  });
});

describe("the focus", () => {
  const focused = (page: Page) =>
    page.evaluate(() => {
      const on = document.activeElement;
      return on?.closest("main") ? (on.getAttribute("href") ?? on.textContent) : (on?.tagName ?? "nothing");
    });

  it("goes back to the row whose sheet the address had opened", async () => {
    const { context, page } = await openBook("ungcuu1");
    try {
      await page.goto(`${commune.url}/lich-truc`);
      await settled(page);
      const row = page.locator("main a[href*='?'][href*='ca=']").first();
      const address = await row.getAttribute("href");
      await row.focus();
      await page.keyboard.press("Enter");
      await page.getByRole("dialog").waitFor();
      expect(await focused(page)).not.toBe(address);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      expect(await focused(page)).toBe(address);
    } finally {
      await context.close();
    }
  });

  it("stays on the page when *Hoàn tác* goes with it", async () => {
    const { context, page } = await openBook("motcua1");
    try {
      await page.goto(`${commune.url}/ho-tro/moi`);
      await writeVisit(page);
      const undo = page.getByRole("button", { name: "Hoàn tác" });
      await undo.focus();
      await page.keyboard.press("Enter");
      await undo.waitFor({ state: "hidden" });
      expect(await focused(page)).not.toBe("BODY");
    } finally {
      await context.close();
    }
  });
});
