import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { addDays, dayOf } from "#kernel/calendar.ts";
import { monthOf } from "#kernel/month.ts";
import { allReceived, loseLink, regainLink } from "../support/app-driver.ts";
import { desktop, newContext, phone } from "../support/browser.ts";
import { browser, commune, communeForAll, openBook } from "../support/scene.ts";
import { axeBreaches, settled, sideways, tabTo } from "../support/screen-checks.ts";
import { xlsxOf } from "../support/xlsx.ts";

communeForAll();

const today = () => dayOf(Date.now());
const monthPath = () => `/kiem-tra/thang/${monthOf(today())}`;
const template = "/quan-tri/mau/template-morning";
const titles = (page: Page) => page.locator(".tpl-title").allInnerTexts();

describe("the month on one page", () => {
  it("prints on one A4 page across, with items, days, totals and places to sign", async () => {
    const { context, page, listener } = await openBook("motcua1");
    try {
      await page.goto(`${commune.url}${monthPath()}`);
      await settled(page);
      expect(await page.getByRole("button", { name: "In bảng tháng để ký" }).isVisible()).toBe(true);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      // The sheet itself is one page; what was faulty in the month follows on a page of its own.
      const faults = await page.locator(".month-faults").count();
      expect(pdf.match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1 + faults);
      const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
      expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([842, 595]);
      await page.emulateMedia({ media: "print" });
      const paper = page.locator(".month-paper");
      expect(await paper.locator("tbody tr").count()).toBeGreaterThanOrEqual(20);
      expect(await paper.locator("thead th").count()).toBe(
        2 + Number(addDays(`${monthOf(addDays(`${monthOf(today())}-28`, 4))}-01`, -1).slice(8)) + 4,
      );
      for (const words of [
        "Lãnh đạo Trung tâm",
        "Người lập",
        "Độc lập - Tự do - Hạnh phúc",
        "In từ Sổ Trực lúc",
      ])
        expect(await paper.getByText(words).first().isVisible(), words).toBe(true);
      expect(await page.getByRole("navigation", { name: "Tháng khác" }).isVisible()).toBe(false);
      expect(listener.heard).toEqual([]);
    } finally {
      await context.close();
    }
  });
});

