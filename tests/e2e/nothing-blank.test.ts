import { readdir, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atToday, loseLink, readyOffline, regainLink, signIn } from "../support/app-driver.ts";
import { type Installation, launchBrowser, newContext, newInstallation, phone } from "../support/browser.ts";
import { type Commune, startCommune } from "../support/commune.ts";
import { axeBreaches } from "../support/screen-checks.ts";
import { startSlowLink } from "../support/slow-link.ts";
import { firstPage, withUnsent } from "../support/unsent-phone.ts";

/** Whatever fails to start or to open says what happened, what is safe and what to do. */

let commune: Commune;
beforeAll(async () => {
  commune = await startCommune();
});
afterAll(() => commune?.close());

async function filesOf(installation: Installation, name: RegExp): Promise<string[]> {
  const folder = join(installation.folder, "Default", "IndexedDB");
  const stores = (await readdir(folder)).filter((one) => one.endsWith(".leveldb"));
  const all = await Promise.all(
    stores.map(async (store) =>
      (await readdir(join(folder, store))).map((file) => join(folder, store, file)),
    ),
  );
  const found = all.flat().filter((file) => name.test(file));
  expect(found.length).toBeGreaterThan(0);
  return found;
}

const damages: [what: string, damage: (installation: Installation) => Promise<void>][] = [
  [
    "the list of its files is gone",
    async (one) =>
      void (await Promise.all((await filesOf(one, /MANIFEST-|CURRENT$/)).map((file) => rm(file)))),
  ],
  [
    "its tables hold something else",
    async (one) => {
      for (const file of await filesOf(one, /\.(ldb|log)$/)) await writeFile(file, Buffer.alloc(5000, "x"));
    },
  ],
  [
    "the name of its list is cut off",
    async (one) =>
      void (await Promise.all((await filesOf(one, /CURRENT$/)).map((file) => truncate(file, 3)))),
  ],
];

describe("the store's folder is damaged while the browser is closed", () => {
  it.each(damages)("%s", { timeout: 240_000 }, async (_what, damage) => {
    const installation = await newInstallation();
    try {
      await (await withUnsent(commune, installation)).context().close();
      await damage(installation);
      const page = await firstPage(await installation.open());
      await page.goto(commune.url);
      // The browser mends it and all is here, or it refuses to open it, or begins anew: each is said.
      const whole = page.locator('.status[aria-label*="1 mục chưa gửi"]');
      const broken = page.getByRole("heading", { name: "Bộ nhớ của trình duyệt bị hỏng" });
      const thrownAway = page.getByText("Trình duyệt đã xóa dữ liệu của sổ trên máy này");
      await broken.or(thrownAway).or(whole).first().waitFor();
      if (await broken.isVisible()) {
        await page.getByText("máy này còn 1 mục chưa gửi").waitFor();
        await page.getByText("Những gì máy chủ đã nhận vẫn còn đủ trên máy chủ").waitFor();
        await page.getByRole("button", { name: "Xuất những gì đọc được" }).click();
        await page.getByText(/Không đọc được mục nào chưa gửi|Đã xuất/).waitFor();
        await page.getByRole("button", { name: "Thử lại" }).waitFor();
      }
      expect(await axeBreaches(page)).toEqual([]);
    } finally {
      await commune.restart();
      await installation.remove();
    }
  });
});

describe("an old page after a deployment", () => {
  it("whose part the server has no more says that there is a newer version, and opens it", {
    timeout: 120_000,
  }, async () => {
    const browser = await launchBrowser();
    try {
      // No worker keeps the parts: as in the first minute, or in a browser that lets none run.
      const page = await (await newContext(browser, { ...phone, serviceWorkers: "block" })).newPage();
      await signIn(page, commune, "motcua1");
      commune.proxy.fault(
        { do: "deny", status: 404 },
        { on: (_m, path) => /\/lazy\/incident-list/.test(path) },
      );
      await page.getByRole("link", { name: "Sự cố", exact: true }).click();
      await page.getByText("Có bản mới của ứng dụng, phần này nằm trong bản đó.").waitFor();
      await page.getByText("Mọi mục đã lưu vẫn còn nguyên trên máy.").waitFor();
      expect(await axeBreaches(page)).toEqual([]);
      commune.proxy.pass();
      const loaded = page.waitForEvent("load");
      await page.getByRole("button", { name: "Cập nhật ngay" }).click();
      await loaded;
      await page.getByRole("heading", { level: 1, name: "Sự cố" }).waitFor();
    } finally {
      commune.proxy.pass();
      await browser.close();
    }
  });
});

