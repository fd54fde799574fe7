// `npm run shots`: the pictures of README, taken of today's application with the sample commune.
import { mkdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { answer, itemNames, readyOffline, signIn, statusSays } from "../support/app-driver.ts";
import { desktop, launchBrowser, phone } from "../support/browser.ts";
import { type Commune, startCommune } from "../support/commune.ts";
import { settled } from "../support/screen-checks.ts";

const folder = resolve(import.meta.dirname, "../../.docs");
const heaviest = 150_000;

/** The last Tuesday, five past seven in Viet Nam: the pictures show a working morning, whenever they are taken. */
const dayMs = 86_400_000;
const today = Math.floor((Date.now() + 7 * 3_600_000) / dayMs);
const tuesday = today - ((((today + 2) % 7) + 7) % 7);
const morning = tuesday * dayMs + 5 * 60_000;
const serverClock = `
  const now = Date.now, ahead = ${morning} - now();
  globalThis.Date = class extends Date {
    constructor(...given) { given.length > 0 ? super(...given) : super(now() + ahead); }
    static now() { return now() + ahead; }
  };`;

await mkdir(folder, { recursive: true });
const commune = await startCommune({
  env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(serverClock)}` },
});
const browser = await launchBrowser();
try {
  await shootCentre(browser, commune);
  await shootTasks(browser, commune);
  await shootIncidents(browser, commune);
  await shootAdmin(browser, commune);
} finally {
  await browser.close();
  await commune.close();
}

async function shootCentre(browser: Browser, commune: Commune): Promise<void> {
  const page = await open(browser, commune, "motcua1", phone);
  await shoot(page, "hom-nay");
  await page.getByRole("button", { name: "Tất cả tốt" }).click();
  await page.getByRole("dialog").waitFor();
  await shoot(page, "tat-ca-tot");
  await page.context().setOffline(true);
  await page.goto(`${commune.url}/kiem-tra/hom-nay`);
  const items = await itemNames(page);
  for (const item of items.slice(0, 3)) await answer(page, item, "Tốt");
  await page.evaluate(() => window.scrollTo(0, 0));
  await shoot(page, "kiem-tra");
  await statusSays(page, "Mất mạng");
  await page.goto(`${commune.url}/cho-gui`);
  await page.getByRole("heading", { name: /Chưa gửi/ }).waitFor();
  await shoot(page, "cho-gui");
  await page.context().close();

  const desk = await open(browser, commune, "motcua2", desktop);
  await shoot(desk, "desktop-hom-nay");
  await desk.context().close();
}

async function shootTasks(browser: Browser, commune: Commune): Promise<void> {
  const page = await open(browser, commune, "vhxh1", phone);
  await page.goto(`${commune.url}/nhiem-vu`);
  await shoot(page, "nhiem-vu");
  await page.context().close();
}

async function shootIncidents(browser: Browser, commune: Commune): Promise<void> {
  const page = await open(browser, commune, "ungcuu1", phone);
  await page.locator("a.row", { hasText: "Ki-ốt tra cứu" }).first().click();
  await page.getByRole("heading", { level: 1, name: /Ki-ốt tra cứu/ }).waitFor();
  await shoot(page, "su-co");
  await page.goto(`${commune.url}/lich-truc`);
  await page.getByText("Đang trực").first().waitFor();
  await shoot(page, "lich-truc");
  await page.goto(`${commune.url}/bang-dieu-hanh`);
  await page
    .getByRole("img", { name: /^Biểu đồ/ })
    .first()
    .waitFor();
  await shoot(page, "bang-dieu-hanh");
  await page.context().close();
}

async function shootAdmin(browser: Browser, commune: Commune): Promise<void> {
  const page = await open(browser, commune, "quantri1", phone);
  await page.goto(`${commune.url}/quan-tri/sao-luu`);
  await page.getByRole("button", { name: "Sao lưu ngay" }).click();
  await page.getByText("Đã kiểm tra đọc lại được").waitFor();
  await shoot(page, "sao-luu");
  await page.context().close();
}

async function open(
  browser: Browser,
  commune: Commune,
  account: string,
  device: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext({ ...device, deviceScaleFactor: device.isMobile ? 1.5 : 1 });
  await context.clock.setFixedTime(morning);
  const page = await context.newPage();
  await signIn(page, commune, account);
  await readyOffline(page);
  return page;
}

async function shoot(page: Page, name: string): Promise<void> {
  await settled(page);
  await page.mouse.move(0, 0);
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  const { size } = await stat(path);
  if (size > heaviest) throw new Error(`${name}.png is ${size} bytes, more than ${heaviest}`);
  process.stdout.write(`${name}.png ${size}\n`);
}
