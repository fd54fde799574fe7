import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { BrowserContext, Page } from "playwright-core";
import { atToday, readyOffline } from "../../support/app-driver.ts";
import { newInstallation } from "../../support/browser.ts";
import { newDataDir, removeDataDir, startServer } from "../../support/server-process.ts";
import { type SlowLink, startSlowLink, twoG } from "../../support/slow-link.ts";
import { type Measure, mustBe } from "../measure.ts";

const password = "mật khẩu mẫu 24";
const pollMs = 100;
const longestMs = 10 * 60_000;

/**
 * An incident with two photos written without a link, then a village's 2G: what it costs and when it is there. The link
 * is a real one below HTTP (`slow-link.ts`), since the browser's own throttling spares its service worker.
 */
export async function measureIncidentPhotos(): Promise<Measure[]> {
  const dataDir = await newDataDir();
  const server = await startServer({ dataDir, args: ["--demo"], env: { DEMO_PASSWORD: password } });
  const link = await startSlowLink(server.url);
  const installation = await newInstallation();
  const pictures = await newDataDir();
  try {
    const context = await installation.open();
    const page = await signedIn(context, link);
    const [first = "", second = "", ...others] = await twelveMegapixels(page, pictures, 20);
    const truth = new Truth(dataDir);
    const plain = await sendIncident(page, context, link, truth, [first, second], []);
    const upBytes = plain.up;
    const steps = Array.from({ length: 10 }, (_, i) => Math.round((upBytes / 11) * (0.6 + 0.08 * i)));
    const cut = await sendIncident(page, context, link, truth, others.slice(0, 2), steps);
    truth.close();
    return [
      ...sent(plain),
      resent(plain, cut),
      ...(await twentyPictures(page, link, [first, second, ...others])),
    ];
  } finally {
    await installation.remove();
    await link.close();
    await server.stop();
    await removeDataDir(dataDir);
    await removeDataDir(pictures);
  }
}

interface Sent {
  readonly up: number;
  readonly down: number;
  readonly requests: number;
  readonly textMs: number;
  readonly photosMs: number;
  readonly cuts: number;
}

function sent({ up, down, requests, textMs, photosMs }: Sent): Measure[] {
  const on = "an incident with two photos over 50 kbit/s up, 100 down, 300 ms";
  return [
    { name: "incident on 2G: text and thumbnails received", value: textMs, unit: "ms", detail: on },
    { name: "incident on 2G: both photos received", value: photosMs, unit: "ms", detail: on },
    { name: "incident on 2G: requests", value: requests, unit: "requests", detail: "exchanges and uploads" },
    {
      name: "incident on 2G: bytes on the link",
      value: (up + down) / 1024,
      unit: "KiB",
      detail: `${(up / 1024).toFixed(1)} KiB up, ${(down / 1024).toFixed(1)} KiB down, TCP contents with headers`,
    },
  ];
}

function resent(plain: Sent, cut: Sent): Measure {
  mustBe("cuts of the link", cut.cuts, 10);
  return {
    name: "incident on 2G: sent again after ten cuts",
    value: Math.max(0.1, (100 * (cut.up - plain.up)) / plain.up),
    unit: "percent",
    detail: `${(cut.up / 1024).toFixed(1)} KiB up against ${(plain.up / 1024).toFixed(1)} KiB`,
  };
}

