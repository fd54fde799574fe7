import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { allReceived, sharesKey } from "../support/app-driver.ts";
import { photoFromServer } from "../support/device-books.ts";
import { cameraJpeg } from "../support/pictures.ts";
import { commune, communeForEach, openBook } from "../support/scene.ts";

communeForEach();

const title = "Sét đánh hỏng bộ phát sóng";

/** What the browser saves when the button is pressed. */
async function saved(page: Page, folder: string, button: string): Promise<string> {
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  const download = await coming;
  const file = join(folder, download.suggestedFilename());
  await download.saveAs(file);
  return file;
}

const byHand = (page: Page) => page.goto(`${commune.url}/cho-gui?xem=chi-tiet`);
const give = (page: Page, file: string) => page.locator('input[type="file"]').setInputFiles(file);

it("an incident and its photo go out by another's hands, and so does the word that they arrived", async () => {
  const folder = await mkdtemp(join(tmpdir(), "so-truc-hands-"));
  try {
    const far = await openBook("motcua1");
    const carrier = await openBook("tocns1");
    await sharesKey(far.page);
    const picture = await cameraJpeg(far.page, 800, 600, 3);
    await far.context.setOffline(true);
    await far.page.goto(`${commune.url}/su-co/moi`);
    await far.page.getByRole("textbox", { name: "Hỏng cái gì?" }).fill(title);
    await far.page.getByRole("radio", { name: /^Điện/ }).check();
    await far.page.getByRole("radio", { name: "Một quầy" }).check();
    const gallery = far.page.locator('input[name="gallery"]');
    await gallery.setInputFiles({ name: "1.jpg", mimeType: "image/jpeg", buffer: picture });
    await far.page.locator(".photo-grid li").waitFor();
    await far.page.getByRole("button", { name: "Ghi sự cố" }).click();
    await far.page.getByRole("heading", { name: "Ảnh (1)" }).waitFor();
    const incident = far.page.url();

    await byHand(far.page);
    await far.page.getByText("Trong tệp có cả ảnh chưa gửi (1 ảnh).").waitFor();
    const file = await saved(far.page, folder, "Xuất tệp 2 mục chưa gửi");
    await far.page.getByText("Trong tệp có 1 ảnh.").waitFor();

    await byHand(carrier.page);
    await give(carrier.page, file);
    await carrier.page.getByText("Đã nhận cả 1 ảnh.").waitFor();
    const { records } = await commune.dump();
    const photo = records.find(({ kind, body }) => kind === "photo" && body["stored"] !== undefined);
    const reported = records.find(({ kind, body }) => kind === "incident" && body["title"] === title);
    expect(photo?.body["parent"]).toBe(reported?.id);
    const receipt = await saved(carrier.page, folder, "Gửi lại biên nhận cho người đưa tệp");

    await give(far.page, receipt);
    await far.page.getByText("máy chủ đã nhận 2 mục. Cùng 1 ảnh.").waitFor();
    await far.page.getByText("Không còn mục nào chưa gửi.").waitFor();
    await far.page.goto(incident);
    await far.page.locator('.photo-list .sync[data-state="received"]').waitFor();

    await far.context.setOffline(false);
    await far.page.reload();
    await allReceived(far.page);
    await far.page.locator('.photo-list .sync[data-state="received"]').waitFor();
    const bytes = await photoFromServer(far.context, commune, photo?.id ?? "");
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(photo?.body["sha"]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