describe("a template edited without a link", () => {
  it("is put in order by keys and by hand, published offline, and follows once there is a link; a sheet begun stays", async () => {
    const clerk = await openBook("motcua1");
    const admin = await openBook("quantri1", desktop);
    try {
      // The pages of the administration come after those of every day.
      await admin.page.getByText("Đã sẵn sàng dùng khi mất mạng").waitFor();
      // A sheet of this morning is begun on the first version.
      const run = `${commune.url}/kiem-tra/hom-nay`;
      await clerk.page.goto(run);
      const bar = clerk.page.getByRole("group", { name: /^Trả lời cho Điện lưới/ });
      await bar.getByRole("radio", { name: "Tốt" }).click();
      await allReceived(clerk.page);
      await admin.page.goto(`${commune.url}${template}`);
      await admin.page.getByText("Phiên bản 1 đang dùng").waitFor();
      await allReceived(admin.page);
      await loseLink(admin.context, commune);
      const before = await titles(admin.page);
      const name = before[2] ?? "";
      // By the keyboard alone.
      await tabTo(admin.page, `Đưa ${name} lên`);
      await admin.page.keyboard.press("Enter");
      await expect.poll(() => titles(admin.page)).toEqual([before[0], name, before[1], ...before.slice(3)]);
      expect(await admin.page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe(
        `Đưa ${name} lên`,
      );
      // By hand: the last item of its group to the top of the page.
      const handle = admin.page.locator(".tpl-item", { hasText: before[3] ?? "" }).locator(".tpl-handle");
      const target = admin.page.locator(".tpl-item").first();
      await admin.page.setViewportSize({ width: 1280, height: 1600 });
      await settled(admin.page);
      const [from, to] = [await handle.boundingBox(), await target.boundingBox()];
      if (!from || !to) throw new Error("The rows are not on the screen");
      await admin.page.mouse.move(from.x + 20, from.y + from.height / 2);
      await admin.page.mouse.down();
      await admin.page.mouse.move(to.x + 120, to.y + 6, { steps: 8 });
      await admin.page.mouse.up();
      await expect.poll(async () => (await titles(admin.page))[0]).toBe(before[3]);
      await admin.page.getByRole("button", { name: "Hoàn tác" }).click();
      await expect.poll(async () => (await titles(admin.page))[0]).toBe(before[0]);
      await admin.page.getByRole("button", { name: "Thêm mục vào Điện" }).click();
      await admin.page.getByLabel("Mục kiểm tra").fill("Máy phát điện");
      await admin.page.getByRole("button", { name: "Thêm mục này" }).click();
      // A draft outlives the page.
      await admin.page.getByRole("heading", { name: "Bản nháp phiên bản 2: 2 thay đổi" }).waitFor();
      await admin.page.waitForFunction(
        () =>
          new Promise((found) => {
            void indexedDB.databases().then(async (all) => {
              for (const { name: base } of all) {
                if (!base?.startsWith("so-truc-") || base === "so-truc-profiles") continue;
                const opening = indexedDB.open(base);
                opening.onsuccess = () => {
                  const reading = opening.result.transaction("drafts").objectStore("drafts").getAll();
                  reading.onsuccess = () => {
                    opening.result.close();
                    if (JSON.stringify(reading.result).includes("Máy phát điện")) found(true);
                  };
                };
              }
              setTimeout(() => found(false), 200);
            });
          }),
      );
      await admin.page.getByRole("link", { name: "Quay lại" }).click();
      await admin.page.getByRole("link", { name: /Kiểm tra đầu giờ/ }).click();
      await admin.page.getByRole("button", { name: "Ban hành phiên bản 2" }).click();
      await admin.page.getByRole("button", { name: /^Ban hành 25 mục/ }).click();
      await admin.page.getByText("Phiên bản 2 đang dùng · 25 mục").waitFor();
      await regainLink(admin.context, commune);
      await allReceived(admin.page);
      // The sheet that was begun stays and says so; tomorrow's clerk meets the new item.
      await clerk.page.goto(run);
      await clerk.page.getByText("Phiếu này giữ mẫu phiên bản 1; phiên bản 2 dùng từ phiếu sau.").waitFor();
      expect(await clerk.page.getByRole("heading", { name: "Máy phát điện" }).count()).toBe(0);
      await clerk.page.goto(
        `${commune.url}/kiem-tra/phieu/run/site-centre/template-morning/${addDays(today(), -100)}/morning`,
      );
      await clerk.page.getByRole("heading", { name: "Máy phát điện" }).waitFor();
      const { records } = await commune.dump();
      expect(records.filter((record) => record.kind === "checkTemplateVersion")).toHaveLength(1);
    } finally {
      await commune.restart();
      await clerk.context.close();
      await admin.context.close();
    }
  });
});

describe("a spreadsheet of people", () => {
  it("is read here, judged line by line, written once, and its codes open the door", async () => {
    const { context, page, listener } = await openBook("quantri1");
    try {
      await page.goto(`${commune.url}/quan-tri/nhap`);
      await settled(page);
      const file = page.getByLabel(/^Tệp bảng tính/);
      await file.setInputFiles({
        name: "hong.xlsx",
        mimeType: "application/zip",
        buffer: Buffer.from("PK hỏng"),
      });
      await page.getByText(/Tệp không đọc được/).waitFor();
      const rows = [
        ["DANH SÁCH", "", "", ""],
        ["Họ và tên", "Tên đăng nhập", "Vai trò", "Đơn vị"],
        ["Cán bộ mới một", "moi1", "một cửa", "Trung tâm PVHCC"],
        ["Cán bộ mới hai", "moi1", "một cửa", ""],
        ["Cán bộ mới ba", "moi3", "một cửa", "Phòng Không Có"],
        ["Cán bộ mới bốn", "moi4", "lãnh đạo", ""],
      ];
      await file.setInputFiles({
        name: "canbo.xlsx",
        mimeType: "application/octet-stream",
        buffer: Buffer.from(xlsxOf(rows)),
      });
      await page.getByText("Tài khoản moi1 đã có ở dòng 3. Giữ một dòng.").waitFor();
      expect(await page.getByText("Sổ không có đơn vị “Phòng Không Có”").count()).toBe(1);
      expect(await axeBreaches(page)).toEqual([]);
      expect(await sideways(page)).toEqual([]);
      await page.getByRole("button", { name: "Bỏ dòng 6" }).click();
      await page.getByRole("button", { name: "Nhập 1 người" }).click();
      await page.getByRole("heading", { name: "Đã nhập 1 người" }).waitFor();
      expect(await axeBreaches(page)).toEqual([]);
      const code = await page.locator(".import-code").innerText();
      const newcomer = await newContext(browser, phone);
      const door = await newcomer.newPage();
      await door.goto(`${commune.url}/ma`);
      await door.getByLabel("Mã dùng một lần").fill(code);
      await door.getByLabel("Đặt mật khẩu", { exact: true }).fill("mật khẩu mới tinh");
      await door.getByRole("button", { name: "Đặt mật khẩu và đăng nhập" }).click();
      await door.getByRole("heading", { level: 1, name: "Hôm nay" }).waitFor();
      await newcomer.close();
      const { records } = await commune.dump();
      const names = records.filter((record) => record.kind === "person").map((record) => record.body["name"]);
      expect(names).toContain("Cán bộ mới một");
      expect(names).not.toContain("Cán bộ mới bốn");
      expect(listener.heard).toEqual([]);
    } finally {
      await context.close();
    }
  });
});