async function signedIn(context: BrowserContext, link: SlowLink): Promise<Page> {
  const page = await context.newPage();
  await page.goto(link.url);
  await page.getByRole("textbox", { name: "Tài khoản" }).fill("motcua1");
  await page.getByLabel("Mật khẩu", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await atToday(page);
  await readyOffline(page);
  return page;
}

async function sendIncident(
  page: Page,
  context: BrowserContext,
  link: SlowLink,
  truth: Truth,
  pictures: readonly string[],
  cuts: readonly number[],
): Promise<Sent> {
  const before = truth.count();
  link.down();
  await writeIncident(page, pictures);
  let requests = 0;
  const count = (request: { url(): string }) => {
    if (/\/api\/(exchange|uploads)/.test(request.url())) requests += 1;
  };
  context.on("request", count);
  link.reset();
  link.cutAfter(cuts);
  link.slow(twoG);
  const began = performance.now();
  const came = async (what: "thumbs" | "stored"): Promise<number> => {
    let cutsSeen = 0;
    await regain(page);
    while (truth.count()[what] < before[what] + pictures.length) {
      if (performance.now() - began > longestMs) throw new Error(`${what} did not arrive`);
      await new Promise((done) => setTimeout(done, pollMs));
      // A person looks at the phone again; without it the app waits for its own turn.
      if (link.passed.cuts > cutsSeen) await regain(page);
      cutsSeen = link.passed.cuts;
    }
    return performance.now() - began;
  };
  const textMs = await came("thumbs");
  const photosMs = await came("stored");
  context.off("request", count);
  const { up, down, cuts: made } = link.passed;
  link.fast();
  return { up, down, requests, textMs, photosMs, cuts: made };
}

function regain(page: Page): Promise<void> {
  return page.evaluate(() => void window.dispatchEvent(new Event("online")));
}

async function writeIncident(page: Page, pictures: readonly string[]): Promise<void> {
  await page.goto(new URL("/su-co/moi", page.url()).href);
  await page.getByRole("textbox", { name: "Hỏng cái gì?" }).fill("Ổ cắm quầy 3 chập chờn");
  await page.getByRole("radio", { name: /^Điện/ }).check();
  await page.getByRole("radio", { name: "Một quầy" }).check();
  await addPictures(page, pictures);
  await page.getByRole("button", { name: "Ghi sự cố" }).click();
  await page.getByRole("heading", { level: 1, name: "Ổ cắm quầy 3 chập chờn" }).waitFor();
}

async function addPictures(page: Page, pictures: readonly string[]): Promise<void> {
  await page.locator('input[type="file"][name="gallery"]').setInputFiles([...pictures]);
  const kept = page.getByRole("list", { name: "Ảnh đã thêm" }).getByRole("listitem");
  await kept.nth(pictures.length - 1).waitFor({ timeout: longestMs });
}

/** Twenty pictures of 12 megapixels in a row: the most memory that the page's process took, over what it had before. */
async function twentyPictures(page: Page, link: SlowLink, pictures: readonly string[]): Promise<Measure[]> {
  link.fast();
  await page.goto(new URL("/su-co/moi", page.url()).href);
  await page.getByRole("textbox", { name: "Hỏng cái gì?" }).waitFor();
  const pid = await rendererOf(page);
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
  const before = memoryKiB(pid, "VmRSS");
  await addPictures(page, pictures);
  const most = memoryKiB(pid, "VmHWM");
  return [
    {
      name: "memory while adding twenty 12-megapixel pictures",
      value: most - before,
      unit: "KiB",
      detail: `the page's process rose from ${Math.round(before / 1024)} to ${Math.round(most / 1024)} MiB at most`,
    },
  ];
}

async function rendererOf(page: Page): Promise<number> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  if (!session) throw new Error("No session with the browser");
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const found = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  return found.reduce((a, b) => (memoryKiB(a, "VmRSS") > memoryKiB(b, "VmRSS") ? a : b));
}

function memoryKiB(pid: number, what: "VmRSS" | "VmHWM"): number {
  const found = new RegExp(`${what}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(found?.[1] ?? Number.NaN);
}

/** Files of JPEGs as a phone's camera makes them: 4,000 × 3,000 with enough detail not to pack away. */
async function twelveMegapixels(page: Page, folder: string, count: number): Promise<string[]> {
  const files: string[] = [];
  for (let i = 0; i < count; i++) {
    const base64 = await page.evaluate(async (seed) => {
      const canvas = new OffscreenCanvas(4000, 3000);
      const pen = canvas.getContext("2d");
      if (!pen) throw new Error("No canvas");
      for (let n = 0; n < 4000; n++) {
        const hue = (n * 37 + seed * 91) % 360;
        pen.fillStyle = `hsl(${hue} 60% ${20 + ((n * 13 + seed) % 60)}%)`;
        pen.fillRect((n * 997 + seed * 131) % 4000, (n * 613) % 3000, 20 + (n % 180), 20 + ((n * 7) % 160));
      }
      const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let text = "";
      for (let at = 0; at < bytes.length; at += 32_768)
        text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
      return btoa(text);
    }, i + 1);
    const file = join(folder, `${i}.jpg`);
    writeFileSync(file, Buffer.from(base64, "base64"));
    files.push(file);
  }
  return files;
}

/** What the server's own database holds: the only word that counts for "received". */
class Truth {
  readonly #database: Database.Database;

  constructor(dataDir: string) {
    this.#database = new Database(join(dataDir, "so-truc.sqlite"), { readonly: true });
  }

  count(): { thumbs: number; stored: number } {
    const of = (sql: string) => (this.#database.prepare(sql).get() as { n: number }).n;
    return {
      thumbs: of("select count(*) as n from rows where kind = 'photo' and deleted = 0"),
      stored: of("select count(*) as n from attachments"),
    };
  }

  close(): void {
    this.#database.close();
  }
}
