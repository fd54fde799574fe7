import type { Page } from "playwright-core";
import { encode } from "uqr";
import { expect, it } from "vitest";
import { allReceived, loseLink, readyOffline, regainLink, signIn } from "../support/app-driver.ts";
import { phone } from "../support/browser.ts";
import { readBooks } from "../support/device-books.ts";
import { commune, communeForAll, newDevice, openBook } from "../support/scene.ts";

/** An incident between those who report, who help, and who must not know. */
communeForAll();

async function report(page: Page, words: string, group: string): Promise<void> {
  await page.goto(`${commune.url}/su-co/moi`);
  await page.getByRole("textbox", { name: "Hỏng cái gì?" }).fill(words);
  const choice = page.getByRole("radio", { name: group, exact: true });
  const more = page.getByRole("radio", { name: "Nhóm khác…" });
  await more.waitFor();
  if (!(await choice.isVisible())) await more.click({ force: true });
  await choice.check({ force: true });
  await page.getByRole("radio", { name: "Tất cả quầy" }).check({ force: true });
  await page.getByRole("button", { name: "Ghi sự cố" }).click();
  await page.getByRole("heading", { level: 1, name: words }).waitFor();
}

/** Opens what is folded below the timeline. */
async function openTheRest(page: Page): Promise<void> {
  await page.locator("summary").filter({ hasText: "Thiết bị, liên hệ, kịch bản" }).click();
}

it("the reporter reads that nobody has seen it until a receiver's device showed it, then who took it", async () => {
  const reporter = await openBook("motcua1");
  await report(reporter.page, "Mất điện cả trung tâm", "Điện");
  await reporter.page.getByText("Chưa ai mở xem.").waitFor();
  await allReceived(reporter.page);

  const team = await openBook("ungcuu1");
  await team.page.getByText("Mất điện cả trung tâm").first().waitFor();
  await reporter.page.getByText(/Đã đến máy của Tổ ứng cứu 1 lúc/).waitFor();
  await team.page.goto(`${commune.url}/su-co`);
  await team.page.getByRole("link", { name: /Mất điện cả trung tâm/ }).click();
  await team.page.getByRole("button", { name: "Tôi nhận", exact: true }).click();
  await reporter.page.getByText(/^Tổ ứng cứu 1 nhận lúc /).waitFor();
  expect(reporter.listener.heard).toEqual([]);
  expect(team.listener.heard).toEqual([]);
});

it("a security incident reaches Công an xã alone: no other device ever holds a word of it", async () => {
  const words = "Hộp thư lạ gửi tệp đòi tiền chuộc";
  const reporter = await openBook("motcua2");
  await report(reporter.page, words, "An toàn thông tin");
  await reporter.page.getByText("Không tắt máy, không khởi động lại.").waitFor();
  await allReceived(reporter.page);

  const police = await openBook("congan1");
  await police.page.goto(`${commune.url}/su-co`);
  await police.page.getByText(words).first().waitFor();
  for (const account of ["motcua1", "ungcuu1"]) {
    const other = await openBook(account);
    await other.page.goto(`${commune.url}/su-co`);
    await other.page.getByRole("heading", { level: 1, name: "Sự cố" }).waitFor();
    await allReceived(other.page);
    expect(JSON.stringify(await readBooks(other.page))).not.toContain("tiền chuộc");
    await other.context.close();
  }
});

it("without a link: cold, from a label's code, through an outage in the dark, and all of it arrives", async () => {
  const context = await newDevice(phone);
  const page = await context.newPage();
  await signIn(page, commune, "motcua1");
  await readyOffline(page);
  await page.getByText("Đã sẵn sàng dùng khi mất mạng").waitFor();
  await loseLink(context, commune);
  await page.goto(`${commune.url}/su-co/moi`);
  await page.getByRole("button", { name: "Quét mã QR" }).click();
  await page.getByRole("dialog", { name: "Quét mã QR" }).waitFor();
  await page
    .locator('input[type="file"][capture]')
    .last()
    .setInputFiles({
      name: "nhan.png",
      mimeType: "image/png",
      buffer: await label(page, `${commune.url}/thiet-bi/XM-014`),
    });
  await page.getByRole("button", { name: /Máy in quầy 2/ }).waitFor();
  await page.getByRole("radio", { name: "Một quầy" }).check({ force: true });
  await page.getByRole("button", { name: "Ghi sự cố" }).click();
  await openTheRest(page);
  await page.getByRole("button", { name: "Bắt đầu tính giờ mất dịch vụ" }).click();
  await page.getByRole("link", { name: "Màn hình đếm giờ (tiết kiệm pin)" }).click();
  await page.reload();
  await page.getByRole("button", { name: "Đã có lại" }).click();
  await openTheRest(page);
  await page.getByText(/Mất dịch vụ tất cả/).waitFor();
  await page.getByText("Thông tin để xử lý").waitFor();
  await page.goto(`${commune.url}/danh-ba`);
  await page.getByText("Trực Tổ ứng cứu").first().waitFor();
  await regainLink(context, commune);
  await page.reload();
  await allReceived(page);
  const { records } = await commune.dump();
  const made = records
    .filter(({ body }) => body["title"] === "Máy in quầy 2" && body["state"] === "new")
    .at(-1);
  const sorts = records.filter(({ body }) => body["parent"] === made?.id).map(({ body }) => body["sort"]);
  expect(sorts.sort()).toEqual(["outage-end", "outage-start"]);
});

/** A photo of a label, drawn by the page itself. */
async function label(page: Page, text: string): Promise<Buffer> {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const url = await page.evaluate(
    ({ rows, edge }) => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = edge * 8;
      const brush = canvas.getContext("2d");
      if (!brush) throw new Error("no canvas");
      brush.fillStyle = "#eeeeee";
      brush.fillRect(0, 0, canvas.width, canvas.height);
      brush.fillStyle = "#222222";
      rows.forEach((row, y) => {
        row.forEach((dark, x) => {
          if (dark) brush.fillRect(x * 8, y * 8, 8, 8);
        });
      });
      return canvas.toDataURL("image/png");
    },
    { rows: data, edge: size },
  );
  return Buffer.from(url.split(",")[1] ?? "", "base64");
}
