import type { BrowserContext, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { atToday, readyOffline, signIn } from "../support/app-driver.ts";
import type { Foreign } from "../support/fault-proxy.ts";
import { patienceMs } from "../support/patience.ts";
import { commune, communeForEach, newDevice, openBook } from "../support/scene.ts";

/** What is not ours is never kept as code: whoever answers in the server's place, the device keeps the build's own files. */

communeForEach();

const html = { type: "text/html; charset=utf-8", body: Buffer.from("<!doctype html><p>Bảo trì</p>") };
type Answer = (as: Foreign) => Partial<Foreign>;
const strangers: [what: string, answer: Answer][] = [
  ["a page of a portal", () => html],
  ["the right type, other bytes", ({ body }) => ({ body: Buffer.concat([body, Buffer.from("\n//")]) })],
  ["the right type, cut short", ({ body }) => ({ body: body.subarray(0, body.length >> 1) })],
  ["nothing, and 200", () => ({ body: Buffer.alloc(0) })],
  ["the right bytes under another type", () => ({ type: "text/html" })],
];

const all = "Đã sẵn sàng dùng khi mất mạng";

/** Addresses of what this device keeps and what the build does not have there. */
async function strange(page: Page): Promise<string[]> {
  const kept = await page.evaluate(async () => {
    const found: [url: string, type: string, text: string][] = [];
    for (const name of (await caches.keys()).filter((one) => one !== "so-truc-faults")) {
      const cache = await caches.open(name);
      for (const { url } of await cache.keys()) {
        const response = await cache.match(url);
        const bytes = new Uint8Array((await response?.arrayBuffer()) ?? new ArrayBuffer(0));
        const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        found.push([new URL(url).pathname, response?.headers.get("content-type") ?? "", hash.join()]);
      }
    }
    return found;
  });
  const wrong: string[] = [];
  for (const [path, type, hash] of kept) {
    const own = await fetch(new URL(path, commune.url));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await own.arrayBuffer()));
    if (digest.join() !== hash || type !== own.headers.get("content-type")) wrong.push(`${path} ${type}`);
  }
  expect(kept.length).toBeGreaterThan(100);
  return wrong;
}

async function opensWithoutLink(context: BrowserContext, page: Page): Promise<void> {
  await context.setOffline(true);
  commune.proxy.fault({ do: "drop" }, { on: () => true });
  await page.goto(commune.url);
  await atToday(page);
  await page.goto(`${commune.url}/kich-ban`);
  await page.getByRole("heading", { level: 1, name: "Kịch bản dự phòng" }).waitFor();
  await context.setOffline(false);
  commune.proxy.pass();
}

/** Asks for a newer version, as after a deployment, and waits for what becomes of it. */
async function update(page: Page, to: "installed" | "redundant"): Promise<void> {
  commune.proxy.alter("/service-worker.js", (text) => `${text}\n// a newer one\n`);
  await page.evaluate(async (wanted) => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update();
    const next = registration?.installing ?? registration?.waiting;
    if (!next) throw new Error("No newer version was found");
    while (next.state !== wanted) {
      if (next.state !== "installing") throw new Error(`It is ${next.state}`);
      await new Promise((changed) => next.addEventListener("statechange", changed, { once: true }));
    }
  }, to);
}

/** Each of these files gets a stranger of its own. */
function strangersFor(...files: readonly RegExp[]): void {
  const strangerOf = (path: string) => files.findIndex((file) => file.test(path));
  const answer = (as: Foreign) => strangers[strangerOf(as.path) % strangers.length]?.[1](as) ?? {};
  commune.proxy.fault(
    { do: "foreign", answer },
    { on: (_m, path) => strangerOf(path) >= 0, times: files.length * 3 },
  );
}

it("strangers answer for parts of daily work, of later sets and for the page, while the first version installs", {
  timeout: 300_000,
}, async () => {
  const context = await newDevice();
  const page = await context.newPage();
  await page.goto(`${commune.url}/dang-nhap`);
  await page.getByLabel("Tài khoản").waitFor();
  strangersFor(
    ...[
      /^\/index\.html$/,
      /^\/assets\/lazy\/task-list/,
      /^\/assets\/lazy\/visit/,
      /^\/assets\/lazy\/outbox/,
      /^\/assets\/lazy\/incident-list/,
    ],
    ...[/^\/assets\/lazy\/check-list/, /^\/assets\/later\/scenario-list/, /^\/assets\/later\/roster/],
    ...[/^\/assets\/later\/guide/, /^\/assets\/later\/equipment/],
  );
  await signIn(page, commune, "ungcuu1");
  await readyOffline(page);
  await page.getByText(all).waitFor();
  await commune.proxy.happened("foreign", strangers.length * 2);
  expect(await strange(page)).toEqual([]);
  await opensWithoutLink(context, page);
});

describe("while a newer version installs", () => {
  it("a stranger who stays keeps it out, and the old one goes on; once he is gone it comes", {
    timeout: 300_000,
  }, async () => {
    const { context, page } = await openBook("ungcuu1");
    await page.getByText(all).waitFor();
    // The newer one has the same files, so it would find them all here: one is lost.
    await page.evaluate(async () => {
      const cache = await caches.open("so-truc-files");
      for (const request of await cache.keys())
        if (/task-list/.test(request.url)) await cache.delete(request);
    });
    const session = await context.newCDPSession(page);
    await session.send("Network.clearBrowserCache");
    commune.proxy.fault({ do: "foreign", answer: () => html }, { on: (_m, path) => /task-list/.test(path) });
    await update(page, "redundant");
    await page.reload();
    await atToday(page);
    expect(await page.getByText("Có bản mới của ứng dụng").count()).toBe(0);
    commune.proxy.pass();
    await update(page, "installed");
    await page.getByRole("button", { name: "Cập nhật ngay" }).click();
    await page.getByText(all).waitFor();
    expect(await strange(page)).toEqual([]);
    await opensWithoutLink(context, page);
  });
});

describe("what was kept before and is not ours", () => {
  /** As a worker that trusted everybody left it. */
  async function spoil(page: Page, which: RegExp): Promise<void> {
    const count = await page.evaluate(async (source) => {
      const cache = await caches.open("so-truc-files");
      const found = (await cache.keys()).filter(({ url }) => new RegExp(source).test(url));
      const answer = () => new Response("<p>Wi-Fi</p>", { headers: { "content-type": "text/html" } });
      for (const request of found) await cache.put(request, answer());
      return found.length;
    }, which.source);
    expect(count).toBeGreaterThan(0);
  }

  it("is found and replaced when the app is opened", { timeout: 180_000 }, async () => {
    const { context, page } = await openBook("ungcuu1");
    await page.getByText(all).waitFor();
    await spoil(page, /lazy\/task-list|later\/scenario|\.woff2|index\.html|icon\.svg/);
    await page.goto(commune.url);
    await page.getByText(all).waitFor();
    await expect.poll(() => strange(page), { timeout: patienceMs }).toEqual([]);
    await opensWithoutLink(context, page);
  });
});
