import { createHash } from "node:crypto";
import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readHead } from "#client/photos/picture-size.ts";
import {
  allReceived,
  loseLink,
  readyOffline,
  regainLink,
  signIn,
  signInAgain,
  statusSays,
} from "../support/app-driver.ts";
import { fakeCamera, type Installation, newInstallation, phone } from "../support/browser.ts";
import { type Commune, startCommune } from "../support/commune.ts";
import { photoFromServer } from "../support/device-books.ts";
import { cameraJpeg, cameraJpegs, secretPhone } from "../support/pictures.ts";

let commune: Commune;
let installation: Installation;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  commune = await startCommune();
});
afterAll(() => commune?.close());

beforeEach(async () => {
  installation = await newInstallation(phone, fakeCamera);
  await open();
  await signIn(page, commune, "motcua1");
  await readyOffline(page);
});
afterEach(async () => {
  commune.proxy.pass();
  await installation?.remove();
});

async function open(): Promise<void> {
  context = await installation.open();
  page = context.pages()[0] ?? (await context.newPage());
}

async function beginReport(title: string): Promise<void> {
  await page.goto(`${commune.url}/su-co/moi`);
  await page.getByRole("textbox", { name: "Hỏng cái gì?" }).fill(title);
  await page.getByRole("radio", { name: /^Điện/ }).check();
  await page.getByRole("radio", { name: "Một quầy" }).check();
}

async function shoot(times: number): Promise<void> {
  await page.getByRole("button", { name: "Chụp ảnh" }).click();
  const viewfinder = page.getByRole("dialog", { name: "Chụp ảnh" });
  await page.waitForFunction(() => (document.querySelector("video")?.videoWidth ?? 0) > 0);
  for (let i = 1; i <= times; i++) {
    await viewfinder.getByRole("button", { name: "Chụp", exact: true }).click();
    await viewfinder.getByText(`Đã chụp ${i} ảnh`).waitFor();
  }
  await viewfinder.getByRole("button", { name: "Xong" }).click();
  await viewfinder.waitFor({ state: "hidden" });
}

async function choose(...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  await page.locator('input[name="gallery"]').setInputFiles(files);
}

async function thumbsAre(count: number): Promise<void> {
  await page.waitForFunction((most) => document.querySelectorAll(".photo-grid li").length === most, count, {
    timeout: 120_000,
  });
}

async function photosAreReceived(count: number): Promise<void> {
  const all = '.photo-list .sync[data-state="received"]';
  await page.waitForFunction(([one, most]) => document.querySelectorAll(one).length === most, [
    all,
    count,
  ] as const);
}

async function saveReport(): Promise<void> {
  await page.getByRole("button", { name: "Ghi sự cố" }).click();
  await page.locator("h1").filter({ hasNotText: "Báo sự cố" }).waitFor();
}

interface KeptBlob {
  readonly id: string;
  readonly bytes: Buffer;
}

/** The bytes that lie on this device. */
async function blobs(): Promise<KeptBlob[]> {
  const kept = await page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const names = (await indexedDB.databases()).map(({ name }) => name ?? "");
    const name = names.find((one) => one.startsWith("so-truc-") && one !== "so-truc-profiles") ?? "";
    const database = await answer(indexedDB.open(name));
    const all = await answer(database.transaction("blobs").objectStore("blobs").getAll());
    database.close();
    const wait: Promise<{ id: string; text: string }>[] = all.map(async ({ id, bytes }) => {
      const reader = new FileReader();
      const read = new Promise((done) => reader.addEventListener("load", done));
      reader.readAsDataURL(new Blob([bytes]));
      await read;
      return { id, text: String(reader.result) };
    });
    return Promise.all(wait);
  });
  return kept.map(({ id, text }) => ({ id, bytes: fromDataUrl(text) }));
}

/** As text, bytes come out of a page at once; as numbers they take seconds. */
const fromDataUrl = (text: string) => Buffer.from(text.slice(text.indexOf(",") + 1), "base64");

const shaOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Every photo of the incident with this title is stored, and its bytes on the server are those of its hash. */
async function onServerWhole(title: string): Promise<number> {
  const { records } = await commune.dump();
  const incident = records.find(({ kind, body }) => kind === "incident" && body["title"] === title);
  const photos = records.filter(({ kind, body }) => kind === "photo" && body["parent"] === incident?.id);
  for (const { id, body } of photos) {
    expect(body["stored"]).toBeTypeOf("number");
    const bytes = await photoFromServer(context, commune, id);
    expect(shaOf(bytes)).toBe(body["sha"]);
    expect(bytes.byteLength).toBe(body["bytes"]);
    const isLong = Number(body["height"]) > 2.5 * Number(body["width"]);
    expect(bytes.byteLength).toBeLessThanOrEqual((isLong ? 1024 : 150) * 1024);
    expect(bytes.toString("latin1")).not.toContain("Exif");
  }
  return photos.length;
}

describe("photos of an incident", () => {
  it("taken and chosen without a link, the battery pulled before saving: all of it reaches the server", async () => {
    const file = await cameraJpeg(page, 1600, 1200, 7);
    expect(file.toString("latin1")).toContain(secretPhone);
    await loseLink(context, commune);
    await beginReport("Màn hình quầy 2 nứt");
    await shoot(2);
    await choose({ name: "IMG_0007.jpg", mimeType: "image/jpeg", buffer: file });
    await thumbsAre(3);
    await installation.pullBattery();

    await open();
    await context.setOffline(true);
    await page.goto(`${commune.url}/su-co/moi`);
    await thumbsAre(3);
    expect(await page.getByRole("textbox", { name: "Hỏng cái gì?" }).inputValue()).toBe(
      "Màn hình quầy 2 nứt",
    );
    const kept = await blobs();
    for (const { id, bytes } of kept) expect(shaOf(bytes)).toBe(id);
    expect(kept.map(({ bytes }) => bytes.toString("latin1")).join()).not.toContain(secretPhone);
    await page.getByRole("button", { name: "Ghi sự cố" }).click();
    await page.getByRole("heading", { name: "Ảnh (3)" }).waitFor();
    expect(await page.getByText("Đã lưu trên máy, gửi sau phần chữ").count()).toBe(3);

    await statusSays(page, "4 mục chưa gửi");
    const incident = page.url();
    // A browser that is killed may not yet have written down its cookies.
    await context.clearCookies({ name: /^st\./ });
    await regainLink(context, commune);
    await signInAgain(page, commune);
    await page.goto(incident);
    await allReceived(page);
    await photosAreReceived(3);
    expect(await onServerWhole("Màn hình quầy 2 nứt")).toBe(3);
  });

  it("a phone that ends the page for its own camera finds its way back to the form, with all that was typed", async () => {
    await loseLink(context, commune);
    await beginReport("Tủ mạng bốc khói");
    const camera = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Máy ảnh điện thoại" }).click();
    await camera;
    await installation.pullBattery();

    await open();
    await context.setOffline(true);
    await page.goto(commune.url);
    await page.getByRole("heading", { level: 1, name: "Báo sự cố" }).waitFor();
    const title = page.getByRole("textbox", { name: "Hỏng cái gì?" });
    expect(await title.inputValue()).toBe("Tủ mạng bốc khói");
    expect(await page.getByRole("radio", { name: "Một quầy" }).isChecked()).toBe(true);
    // Once, and not again for ever: whoever then opens the app wants its first screen.
    await page.goto(commune.url);
    await page.getByRole("heading", { level: 1, name: "Hôm nay" }).waitFor();
    await regainLink(context, commune);
  });

  it("are made in the page itself where the browser cannot draw in a worker, with the camera's lamp where it has one", async () => {
    const file = await cameraJpeg(page, 1600, 1200, 3);
    await context.addInitScript(() => {
      Reflect.deleteProperty(globalThis, "OffscreenCanvas");
      const lamp: boolean[] = [];
      Object.assign(window, { lamp });
      // No camera of a test machine has a lamp.
      MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true }) as MediaTrackCapabilities;
      MediaStreamTrack.prototype.applyConstraints = async (asked) => {
        const [first] = asked?.advanced ?? [];
        lamp.push((first as { torch?: boolean } | undefined)?.torch === true);
      };
    });
    await beginReport("Chụp trong tối");
    await page.getByRole("button", { name: "Chụp ảnh" }).click();
    const viewfinder = page.getByRole("dialog", { name: "Chụp ảnh" });
    await viewfinder.getByRole("button", { name: "Bật đèn" }).click();
    await viewfinder.getByRole("button", { name: "Tắt đèn" }).click();
    await viewfinder.getByRole("button", { name: "Bật đèn" }).waitFor();
    expect(await page.evaluate(() => (window as { lamp?: boolean[] }).lamp)).toEqual([true, false]);
    await viewfinder.getByRole("button", { name: "Chụp", exact: true }).click();
    await viewfinder.getByText("Đã chụp 1 ảnh").waitFor();
    await viewfinder.getByRole("button", { name: "Xong" }).click();
    await choose({ name: "1.jpg", mimeType: "image/jpeg", buffer: file });
    await thumbsAre(2);
    for (const { id, bytes } of await blobs()) expect(shaOf(bytes)).toBe(id);
    await saveReport();
    await allReceived(page);
    await photosAreReceived(2);
    expect(await onServerWhole("Chụp trong tối")).toBe(2);
  });

  it("go on after drops, lost replies and a killed server, and give way to text", async () => {
    const title = "Bộ chuyển mạch mất nguồn";
    const sources = [];
    for (const seed of [1, 2]) sources.push(await cameraJpeg(page, 1600, 1200, seed));
    const uploads = (_method: string, path: string) => path.startsWith("/api/uploads");
    await loseLink(context, commune);
    await beginReport(title);
    await choose(...sources.map((buffer, i) => ({ name: `${i}.jpg`, mimeType: "image/jpeg", buffer })));
    await thumbsAre(2);
    await saveReport();
    // The text goes; of the first upload only the reply is lost, with the server right after it.
    commune.proxy.fault(
      { do: "lose-reply", first: async () => void (await commune.kill()) },
      { on: uploads, times: 1 },
    );
    await regainLink(context, commune);
    await commune.proxy.happened("lose-reply", 1);
    await page.getByText("Máy chủ đã nhận, còn 2 ảnh").waitFor();
    await statusSays(page, "2 ảnh chưa gửi");
    commune.proxy.fault({ do: "drop" }, { on: uploads, times: 1 });
    await commune.restart();
    // A person who comes back to the page cuts the waiting short.
    await page.reload();
    await commune.proxy.happened("drop", 1);
    await photosAreReceived(2);
    expect(await onServerWhole(title)).toBe(2);
  });

  it("twenty of twelve megapixels in a row are made small one by one, and the page lives", async () => {
    const files: string[] = [];
    for (const [i, picture] of (await cameraJpegs(page, 4000, 3000, 20)).entries()) {
      files.push(join(installation.folder, `${i}.jpg`));
      await writeFile(files[i] as string, picture);
    }
    await beginReport("Dãy ảnh dài");
    await page.evaluate(() => Object.assign(window, { stillHere: true }));
    // The second choice comes while the first is still being made, and joins it.
    await page.locator('input[name="gallery"]').setInputFiles(files.slice(0, 15));
    await page.locator('input[name="gallery"]').setInputFiles(files.slice(15));
    await page.getByText(/^Đang thu nhỏ ảnh \d+\/20/).waitFor();
    await thumbsAre(20);
    expect(await page.evaluate(() => (window as { stillHere?: boolean }).stillHere)).toBe(true);
    const kept = await blobs();
    expect(kept).toHaveLength(20);
    for (const { bytes } of kept) expect(bytes.length).toBeLessThanOrEqual(150 * 1024);
    await saveReport();
    await allReceived(page, 120_000);
    expect(await onServerWhole("Dãy ảnh dài")).toBe(20);
  });

  it("a file that is no picture, an empty one and a huge one are refused by name, and the form stays", async () => {
    await beginReport("Tệp lạ");
    await choose(
      { name: "cong-van.jpg", mimeType: "image/jpeg", buffer: Buffer.from("%PDF-1.7 không phải ảnh") },
      { name: "rong.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(0) },
      { name: "IMG_1.HEIC", mimeType: "image/heic", buffer: heic },
    );
    await page.getByText(/^cong-van\.jpg: Tệp này không phải ảnh/).waitFor();
    await page.getByText(/^rong\.jpg: Chưa đọc được ảnh này.*còn trên mạng/).waitFor();
    await page.getByText(/^IMG_1\.HEIC: Trình duyệt không đọc được ảnh HEIC/).waitFor();
    const huge = join(installation.folder, "quay-phim.jpg");
    await writeFile(huge, Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
    await truncate(huge, 200 * 1024 * 1024);
    await page.locator('input[name="gallery"]').setInputFiles(huge);
    await page.getByText(/^quay-phim\.jpg: Tệp này quá lớn/).waitFor();
    expect(await page.locator(".photo-grid li").count()).toBe(0);
    expect(await page.getByRole("textbox", { name: "Hỏng cái gì?" }).inputValue()).toBe("Tệp lạ");
    await page.reload();
    expect(await blobs()).toEqual([]);
  });

  it("a scroll capture stays as wide as its words need, and is read from top to bottom", async () => {
    await beginReport("Tin nhắn lừa đảo");
    const drawn = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(1080, 12_000);
      const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
      context.fillStyle = "#fff";
      context.fillRect(0, 0, 1080, 12_000);
      context.fillStyle = "#222";
      context.font = "36px sans-serif";
      for (let line = 1; line < 240; line++)
        context.fillText(`${line}. Tài khoản của ông bà sẽ bị khóa, bấm vào liên kết`, 40, line * 50);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
      let text = "";
      for (const byte of bytes) text += String.fromCharCode(byte);
      return btoa(text);
    });
    await choose({ name: "cuon.png", mimeType: "image/png", buffer: Buffer.from(drawn, "base64") });
    await thumbsAre(1);
    const [kept] = await blobs();
    const { width = 0, height = 0 } = readHead(new Uint8Array(kept?.bytes ?? [])).size ?? {};
    expect(width).toBeGreaterThanOrEqual(400);
    expect(Math.abs(height / width - 12_000 / 1080)).toBeLessThan(0.05);
    await saveReport();
    await allReceived(page, 60_000);
    expect(await onServerWhole("Tin nhắn lừa đảo")).toBe(1);
  });

  it("a face is covered and the rest cut away in the kept bytes, by finger or by keys", async () => {
    await beginReport("Có mặt người");
    await choose({ name: "1.jpg", mimeType: "image/jpeg", buffer: await cameraJpeg(page, 1600, 1200, 5) });
    await thumbsAre(1);
    const [before] = await blobs();
    await page.getByRole("button", { name: /^Ảnh 1, chụp/ }).click();
    const editor = page.getByRole("dialog", { name: "Che và cắt ảnh" });
    const frame = editor.getByRole("button", { name: "Khung chọn" });
    await frame.focus();
    const left = () => frame.evaluate((one) => Number.parseFloat((one as HTMLElement).style.left));
    const at = await left();
    await page.keyboard.press("ArrowLeft");
    expect(await left()).toBeLessThan(at);
    await editor.getByRole("button", { name: "Che", exact: true }).click();
    await editor.getByText("Đã sửa 1 phần").waitFor();
    const canvas = editor.getByRole("img", { name: "Ảnh" });
    const box = await canvas.boundingBox();
    if (!box) throw new Error("no picture in the editor");
    await page.mouse.move(box.x + 2, box.y + 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height - 2);
    await page.mouse.up();
    await editor.getByRole("button", { name: "Cắt" }).click();
    await editor.getByText("Đã sửa 2 phần").waitFor();
    await editor.getByRole("button", { name: "Giữ ảnh này" }).click();
    await editor.waitFor({ state: "hidden" });
    await thumbsAre(1);
    const after = await blobs();
    expect(after).toHaveLength(1);
    expect(after[0]?.id).not.toBe(before?.id);
    const size = await page.evaluate(
      async (bytes) => {
        const picture = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
        return { width: picture.width, height: picture.height };
      },
      [...(after[0]?.bytes ?? [])],
    );
    // Turned by what its notes said, then the left half of it.
    expect(size.height).toBeGreaterThan(size.width * 2);
  });
});

/** The first bytes of an iPhone's picture, and nothing that a decoder could use. */
const heic = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from("ftypheic\0\0\0\0mif1heic"),
  Buffer.alloc(64),
]);