describe("a first load", () => {
  it("speaks before the app is here and counts its bytes, at 50 kbit/s", { timeout: 240_000 }, async () => {
    const link = await startSlowLink(commune.url);
    const browser = await launchBrowser();
    try {
      link.slow({ upBits: 50_000, downBits: 50_000, roundTripMs: 100 });
      const page = await (await newContext(browser, phone)).newPage();
      await page.goto(link.url, { waitUntil: "commit" });
      await page.getByText("Đang mở sổ").waitFor();
      const text = page.locator(".early-text");
      await expect.poll(() => text.textContent(), { timeout: 60_000 }).toMatch(/· \d+\/1\d\d kB$/);
      const loaded = async () => Number(/(\d+)\//.exec((await text.textContent()) ?? "")?.[1] ?? Number.NaN);
      const before = await loaded();
      await expect.poll(loaded, { timeout: 60_000 }).toBeGreaterThan(before);
      const [paint] = await page.evaluate(() =>
        performance.getEntriesByType("paint").map(({ startTime }) => startTime),
      );
      console.log(
        `first words after ${Math.round(paint ?? Number.NaN)} ms, with ${link.passed.down} bytes down so far`,
      );
      link.fast();
      await page.getByRole("button", { name: "Đăng nhập" }).waitFor();
    } finally {
      await browser.close();
      await link.close();
    }
  });

  it("that somebody else answers is told so, and goes on by itself", { timeout: 120_000 }, async () => {
    const browser = await launchBrowser();
    try {
      const page = await (await newContext(browser, phone)).newPage();
      commune.proxy.fault({ do: "portal" }, { on: (_m, path) => /\/assets\/start-/.test(path) });
      await page.goto(commune.url);
      await page.getByText("Wi-Fi yêu cầu đăng nhập").waitFor();
      expect(await axeBreaches(page)).toEqual([]);
      commune.proxy.pass();
      await page.getByRole("button", { name: "Đăng nhập" }).waitFor();
    } finally {
      commune.proxy.pass();
      await browser.close();
    }
  });

  it("whose app does not run ends in words and a way to try again", { timeout: 120_000 }, async () => {
    const browser = await launchBrowser();
    try {
      const page = await (await newContext(browser, phone)).newPage();
      const answer = ({ body }: { body: Buffer }) => ({
        body: Buffer.concat([Buffer.from("lỗi(;"), body]).subarray(0, body.length),
      });
      commune.proxy.fault({ do: "foreign", answer }, { on: (_m, path) => /\/assets\/start-/.test(path) });
      await page.goto(commune.url);
      await page.getByText("Sổ Trực chưa mở được.").waitFor();
      await page.getByText("Mọi mục đã lưu vẫn còn nguyên trên máy.").waitFor();
      await page.getByText(/SyntaxError/).waitFor();
      expect(await axeBreaches(page)).toEqual([]);
      expect(await page.evaluate(() => localStorage.getItem("so-truc-faults"))).toContain("SyntaxError");
      commune.proxy.pass();
      await page.context().clearCookies();
      const session = await page.context().newCDPSession(page);
      await session.send("Network.clearBrowserCache");
      await page.getByRole("button", { name: "Thử lại" }).click();
      await page.getByRole("button", { name: "Đăng nhập" }).waitFor();
    } finally {
      commune.proxy.pass();
      await browser.close();
    }
  });
});

it("a page kept by the browser lets go of the book, and has it again when it is shown", {
  timeout: 240_000,
}, async () => {
  const installation = await newInstallation(phone, ["--enable-features=BackForwardCache"]);
  try {
    const context = await installation.open();
    const page = await firstPage(context);
    await signIn(page, commune, "motcua1");
    await readyOffline(page);
    await loseLink(context, commune);
    for (const path of ["/su-co", "/cho-gui", "/ho-tro", "/su-co"]) {
      await page.goto(`${commune.url}${path}`);
      await page.locator("h1").first().waitFor();
    }
    for (let back = 0; back < 3; back++) {
      await page.goBack();
      await page.locator("h1").first().waitFor();
    }
    await page.goto(commune.url);
    await atToday(page);
    await regainLink(context, commune);
    await readyOffline(page);
  } finally {
    await commune.restart();
    await installation.remove();
  }
});
