import { createECDH, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { allReceived, readyOffline, sharesKey, signIn } from "../support/app-driver.ts";
import { desktop, launchBrowser, newContext, phone } from "../support/browser.ts";
import { type Commune, startCommune } from "../support/commune.ts";

/** Reaching people when the app is closed, and when nothing but a text message goes through. */
const ece = createRequire(createRequire(import.meta.url).resolve("web-push"))("http_ece") as {
  decrypt(body: Buffer, keys: { version: string; privateKey: unknown; authSecret: string }): Buffer;
};
const ecdh = createECDH("prime256v1");
ecdh.generateKeys();
const auth = randomBytes(16).toString("base64url");

let browser: Browser;
let commune: Commune;
let pushService: Server;
let endpoint: string;
const wakes: Buffer[] = [];
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  pushService = createServer((request, reply) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      wakes.push(Buffer.concat(parts));
      reply.writeHead(201).end();
    });
  });
  await new Promise<void>((done) => pushService.listen(0, "127.0.0.1", done));
  endpoint = `http://127.0.0.1:${(pushService.address() as AddressInfo).port}/wake`;
  commune = await startCommune({ env: { PUSH_SERVICES: new URL(endpoint).origin } });
  browser = await launchBrowser();
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});
afterAll(async () => {
  await browser?.close();
  await commune?.close();
  await new Promise((done) => pushService.close(done));
});

async function open(
  account: string,
  device = phone,
  prepare?: (context: BrowserContext) => Promise<unknown>,
) {
  const context = await newContext(browser, device);
  contexts.push(context);
  await prepare?.(context);
  const page = await context.newPage();
  await signIn(page, commune, account);
  await readyOffline(page);
  return { context, page };
}

async function report(page: Page, what: string): Promise<string> {
  await page.goto(`${commune.url}/su-co/moi`);
  await page.getByRole("textbox", { name: "Hỏng cái gì?" }).fill(what);
  await page.getByRole("radio", { name: /^Điện/ }).check();
  await page.getByRole("radio", { name: "Tất cả quầy" }).check();
  await page.getByRole("button", { name: "Ghi sự cố" }).click();
  await page.getByRole("heading", { level: 1, name: what }).waitFor();
  return new URL(page.url()).pathname;
}

/** This browser has no push service: only the subscription that one would give is made up. */
function withSubscription(context: BrowserContext) {
  const given = { endpoint, keys: { p256dh: ecdh.getPublicKey("base64url"), auth } };
  return Promise.all([
    context.grantPermissions(["notifications"]),
    context.addInitScript((made) => {
      const subscription = { ...made, toJSON: () => made, unsubscribe: async () => true };
      const isMade = () => localStorage.getItem("made-up") !== null;
      PushManager.prototype.getSubscription = async () => (isMade() ? subscription : null) as never;
      PushManager.prototype.subscribe = async () => {
        localStorage.setItem("made-up", "1");
        return subscription as never;
      };
    }, given),
  ]);
}

it("wakes a closed phone without a word of the incident; the phone finds the words itself", async () => {
  const admin = await open("quantri1", desktop);
  await admin.page.goto(`${commune.url}/quan-tri/thong-bao`);
  await admin.page.getByText("Đang tắt. Không có gì được gửi ra ngoài.").waitFor();
  await admin.page.getByRole("button", { name: "Bật thông báo" }).click();
  await admin.page.getByText("Đang bật. 0 máy đã đăng ký.").waitFor();

  const responder = await open("ungcuu1", phone, withSubscription);
  await responder.page.goto(`${commune.url}/thong-bao`);
  const setting = responder.page.getByRole("switch", { name: "Hiện thông báo khi không mở Sổ Trực" });
  await setting.click();
  await expect.poll(() => setting.getAttribute("aria-checked")).toBe("true");

  const desk = await open("motcua1");
  await report(desk.page, "Mất điện cả tầng một");
  await expect.poll(() => wakes.length).toBeGreaterThan(0);
  const keys = { version: "aes128gcm", privateKey: ecdh, authSecret: auth };
  const wake = ece.decrypt(wakes[0] as Buffer, keys).toString("utf8");
  expect(Object.keys(JSON.parse(wake)).sort()).toEqual(["device", "v"]);

  await responder.page.goto("about:blank");
  await responder.page.goto(`${commune.url}/huong-dan`);
  // A worker that the machine kept from asking the server in time says less; the next wake-up says it all.
  const told = async () => {
    await deliver(responder.page, wake);
    await responder.page.waitForFunction(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).length > 0;
    });
    return shownIn(responder.page);
  };
  const body = expect.stringMatching(/^SC-XM-\d+-[A-Z]+ · Mất điện cả tầng một$/);
  await expect.poll(told).toContainEqual({ title: "Sự cố mức 1", body });
  await responder.page.goto(`${commune.url}/thong-bao`);
  await responder.page.getByRole("link", { name: /Mất điện cả tầng một/ }).click();
  const heading = responder.page.getByRole("heading", { level: 1, name: "Mất điện cả tầng một" });
  await heading.waitFor();

  await responder.page.goto(`${commune.url}/huong-dan`);
  // Nobody presses before the page stands, and the worker has let go of the one before.
  await responder.page.getByRole("heading", { level: 1 }).first().waitFor();
  await responder.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await responder.page.waitForLoadState("networkidle");
  await pressNotification(responder.context);
  await heading.waitFor();
  expect(await shownIn(responder.page)).toEqual([]);
});

