import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newInstallation } from "../support/browser.ts";
import { type Commune, startCommune } from "../support/commune.ts";
import { patienceMs } from "../support/patience.ts";
import { axeBreaches } from "../support/screen-checks.ts";
import { withUnsent } from "../support/unsent-phone.ts";

/** A book whose database does not open: what happened, what is safe and what to do, and each deed does what it says. */

let commune: Commune;
beforeAll(async () => {
  commune = await startCommune();
});
afterAll(() => commune?.close());

async function onPhone(walk: (page: Page) => Promise<void>): Promise<void> {
  const installation = await newInstallation();
  try {
    await walk(await withUnsent(commune, installation));
  } finally {
    await commune.restart();
    await installation.remove();
  }
}

/** As a browser answers whose store is broken in part; `readable` ends it, as when the browser has mended it. */
async function refuseBooks(page: Page, name: string): Promise<void> {
  await page.addInitScript((error) => {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (database: string, version?: number) {
      if (/^so-truc-(?!profiles)/.test(database) && !("readable" in globalThis))
        throw new DOMException("Internal error opening backing store", error);
      return open.call(this, database, version);
    };
  }, name);
  await page.goto(commune.url);
}

const readable = (page: Page) => page.evaluate(() => void Object.assign(globalThis, { readable: true }));
const unsent = (page: Page) => page.locator('.status[aria-label*="1 mục chưa gửi"]').waitFor();

/** Presses within one movement of the hand are one, so it is pressed no faster than a person does. */
async function pressUntilOpen(page: Page): Promise<void> {
  const again = page.getByRole("button", { name: "Thử lại" });
  await expect
    .poll(
      async () => {
        if (await again.isVisible()) await again.click({ timeout: 1000 }).catch(() => undefined);
        return again.isVisible();
      },
      { timeout: patienceMs, interval: 600 },
    )
    .toBe(false);
  await unsent(page);
}

const refusals: [error: string, what: string, todo: string][] = [
  ["UnknownError", "Bộ nhớ của trình duyệt bị hỏng nên không mở được sổ", "xuất tệp dưới đây"],
  ["QuotaExceededError", "Máy đã hết chỗ trống nên không mở được sổ", "Xóa bớt ảnh hoặc ứng dụng"],
  ["SecurityError", "Trình duyệt này không cho lưu dữ liệu", "Tắt chế độ ẩn danh"],
];

describe("a store that cannot be opened", () => {
  it.each(refusals)(
    "%s: says so, and *Thử lại* opens it once it can be",
    { timeout: 240_000 },
    (error, what, todo) =>
      onPhone(async (page) => {
        await refuseBooks(page, error);
        await page.getByRole("heading", { name: what }).waitFor();
        await page.getByText(todo).waitFor();
        await page.getByText("Những gì máy chủ đã nhận vẫn còn đủ trên máy chủ").waitFor();
        await page.getByText("máy này còn 1 mục chưa gửi").waitFor();
        expect(await axeBreaches(page)).toEqual([]);
        await page.getByRole("button", { name: "Thử lại" }).click();
        await page.getByText(/^\d\d:\d\d: đã thử lại, vẫn chưa mở được/).waitFor();
        await readable(page);
        await pressUntilOpen(page);
      }),
  );

  it(
    "lets what is unsent leave as a file, says so where none is made, and *Mở sổ* answers too",
    {
      timeout: 240_000,
    },
    () =>
      onPhone(async (page) => {
        await refuseBooks(page, "UnknownError");
        const said = page.getByRole("heading", { name: "Bộ nhớ của trình duyệt bị hỏng" });
        await said.waitFor();
        const out = page.getByRole("button", { name: "Xuất những gì đọc được" });
        await out.click();
        await page.getByText("Không đọc được mục nào chưa gửi. Dữ liệu trên máy giữ nguyên.").waitFor();
        await page.getByRole("button", { name: "Chọn người khác" }).click();
        await page.getByRole("button", { name: "Mở sổ" }).first().click();
        await said.waitFor();
        await readable(page);
        const file = page.waitForEvent("download");
        await out.click();
        // Sealed where the part that seals is here; it comes after the rest of the app.
        expect((await file).suggestedFilename()).toMatch(/\.sotruc$|^so-truc-cuu-du-lieu\.json$/);
        await page.getByText(/^Đã xuất 1 mục ra tệp/).waitFor();
        await pressUntilOpen(page);
        await page.getByRole("heading", { level: 1, name: "Hôm nay" }).waitFor();
      }),
  );

  it("of a later version: it opens all the same, and holds what was written", { timeout: 240_000 }, () =>
    onPhone(async (page) => {
      await page.evaluate(async () => {
        const names = (await indexedDB.databases()).map((one) => one.name ?? "");
        for (const name of names) {
          const asked = indexedDB.open(name, 90_000);
          await new Promise((done, failed) => Object.assign(asked, { onsuccess: done, onerror: failed }));
          asked.result.close();
        }
      });
      await page.goto(commune.url);
      await unsent(page);
    }),
  );

  it(
    "because another page holds it: that is said within seconds, and trying again helps",
    {
      timeout: 240_000,
    },
    () =>
      onPhone(async (page) => {
        await page.goto(`${commune.url}/icons/icon.svg`);
        const holder = await page.context().newPage();
        await holder.goto(`${commune.url}/icons/icon.svg`);
        // One page keeps the list of people open, another wants to change it and waits: nobody else gets in.
        await holder.evaluate(async () => {
          const asked = indexedDB.open("so-truc-profiles");
          await new Promise((done) => Object.assign(asked, { onsuccess: done }));
          Object.assign(globalThis, { held: asked.result });
        });
        await holder.evaluate(() => void indexedDB.open("so-truc-profiles", 10_000));
        await page.goto(commune.url);
        await page.getByRole("heading", { name: /bộ nhớ của trình duyệt không trả lời/ }).waitFor();
        expect(await axeBreaches(page)).toEqual([]);
        await holder.close();
        await page.getByRole("button", { name: "Thử lại" }).click();
        await unsent(page);
      }),
  );
});
