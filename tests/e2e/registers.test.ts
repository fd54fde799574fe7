import ICAL from "ical.js";
import type { Page } from "playwright-core";
import decodeQR from "qr/decode.js";
import { describe, expect, it } from "vitest";
import { addDays, dayOf } from "#kernel/calendar.ts";
import { allReceived, loseLink, regainLink } from "../support/app-driver.ts";
import { commune, communeForAll, openBook } from "../support/scene.ts";
import { settled } from "../support/screen-checks.ts";

communeForAll();

async function go(page: Page, path: string): Promise<void> {
  await page.goto(`${commune.url}${path}`);
  await settled(page);
}

describe("labels", () => {
  it("print on one A4 page, and the first of them is read back as the address of its device", async () => {
    const { context, page, listener } = await openBook("motcua1");
    try {
      await go(page, "/thiet-bi/nhan");
      await page.getByRole("button", { name: /^Chọn tất cả/ }).click();
      const count = await page.locator(".label[data-code]").count();
      expect(count).toBeGreaterThan(20);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      expect(pdf.match(/\/Type\s*\/Page[^s]/g)).toHaveLength(Math.ceil(count / 24));
      const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
      expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842]);
      const label = page.locator(".label[data-code]").first();
      const code = await label.getAttribute("data-code");
      // As a camera would see it: the dots of the picture on the screen.
      const dots = await label.locator("svg").evaluate(async (svg) => {
        const picture = new Image();
        const copy = svg.cloneNode(true) as SVGElement;
        copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
        copy.setAttribute("width", "400");
        copy.setAttribute("height", "400");
        picture.src = `data:image/svg+xml,${encodeURIComponent(copy.outerHTML)}`;
        await picture.decode();
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = 400;
        const pen = canvas.getContext("2d");
        if (!pen) throw new Error("no canvas");
        pen.fillStyle = "white";
        pen.fillRect(0, 0, 400, 400);
        pen.drawImage(picture, 0, 0);
        return [...pen.getImageData(0, 0, 400, 400).data];
      });
      const address = decodeQR({ width: 400, height: 400, data: new Uint8ClampedArray(dots) });
      expect(address).toBe(`${commune.url}/thiet-bi/${code}`);
      await page.goto(address);
      await page.getByRole("link", { name: "Báo sự cố cho thiết bị này" }).waitFor();
      expect(listener.heard).toEqual([]);
    } finally {
      await context.close();
    }
  });
});

describe("without a link", () => {
  it("a scenario is read and drilled, shifts are made and handed on, and everything follows", async () => {
    const { context, page } = await openBook("ungcuu1");
    try {
      await page.getByText("Đã sẵn sàng dùng khi mất mạng").waitFor();
      for (const path of ["/kich-ban", "/lich-truc", "/lich-truc/them"]) await go(page, path);
      await loseLink(context, commune);
      await go(page, "/kich-ban/scenario-line-down");
      await page.getByText("Bật bộ phát 4G dự phòng").waitFor();
      await page.getByRole("button", { name: "Ghi lần diễn tập" }).click();
      await page.getByLabel("Rút kinh nghiệm").fill("Bộ phát 4G hết pin.");
      await page.getByRole("button", { name: "Ghi lần diễn tập này" }).click();
      await page.getByLabel("Rút kinh nghiệm").waitFor({ state: "hidden" });
      await page.getByText("Bộ phát 4G hết pin.").waitFor();
      await go(page, "/lich-truc/them");
      await page.getByRole("radio", { name: /^Trực 24\/7/ }).check();
      const first = addDays(dayOf(Date.now()), 20);
      await page.getByLabel("Từ ngày").fill(first);
      await page.getByLabel("Đến hết ngày").fill(addDays(first, 2));
      const turns = page.locator("#shifts-turns");
      for (const name of ["Tổ ứng cứu 1", "Công an xã 1"]) await turns.selectOption({ label: name });
      await page.getByRole("button", { name: "Xếp 6 ca" }).click();
      await page.getByText("Đã xếp 6 ca").waitFor();
      await regainLink(context, commune);
      await go(page, "/");
      await allReceived(page);
      const { records } = await commune.dump();
      const of = (kind: string) => records.filter((record) => record.kind === kind).map(({ body }) => body);
      expect(of("drill").map((body) => body["text"])).toContain("Bộ phát 4G hết pin.");
      expect(of("shift").filter((body) => String(body["period"]).startsWith(first))).toHaveLength(6);
    } finally {
      await context.close();
    }
  });
});

describe("the phone's calendar", () => {
  it("gets the shifts as a file", async () => {
    const { context, page, listener } = await openBook("motcua1");
    try {
      await go(page, "/lich-truc");
      await page.getByRole("button", { name: "Thêm vào lịch điện thoại" }).click();
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Tải tệp lịch" }).click(),
      ]);
      expect(file.suggestedFilename()).toBe("lich-truc.ics");
      const chunks: Buffer[] = [];
      for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
      const calendar = new ICAL.Component(ICAL.parse(Buffer.concat(chunks).toString("utf8")));
      const events = calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
      expect(events.length).toBeGreaterThan(0);
      for (const one of events) {
        expect(one.summary).toBe("Kiểm tra đầu giờ");
        expect(one.startDate.toString()).toMatch(/T06:45:00$/);
      }
      expect(listener.heard).toEqual([]);
    } finally {
      await context.close();
    }
  });
});
