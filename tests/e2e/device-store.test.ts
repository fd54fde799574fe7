import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deviceStoreContract } from "../contract/device-store.contract.ts";
import { launchBrowser } from "../support/browser.ts";

let server: Server;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const script = await bundle(resolve(import.meta.dirname, "../support/contract-page.ts"));
  server = createServer((request, reply) => {
    const isScript = request.url === "/contract.js";
    reply.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    reply.end(isScript ? script : '<!doctype html><script type="module" src="/contract.js"></script>');
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => "contractCases" in window);
});

afterAll(async () => {
  await browser?.close();
  await new Promise((done) => server.close(done));
});

describe("device store on the browser's own IndexedDB", () => {
  it("knows the same cases as the contract", async () => {
    expect(await page.evaluate(() => window.contractCases())).toEqual(
      deviceStoreContract.map((one) => one.name),
    );
  });

  for (const { name } of deviceStoreContract) {
    it(name, async () => {
      expect(await page.evaluate((wanted) => window.runContractCase(wanted), name)).toBe("");
    });
  }
});

async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    root: resolve(import.meta.dirname, "../.."),
    logLevel: "error",
    publicDir: false,
    build: { write: false, minify: false, lib: { entry, formats: ["es"], fileName: "contract" } },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (!first || !("output" in first)) throw new Error("Nothing was built");
  return first.output[0].code;
}
