import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import {
  allReceived,
  answer,
  atToday,
  itemNames,
  signIn,
  signInAgain,
  statusSays,
} from "../support/app-driver.ts";
import { password } from "../support/commune.ts";
import { allSent, isAllSent } from "../support/device-books.ts";
import { commune, communeForEach, openBook, witness } from "../support/scene.ts";

communeForEach();

/** Some answers of today's check, on this device alone. */
async function answerSome(page: Page, count: number): Promise<void> {
  await page.goto(`${commune.url}/kiem-tra/hom-nay`);
  const items = await itemNames(page);
  for (const item of items.slice(0, count)) await answer(page, item, "Tốt");
  await witness.look(page);
}

describe("an update of the app", () => {
  it("waits while somebody types, harms nothing, and takes over when asked", async () => {
    const { page } = await openBook("motcua1");
    await page.getByRole("link", { name: "Báo sự cố" }).click();
    const what = page.getByRole("textbox", { name: "Hỏng cái gì?" });
    await what.fill("Máy chiếu hội trường không lên hình");
    await page.evaluate(() => Object.assign(window, { sameLife: true }));

    commune.proxy.alter("/service-worker.js", (text) => `${text}\n// a newer one\n`);
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration?.update();
    });
    await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.waiting);
    await pretendHidden(page);
    expect(await page.evaluate(() => "sameLife" in window)).toBe(true);
    expect(await what.inputValue()).toBe("Máy chiếu hội trường không lên hình");

    await page.getByRole("link", { name: "Quay lại" }).click();
    await page.locator("h1").filter({ hasNotText: "Báo sự cố" }).waitFor();
    await page.evaluate(() => {
      history.pushState({}, "", "/");
      window.dispatchEvent(new PopStateEvent("popstate"));
    });
    await atToday(page);
    const reloaded = page.waitForEvent("load");
    await page.getByRole("button", { name: "Cập nhật ngay" }).click();
    await reloaded;
    await atToday(page);
    await page.waitForFunction(async () => !(await navigator.serviceWorker.getRegistration())?.waiting);
    await page.getByRole("link", { name: "Báo sự cố" }).click();
    await expect
      .poll(() => page.getByRole("textbox", { name: "Hỏng cái gì?" }).inputValue())
      .toBe("Máy chiếu hội trường không lên hình");
  });
});

describe("a browser that throws data away", () => {
  it("is noticed and explained, and a new sign-in brings back what the server has", async () => {
    const { context, page } = await openBook("motcua1");
    await answerSome(page, 2);
    await allSent(page);
    // The marks outlive the database; they are written a moment after the last change.
    await page.waitForFunction(() => localStorage.getItem("so-truc-mark") !== null);
    const session = await context.newCDPSession(page);
    const origin = new URL(commune.url).origin;
    await page.goto("about:blank");
    await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "indexeddb" });
    await page.goto(commune.url);
    await page.getByText("Trình duyệt đã xóa dữ liệu của sổ trên máy này").waitFor();
    await page.getByRole("button", { name: "Tôi đã đọc" }).click();
    await page.getByText("Trình duyệt đã xóa dữ liệu của sổ trên máy này").waitFor({ state: "hidden" });
    await signIn(page, commune, "motcua1");
    await allReceived(page);
    await page.goto(`${commune.url}/kiem-tra/hom-nay`);
    await page.getByText("2/24").first().waitFor();
  });
});

describe("a session that ends", () => {
  it("never stops anybody from writing; it asks only before sending", async () => {
    const { context, page } = await openBook("motcua1");
    await context.clearCookies({ name: /^st\./ });
    await answerSome(page, 3);
    await statusSays(page, "Cần đăng nhập để gửi 3 mục");
    await page.reload();
    await itemNames(page);
    await statusSays(page, "Cần đăng nhập để gửi 3 mục");
    await signInAgain(page, commune);
    await allSent(page);
    await witness.balance(commune, [page]);
  });
});

describe("leaving with something unsent", () => {
  it("offers to send first, and then lets go of everything", async () => {
    const { page } = await openBook("motcua1");
    commune.proxy.fault({ do: "drop" });
    await answerSome(page, 2);
    await leave(page);
    await page.getByText("Còn 2 mục chưa gửi").waitFor();
    commune.proxy.pass();
    await page.getByRole("button", { name: "Gửi trước" }).click();
    await page.getByText("Máy chủ đã nhận hết. Có thể đăng xuất.").waitFor();
    await witness.balance(commune, [page]);
    await page.getByRole("button", { name: "Đăng xuất" }).click();
    await page.getByText("Chưa có ai dùng máy này.").waitFor();
    expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([
      "so-truc-profiles",
    ]);
  });

  it("locks and keeps: nobody reads it, it still goes out, its owner opens it again", async () => {
    const { context, page } = await openBook("motcua1");
    commune.proxy.fault({ do: "drop" });
    await answerSome(page, 2);
    await leave(page);
    await page.getByRole("button", { name: /^Khóa máy/ }).click();
    const entry = page.getByRole("button", { name: /Cán bộ một cửa 1.*2 mục chưa gửi.*Mở khóa/ });
    await entry.waitFor();
    await page.goto(commune.url);
    await page.getByRole("heading", { level: 1, name: "Ai đang dùng máy?" }).waitFor();
    await witness.look(page);
    expect(await isAllSent(page)).toBe(false);

    commune.proxy.pass();
    await entry.click();
    await page.getByLabel("Mật khẩu", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Mở khóa" }).click();
    await atToday(page);
    await allSent(page);
    await witness.balance(commune, [page]);
    await context.close();
  });

  it("exports a file that any device delivers, and twice does no harm", async () => {
    const folder = await mkdtemp(join(tmpdir(), "so-truc-files-"));
    try {
      const writer = await openBook("motcua1");
      const carrier = await openBook("tocns1");
      await writer.context.setOffline(true);
      await answerSome(writer.page, 3);
      await leave(writer.page);
      const coming = writer.page.waitForEvent("download");
      await writer.page.getByRole("button", { name: "Xuất tệp" }).click();
      const download = await coming;
      const file = join(folder, download.suggestedFilename());
      await download.saveAs(file);
      await writer.page.getByText(/Đã xuất 3 mục ra tệp/).waitFor();

      for (let time = 0; time < 2; time++) {
        await carrier.page.goto(`${commune.url}/cho-gui?xem=chi-tiet`);
        await carrier.page.locator('input[type="file"]').setInputFiles(file);
        await carrier.page.getByText("Máy chủ đã nhận tệp").waitFor();
      }
      const arrived = (await commune.dump()).ops.filter(({ device }) => witness.devices.includes(device));
      expect(arrived.map(({ n }) => n)).toEqual([1, 2, 3]);

      await writer.context.setOffline(false);
      await writer.page.goto(commune.url);
      await allSent(writer.page);
      await witness.balance(commune, [writer.page]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

async function leave(page: Page): Promise<void> {
  await page.goto(`${commune.url}/dang-xuat`);
  await page.getByRole("heading", { level: 1, name: "Đăng xuất" }).waitFor();
}

/** As when another app comes to the front; a headless page never is. */
async function pretendHidden(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
    Object.defineProperty(document, "visibilityState", { value: "visible", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
}
