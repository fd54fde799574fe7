import { expect, it } from "vitest";
import { createApiClient } from "../support/api-client.ts";
import { allReceived, loseLink } from "../support/app-driver.ts";
import { password } from "../support/commune.ts";
import { holds } from "../support/held-in-browser.ts";
import { commune, communeForEach, openBook } from "../support/scene.ts";

const name = "Bà Chín Tý";
const number = "0988123457";
const dayMs = 86_400_000;

communeForEach();

/** The village team writes a visit with a name and a number, calls and ends it. */
async function calledBack() {
  const team = await openBook("tocns1");
  const { page } = team;
  await page.goto(`${commune.url}/ho-tro/moi`);
  await page.getByRole("radio", { name: "Nộp hồ sơ trực tuyến" }).check();
  await page.getByText(/^Thêm: số người/).click();
  await page.getByRole("switch", { name: "Cần gọi lại cho người này" }).click();
  await page.getByLabel(/^Tên để gọi/).fill(name);
  await page.getByLabel(/^Số điện thoại/).fill(number);
  await page.getByRole("button", { name: "Ghi lượt này" }).click();
  await page.getByText("Đã ghi một lượt").waitFor();
  await page.goto(`${commune.url}/goi-lai`);
  await page.locator("a.row", { hasText: name }).click();
  await page.getByRole("link", { name: /^Gọi/ }).waitFor();
  const visit = new URL(page.url()).pathname.replace("/goi-lai/", "");
  await page.getByRole("button", { name: "Đã gọi" }).click();
  await page.getByRole("button", { name: "Xong" }).click();
  await page.getByRole("button", { name: "Mở lại" }).waitFor();
  await allReceived(page);
  return { ...team, visit };
}

it("an erased name leaves IndexedDB of the phone that wrote it, and never came to the leader's", {
  timeout: 300_000,
}, async () => {
  const { page, visit } = await calledBack();
  const leader = await openBook("chutich1");
  for (const value of [name, number]) {
    expect(await holds(page, value), value).toBe(true);
    expect(await holds(leader.page, value), value).toBe(false);
  }
  const admin = createApiClient(commune.url);
  await admin.signIn("quantri1", password);
  expect(await admin.post("/api/admin/erase", { record: visit })).toMatchObject({ status: 200 });
  for (const value of [name, number]) await expect.poll(() => holds(page, value)).toBe(false);
});

it("a phone without a link erases by itself when the month is over", { timeout: 300_000 }, async () => {
  const { page, context } = await calledBack();
  await loseLink(context, commune);
  expect(await holds(page, number)).toBe(true);
  await context.clock.setSystemTime(Date.now() + 31 * dayMs);
  await page.goto(`${commune.url}/`);
  for (const value of [name, number])
    await expect.poll(() => holds(page, value), { timeout: 60_000 }).toBe(false);
});
