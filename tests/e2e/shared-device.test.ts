import type { BrowserContext, Page } from "playwright-core";
import { expect, it } from "vitest";
import {
  allReceived,
  answer,
  atToday,
  itemNames,
  loseLink,
  readyOffline,
  regainLink,
  signIn,
} from "../support/app-driver.ts";
import { desktop, newContext, phone } from "../support/browser.ts";
import { browser, commune, communeForAll } from "../support/scene.ts";
import { axeBreaches, keepSettings, settled, sideways, tabTo } from "../support/screen-checks.ts";

/** The front-desk PC, where people take turns: it locks itself, and one hands over to the next. */
communeForAll();

const pin = "2468";
const onDuty = (page: Page) => page.getByRole("heading", { level: 1, name: "Ai đang dùng máy?" });

/** Signed in, with a clock that the test may move on; the time itself goes on as ever. */
async function atDesk(account: string, device = desktop): Promise<{ context: BrowserContext; page: Page }> {
  const context = await newContext(browser, device);
  await context.clock.install();
  const page = await context.newPage();
  await signIn(page, commune, account);
  await readyOffline(page);
  return { context, page };
}

async function share(page: Page, minutes: number): Promise<void> {
  await page.goto(`${commune.url}/cai-dat`);
  await page.getByRole("switch", { name: "Máy dùng chung" }).click();
  const sheet = page.getByRole("dialog", { name: "Đặt mã PIN" });
  await sheet.getByLabel("Mã PIN mới", { exact: true }).fill(pin);
  await sheet.getByLabel("Nhập lại mã PIN mới").fill(pin);
  await sheet.getByRole("button", { name: "Đặt mã PIN" }).click();
  await sheet.waitFor({ state: "hidden" });
  await page.getByRole("radio", { name: `Sau ${minutes} phút` }).click();
  await watched(page);
}

/** The watch has begun: it notes the hand for the other tabs. */
async function watched(page: Page): Promise<void> {
  await page.waitForFunction(() => localStorage.getItem("so-truc-touched") !== null);
}

async function enterPin(page: Page): Promise<void> {
  // Its last digit opens the book.
  await page.getByLabel("Mã PIN", { exact: true }).fill(pin);
}

it("locks by itself on every tab, loses nothing that was typed, and lets its owner back in by the PIN", async () => {
  const { context, page } = await atDesk("motcua1");
  try {
    await share(page, 3);
    await page.goto(`${commune.url}/su-co/moi`);
    await watched(page);
    const note = page.getByLabel("Ghi chú");
    await note.fill("Máy in quầy 2 kẹt giấy, đã tắt nguồn");
    const other = await context.newPage();
    await other.goto(`${commune.url}/kiem-tra`);
    await enterPin(other);
    await other.getByRole("heading", { level: 1, name: "Kiểm tra" }).waitFor();

    await context.clock.fastForward("02:00");
    await page.mouse.move(200, 200);
    await page.mouse.move(240, 240);
    await context.clock.fastForward("02:00");
    await settled(page);
    expect(await note.inputValue()).toBe("Máy in quầy 2 kẹt giấy, đã tắt nguồn");

    await context.clock.fastForward("03:00");
    await onDuty(page).waitFor();
    await onDuty(other).waitFor();
    expect(await page.getByText("kẹt giấy").count()).toBe(0);
    await page.getByText("Máy dùng chung tự khóa sau 3 phút").waitFor();
    expect(await axeBreaches(page)).toEqual([]);

    await page.reload();
    await onDuty(page).waitFor();
    await page.goto(`${commune.url}/su-co/moi`);
    await onDuty(page).waitFor();
    await page.getByRole("button", { name: /Mở sổ/ }).click();
    await enterPin(page);
    await note.waitFor();
    expect(await note.inputValue()).toBe("Máy in quầy 2 kẹt giấy, đã tắt nguồn");
  } finally {
    await context.close();
  }
});

it("hands over without a link and by keys alone: what is open, then the lock, then the next person", async () => {
  const { context, page } = await atDesk("motcua2");
  try {
    await share(page, 10);
    const said = await page.getByText(/cần mã PIN\./).innerText();
    const [, name = ""] = /sổ của (.+) cần mã PIN/.exec(said) ?? [];
    await signIn(page, commune, "ungcuu1");
    await readyOffline(page);
    await page.goto(`${commune.url}/nguoi-dung`);
    await page.getByRole("button", { name: new RegExp(name) }).click();
    await enterPin(page);
    await atToday(page);
    await allReceived(page);

    await loseLink(context, commune);
    await page.goto(`${commune.url}/kiem-tra/hom-nay`);
    const [first = ""] = await itemNames(page);
    await answer(page, first, "Tốt");
    await page.goto(`${commune.url}/su-co/moi`);
    await page.getByLabel("Ghi chú").fill("mùi khét ở tủ mạng");
    await page.goto(`${commune.url}/them`);
    await tabTo(page, "Đổi ca");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: `Đổi ca: ${name}` }).waitFor();
    const rows = page.locator(".row-title");
    await rows.filter({ hasText: "1 mục chưa gửi" }).waitFor();
    await page.getByText("23 mục chưa kiểm tra").waitFor();
    await page.getByRole("link", { name: /Báo sự cố.*Còn trong sổ/ }).waitFor();
    expect(await page.getByText("Không còn việc nào dở.").count()).toBe(0);
    await settled(page);
    expect(await axeBreaches(page)).toEqual([]);
    const paper = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    expect(paper.match(/\/Type \/Page\b/g)).toHaveLength(1);

    await tabTo(page, "Khóa sổ, giao ca");
    await page.keyboard.press("Enter");
    await onDuty(page).waitFor();
    await page.getByRole("button", { name: new RegExp(`${name}.*1 mục chưa gửi`) }).waitFor();
    await tabTo(page, /chưa có mã PIN/);
    await page.keyboard.press("Enter");
    await atToday(page);
    expect(await page.getByText(name).count()).toBe(0);
  } finally {
    await regainLink(context, commune);
    await context.close();
  }
});

it("fits a phone with letters twice as large, in the dark", async () => {
  const { context, page } = await atDesk("motcua1", phone);
  try {
    await share(page, 1);
    await keepSettings(page, { theme: "dark", textSize: "200" });
    const wrong: string[] = [];
    for (const path of ["/cai-dat", "/doi-ca"]) {
      await page.goto(`${commune.url}${path}`);
      await settled(page);
      for (const one of [...(await sideways(page)), ...(await axeBreaches(page))])
        wrong.push(`${path}: ${one}`);
    }
    expect(wrong).toEqual([]);
  } finally {
    await context.close();
  }
});