interface WorkerGlobals {
  readonly registration: { getNotifications(): Promise<unknown[]> };
  readonly NotificationEvent: new (type: string, of: { notification: unknown }) => Event;
  dispatchEvent(event: Event): boolean;
}

/** As when a hand presses what is shown; only the right to come forward, which a hand gives, is missing. */
async function pressNotification(context: BrowserContext): Promise<void> {
  const [worker] = context.serviceWorkers();
  await worker?.evaluate(async () => {
    const here = globalThis as unknown as WorkerGlobals;
    const [notification] = await here.registration.getNotifications();
    if (!notification) throw new Error("nothing is shown");
    here.dispatchEvent(new here.NotificationEvent("notificationclick", { notification }));
  });
}

async function deliver(page: Page, data: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const registered = new Promise<string>((found) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const own = registrations.find(({ isDeleted }) => !isDeleted);
      if (own) found(own.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  const registrationId = await registered;
  await session.send("ServiceWorker.deliverPushMessage", { origin: commune.url, registrationId, data });
}

function shownIn(page: Page): Promise<{ title: string; body: string }[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title, body }) => ({ title, body }));
  });
}

it("carries an incident from a phone without a link to the server by one text message", async () => {
  const sender = await open("motcua1");
  await sharesKey(sender.page);
  await sender.context.setOffline(true);
  const path = await report(sender.page, "Đường truyền đứt ở quầy 3");
  await sender.page.locator("summary").filter({ hasText: "Thiết bị, liên hệ, kịch bản" }).click();
  const link = sender.page.getByRole("link", { name: "Soạn tin nhắn SMS" });
  await expect.poll(() => link.getAttribute("href")).toContain("body=ST1");
  const message = decodeURIComponent(((await link.getAttribute("href")) ?? "").split("body=")[1] ?? "");
  expect(message.length).toBeLessThanOrEqual(160);

  const reader = await open("ungcuu1", desktop);
  await reader.page.goto(`${commune.url}/su-co/dan-tin`);
  const field = reader.page.getByLabel("Tin nhắn nhận được");
  await field.fill(message.replace("ST1 ", "ST1 X"));
  await reader.page.getByText(/sai hoặc thiếu ký tự/).waitFor();
  await field.fill(`Em Lan gửi: ${message}`);
  await reader.page.getByRole("button", { name: "Ghi sự cố này" }).click();
  await reader.page.getByRole("link", { name: "Mở sự cố" }).click();
  await reader.page.getByRole("heading", { level: 1, name: "Duong truyen dut o quay 3" }).waitFor();
  expect(new URL(reader.page.url()).pathname).toBe(path);

  await sender.context.setOffline(false);
  await allReceived(sender.page);
  await reader.page.getByRole("heading", { level: 1, name: "Đường truyền đứt ở quầy 3" }).waitFor();
  const { records, ops } = await commune.dump();
  expect(records.filter(({ id }) => `/su-co/${id}` === path)).toHaveLength(1);
  expect(ops.filter(({ op }) => op.ch.some(({ id }) => `/su-co/${id}` === path))).toHaveLength(1);
});
