import type { BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atToday, loseLink, readyOffline, regainLink, signIn, statusSays } from "../support/app-driver.ts";
import { type Installation, newInstallation } from "../support/browser.ts";
import { type Commune, startCommune } from "../support/commune.ts";
import { allSent, Witness } from "../support/device-books.ts";

let commune: Commune;

beforeAll(async () => {
  commune = await startCommune();
});
afterAll(async () => {
  await commune?.close();
});

/** Signs in with a link, loses it, opens the app cold, works, closes the app, and opens it again with a link. */
async function workOffline(account: string, work: (page: Page) => Promise<void>) {
  const installation: Installation = await newInstallation();
  const witness = new Witness();
  try {
    let context: BrowserContext = await installation.open();
    let page = context.pages()[0] ?? (await context.newPage());
    await signIn(page, commune, account);
    await readyOffline(page);
    await loseLink(context, commune);
    await page.reload();
    await atToday(page);
    await work(page);
    await witness.look(page);
    await context.close();

    context = await installation.open();
    await regainLink(context, commune);
    page = context.pages()[0] ?? (await context.newPage());
    await page.goto(commune.url);
    await atToday(page);
    await allSent(page);
    expect(await staleHandOns(page)).toEqual([]);
    await statusSays(page, /^Máy chủ đã nhận hết · \d\d:\d\d$/);
    await witness.balance(commune, [page]);
    expect(witness.count).toBeGreaterThan(0);
    return { page, devices: witness.devices, dump: await commune.dump(), close: () => installation.remove() };
  } catch (error) {
    await installation.remove();
    throw error;
  }
}

/** What later chunks were handed by the start script and is no longer what it holds; see `.config/first-screen.ts`. */
function staleHandOns(page: Page): Promise<string[]> {
  // As text, since the test's own bundler would turn the page's import into one of its own.
  return page.evaluate(`(async () => {
    const start = document.querySelector('script[src*="/assets/start-"]').src;
    const handed = await import(start.replace("/start-", "/index-"));
    const held = globalThis.soTrucShared;
    const names = Object.keys(held);
    return names.length < 50 ? ["nothing handed on"] : names.filter((name) => handed[name] !== held[name]);
  })()`);
}

describe("from a dead spot to Máy chủ đã nhận", () => {
  it("the morning check: two taps and the open faults", async () => {
    const done = await workOffline("motcua1", async (page) => {
      await page.getByRole("button", { name: "Tất cả tốt" }).click();
      const sheet = page.getByRole("dialog", { name: "Tất cả tốt" });
      await sheet.waitFor();
      for (const stillBad of await sheet.getByRole("radio", { name: "Vẫn lỗi" }).all())
        await stillBad.check();
      // Nobody signs *all is well* over a fault: its title has changed.
      const rest = page.getByRole("dialog", { name: "Xác nhận các mục còn lại" });
      await tapTwice(page, rest.getByRole("button", { name: "Xác nhận đủ 24 mục" }));
      await rest.waitFor({ state: "hidden" });
      await page.getByText("Đã ghi đủ 24 mục").waitFor();
      await page.getByText("Đã lưu trên máy").first().waitFor();
    });
    try {
      await done.page
        .getByText(/^Máy chủ đã nhận \d\d:\d\d$/)
        .first()
        .waitFor();
      const runs = done.dump.records.filter(({ kind, body }) => kind === "checkRun" && body.day === today());
      expect(runs).toHaveLength(1);
      const answers = runs[0]?.body.answers as Record<string, { v: string }>;
      expect(Object.keys(answers)).toHaveLength(24);
      expect(Object.values(answers).filter(({ v }) => v === "bad")).toHaveLength(1);
      expect(runs[0]?.body.completed).toBeTruthy();
      const confirmed = done.dump.ops.filter(
        ({ op, device }) => op.a === "check.all-good" && done.devices.includes(device),
      );
      expect(confirmed).toHaveLength(1);
    } finally {
      await done.close();
    }
  });

  it("a resident's visit", async () => {
    const done = await workOffline("tocns1", async (page) => {
      await page.getByRole("link", { name: "Ghi hỗ trợ" }).click();
      await page.getByRole("radio", { name: "Cài, kích hoạt VNeID" }).check();
      await page.getByRole("button", { name: "Ghi lượt này" }).click();
      await page.getByText("Đã ghi một lượt").waitFor();
      await page.getByText("Đã lưu trên máy").first().waitFor();
      await page.getByRole("button", { name: /^\+1 / }).click();
      await page.getByText("2 lượt hôm nay").waitFor();
    });
    try {
      const visits = mine(done, "supportVisit");
      expect(visits.map(({ body }) => body.sort)).toEqual(["vneid", "vneid"]);
      expect(new Set(visits.map(({ body }) => body.village)).size).toBe(1);
    } finally {
      await done.close();
    }
  });

  it("an incident", async () => {
    const done = await workOffline("motcua1", async (page) => {
      await page.getByRole("link", { name: "Báo sự cố" }).click();
      await page.getByRole("textbox", { name: "Hỏng cái gì?" }).fill("Ổ cắm quầy 3 chập chờn");
      await page.getByRole("radio", { name: /^Điện/ }).check();
      await page.getByRole("radio", { name: "Một quầy" }).check();
      await page.getByRole("button", { name: "Ghi sự cố" }).click();
      await page.getByRole("heading", { level: 1, name: "Ổ cắm quầy 3 chập chờn" }).waitFor();
      await page.getByText("Đã lưu trên máy").first().waitFor();
    });
    try {
      const [incident, ...more] = mine(done, "incident");
      expect(more).toEqual([]);
      expect(incident?.body).toMatchObject({ title: "Ổ cắm quầy 3 chập chờn", state: "new" });
      expect(incident?.body.number).toMatch(/^SC-XM-\d{3}-[A-Z]+$/);
    } finally {
      await done.close();
    }
  });

  it("progress of a task", async () => {
    const done = await workOffline("vhxh1", async (page) => {
      await page.getByRole("link", { name: "Nhiệm vụ", exact: true }).click();
      await page.getByRole("searchbox").fill("tuyen truyen");
      await page.locator("a.row").first().click();
      await page.getByRole("link", { name: "Cập nhật tiến độ" }).click();
      await page.getByRole("textbox", { name: "Kết quả" }).fill("Đã phát thanh 4 buổi tại 4 xóm");
      await tapTwice(page, page.getByRole("button", { name: "Ghi tiến độ" }));
      await page.getByText("Đã phát thanh 4 buổi tại 4 xóm").waitFor();
      await page.getByText("Đã lưu trên máy").first().waitFor();
    });
    try {
      const updates = mine(done, "progressUpdate");
      expect(updates.map(({ body }) => body.result)).toEqual(["Đã phát thanh 4 buổi tại 4 xóm"]);
    } finally {
      await done.close();
    }
  });
});

/** A finger that trembles: twice in one movement, which is meant once. */
async function tapTwice(page: Page, button: Locator): Promise<void> {
  await button.scrollIntoViewIfNeeded();
  const box = await button.boundingBox();
  if (!box) throw new Error("The button is not there");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.touchscreen.tap(x, y);
  await page.touchscreen.tap(x + 4, y - 3);
}

/** Records of one kind that this device made. */
function mine({ dump, devices }: Awaited<ReturnType<typeof workOffline>>, kind: string) {
  const ids = dump.ops
    .filter(({ device }) => devices.includes(device))
    .flatMap(({ op }) => op.ch.map((change) => change.id));
  return dump.records.filter((record) => record.kind === kind && ids.includes(record.id));
}

function today(): string {
  return new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
}
