import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { readyOffline, signIn } from "./app-driver.ts";
import { launchBrowser, newContext, phone } from "./browser.ts";
import { type Commune, startCommune } from "./commune.ts";
import { Witness } from "./device-books.ts";
import { Listener } from "./screen-checks.ts";

/** What a file of browser tests plays on; set by one of the two functions below. */
export let browser: Browser;
export let commune: Commune;
/** Who compares devices and server; anew for each test. */
export let witness: Witness;
/** What is open; closed after the test, or after the file when they share the commune. */
export const contexts: BrowserContext[] = [];

/** One commune for all tests of the file. */
export function communeForAll(): void {
  withBrowser();
  beforeAll(async () => {
    commune = await startCommune();
  });
  afterAll(end);
}

/** A commune anew for each test. */
export function communeForEach(): void {
  withBrowser();
  beforeEach(async () => {
    commune = await startCommune();
    witness = new Witness();
  });
  afterEach(end);
}

/** A device on which nobody is signed in yet. */
export async function newDevice(options: BrowserContextOptions = phone): Promise<BrowserContext> {
  const context = await newContext(browser, options);
  contexts.push(context);
  return context;
}

/** Somebody's book on a device, ready to be used offline; what the page complains of is heard. */
export async function openBook(
  account: string,
  options: BrowserContextOptions = phone,
): Promise<{ context: BrowserContext; page: Page; listener: Listener }> {
  const context = await newDevice(options);
  const listener = new Listener(context, commune.url);
  const page = await context.newPage();
  await signIn(page, commune, account);
  await readyOffline(page);
  return { context, page, listener };
}

function withBrowser(): void {
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
}

async function end(): Promise<void> {
  for (const context of contexts.splice(0)) await context.close();
  await commune?.close();
}
