import type { BrowserContext, Page } from "playwright-core";
import { expect, it } from "vitest";
import { atToday } from "../support/app-driver.ts";
import { desktop, phone } from "../support/browser.ts";
import { commune, communeForAll, openBook } from "../support/scene.ts";
import { axeBreaches, keepSettings, settled, sideways } from "../support/screen-checks.ts";

/** The PIN under the thumb: a phone of 360×740 with a bar at its lower edge, in letters of every size; and on a desk. */
communeForAll();

const pin = "2468";
/** What a phone without a button keeps for its gesture. */
const bar = 34;

async function setPin(page: Page): Promise<void> {
  await page.goto(`${commune.url}/cai-dat`);
  await page.getByRole("button", { name: "Đặt mã PIN" }).click();
  const sheet = page.getByRole("dialog", { name: "Đặt mã PIN" });
  await sheet.getByLabel("Mã PIN mới", { exact: true }).fill(pin);
  await sheet.getByLabel("Nhập lại mã PIN mới").fill(pin);
  await sheet.getByRole("button", { name: "Đặt mã PIN" }).click();
  await sheet.waitFor({ state: "hidden" });
}

/** A window of its own, which must ask. */
async function askedAnew(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(commune.url);
  await page.getByRole("group", { name: "Bàn phím số" }).waitFor();
  await settled(page);
  return page;
}

async function keysOf(page: Page) {
  const keys = await page.getByRole("group", { name: "Bàn phím số" }).getByRole("button").all();
  const boxes = await Promise.all(keys.map((key) => key.boundingBox()));
  return boxes.flatMap((box) => (box ? [box] : []));
}

const press = (page: Page, digit: string) => page.getByRole("button", { name: digit, exact: true }).click();

for (const textSize of ["100", "200"] as const)
  it(`lies in the lower half of a phone above its bar and opens at the last digit, with letters of ${textSize} %`, async () => {
    const { context, page: first } = await openBook("motcua1", phone);
    await setPin(first);
    await keepSettings(first, { theme: "light", textSize });
    const page = await askedAnew(context);
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setSafeAreaInsetsOverride" as never, { insets: { bottom: bar } } as never);
    await settled(page);
    const keys = await keysOf(page);
    const { height } = phone.viewport ?? { height: 0 };
    expect(keys).toHaveLength(12);
    for (const key of keys) {
      expect(key.y).toBeGreaterThanOrEqual(height / 2);
      expect(key.y + key.height).toBeLessThanOrEqual(height - bar);
      expect(Math.min(key.width, key.height)).toBeGreaterThanOrEqual(48);
    }
    const cut = await page
      .locator(".keypad .btn")
      .evaluateAll((all) =>
        all.filter((key) => key.scrollWidth > key.clientWidth + 1).map((key) => key.textContent),
      );
    expect(cut).toEqual([]);
    expect(await sideways(page)).toEqual([]);
    expect(await axeBreaches(page)).toEqual([]);
    for (const digit of pin) await press(page, digit);
    await atToday(page);
  });

it("on a desk stands with its field, and is typed with a keyboard alone", async () => {
  const { context, page: first } = await openBook("motcua2", desktop);
  await setPin(first);
  const page = await askedAnew(context);
  const field = await page.getByLabel("Mã PIN", { exact: true }).boundingBox();
  const [key] = await keysOf(page);
  expect((key?.y ?? 0) - (field?.y ?? 0)).toBeLessThan(200);
  await page.keyboard.type(pin);
  await atToday(page);
});
