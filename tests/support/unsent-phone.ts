import type { BrowserContext, Page } from "playwright-core";
import { loseLink, readyOffline, signIn } from "./app-driver.ts";
import type { Installation } from "./browser.ts";
import type { Commune } from "./commune.ts";

export async function firstPage(context: BrowserContext): Promise<Page> {
  return context.pages()[0] ?? (await context.newPage());
}

/** A signed-in phone that has written something which is not on the server. */
export async function withUnsent(commune: Commune, installation: Installation): Promise<Page> {
  const context = await installation.open();
  const page = await firstPage(context);
  await signIn(page, commune, "tocns1");
  await readyOffline(page);
  await loseLink(context, commune);
  await page.goto(`${commune.url}/ho-tro/moi`);
  await page.getByRole("radio", { name: "Cài, kích hoạt VNeID" }).click();
  await page.getByRole("button", { name: "Ghi lượt này" }).click();
  await page.getByText("Đã ghi một lượt").waitFor();
  // The marks outside the database follow a moment later.
  await page.waitForFunction(() => /,1,/.test(localStorage.getItem("so-truc-mark") ?? ""));
  return page;
}
