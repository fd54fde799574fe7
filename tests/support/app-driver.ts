import type { BrowserContext, Page } from "playwright-core";
import { type Commune, password } from "./commune.ts";
import { savedAnswer } from "./device-books.ts";
import { patienceMs, until } from "./patience.ts";

/** What hands do in the app, told by the words that people see; free of any test runner. */

export async function signIn(page: Page, commune: Commune, account: string): Promise<void> {
  await page.goto(`${commune.url}/dang-nhap`);
  await page.getByLabel("Tài khoản").fill(account);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await atToday(page);
}

export async function atToday(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1, name: "Hôm nay" }).waitFor();
}

/** The whole app lies on the device, and so do its records. */
export async function readyOffline(page: Page): Promise<void> {
  await page
    .getByText(/^(Mở được cả khi|Đã sẵn sàng dùng khi) mất mạng$/)
    .first()
    .waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await allReceived(page);
}

/**
 * The device has the key by which it signs messages and checks receipts that are brought by hand, and the parts of the app
 * that do it. On *Hôm nay*.
 */
export async function sharesKey(page: Page): Promise<void> {
  await page.getByText("Đã sẵn sàng dùng khi mất mạng").waitFor();
  const asks = () =>
    page.evaluate(async () => {
      const [found] = (await indexedDB.databases()).filter(({ name }) => name === "so-truc-profiles");
      if (!found?.name) return false;
      const database = await new Promise<IDBDatabase>((done) => {
        const asked = indexedDB.open(found.name as string);
        asked.onsuccess = () => done(asked.result);
      });
      const profiles = await new Promise<{ smsKey?: string }[]>((done) => {
        const asked = database.transaction("profiles").objectStore("profiles").getAll();
        asked.onsuccess = () => done(asked.result);
      });
      database.close();
      return profiles.some(({ smsKey }) => smsKey !== undefined);
    });
  await until(asks);
}

/** The one sentence about sending, whole. */
export function statusLine(page: Page) {
  return page.locator(".status");
}

export async function statusSays(page: Page, words: string | RegExp, timeout = patienceMs): Promise<void> {
  const source = typeof words === "string" ? words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : words.source;
  const says = (wanted: string) =>
    new RegExp(wanted).test(document.querySelector(".status")?.getAttribute("aria-label") ?? "");
  try {
    await page.waitForFunction(says, source, { timeout });
  } catch (cause) {
    const said = await statusLine(page)
      .getAttribute("aria-label", { timeout: 1000 })
      .catch(() => "nothing");
    throw new Error(`The status line says "${said}" and not ${words}`, { cause });
  }
}

export async function allReceived(page: Page, timeout = patienceMs): Promise<void> {
  await statusSays(page, "Máy chủ đã nhận hết", timeout);
}

/** No link at all: the server is dead and the browser knows that it is offline. */
export async function loseLink(context: BrowserContext, commune: Commune): Promise<void> {
  await commune.kill();
  await context.setOffline(true);
}

export async function regainLink(context: BrowserContext, commune: Commune): Promise<void> {
  await commune.restart();
  await context.setOffline(false);
}

/** *Chờ gửi* asks for the password again, and everything goes out. */
export async function signInAgain(page: Page, commune: Commune): Promise<void> {
  await page.goto(`${commune.url}/cho-gui`);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  const sheet = page.getByRole("dialog", { name: "Cần đăng nhập lại" });
  await sheet.getByLabel("Mật khẩu").fill(password);
  await sheet.getByRole("button", { name: "Đăng nhập" }).click();
  await sheet.waitFor({ state: "hidden" });
}

/** Answers one item on the page of items; resolves when it is saved here. */
export async function answer(page: Page, item: string, word: "Tốt" | "Lỗi" | "Không dùng"): Promise<void> {
  const choice = answerOf(page, item, word);
  await choice.click();
  const { name, value } = await choice.evaluate((input: HTMLInputElement) => ({
    name: input.name,
    value: input.value,
  }));
  await savedAnswer(page, name.replace("answer-", ""), value);
}

export function answerOf(page: Page, item: string, word: "Tốt" | "Lỗi" | "Không dùng") {
  return page.getByRole("group", { name: item, exact: true }).getByRole("radio", { name: word });
}

/** The names of the items on the page, in its order. */
export async function itemNames(page: Page): Promise<string[]> {
  const bars = page.locator("fieldset.answers");
  await bars.first().waitFor();
  return bars.locator("legend").allInnerTexts();
}
