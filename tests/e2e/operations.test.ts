import { join } from "node:path";
import DatabaseDriver from "better-sqlite3";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { createApiClient, createTestDevice } from "../support/api-client.ts";
import { signIn } from "../support/app-driver.ts";
import { password } from "../support/commune.ts";
import { commune, communeForAll, newDevice } from "../support/scene.ts";
import { axeBreaches, settled, sideways } from "../support/screen-checks.ts";
import { runScript } from "../support/server-process.ts";

const day = 86_400_000;
let page: Page;

communeForAll();
beforeAll(async () => {
  page = await (await newDevice()).newPage();
  await signIn(page, commune, "quantri1");
});

describe("what the administrator watches", () => {
  it("shows a silent device, a refused and a parked item with who and why, and enters what can be", async () => {
    const client = createApiClient(commune.url);
    const session = await client.signIn("motcua2", password);
    const device = createTestDevice(client, session);
    await device.pull();
    const edit = { c: "set", k: "supportVisit", id: "v-late", b: 0, f: { people: 2 } };
    const forbidden = { c: "create", k: "village", id: "v-no", sc: "org", f: { name: "Xóm" } };
    await device.exchange([device.op("support.edit", [edit]), device.op("support.visit", [forbidden])]);
    const quiet = createApiClient(commune.url);
    hush((await quiet.signIn("tocns1", password)).device, Date.now() - 5 * day, 3);

    await page.goto(`${commune.url}/quan-tri`);
    await page.getByRole("link", { name: /Tình trạng máy và máy chủ/ }).click();
    const silent = page.getByRole("list", { name: "Máy chưa gửi" });
    await silent.getByText("Lần cuối máy báo còn 3 mục chưa gửi").waitFor();
    const parked = page.getByRole("list", { name: "Đang chờ trên máy chủ" });
    await parked.getByText("Chờ mục mà việc này thuộc về.").waitFor();
    const refused = page.getByRole("list", { name: "Bị từ chối trong 14 ngày" });
    await refused.getByText(/không còn quyền/).waitFor();
    await settled(page);
    expect(await axeBreaches(page)).toEqual([]);
    expect(await sideways(page)).toEqual([]);

    await page.getByRole("button", { name: "Thử ghi lại ngay" }).click();
    await page.getByText("Chưa mục nào ghi được, vẫn chờ trên máy chủ.").first().waitFor();
    const visit = { day: "2026-01-05", sort: "vneid", form: "centre", result: "done", people: 1 };
    const create = { c: "create", k: "supportVisit", id: "v-late", sc: "visits:counter", f: visit };
    await device.exchange([device.op("support.visit", [create])]);
    await page.reload();
    await refused.waitFor();
    await expect.poll(() => parked.count()).toBe(0);
  });

  it("renames a device, and says what is missing", async () => {
    await page.goto(`${commune.url}/quan-tri/may`);
    const row = page.getByRole("listitem").filter({ hasText: "Máy đang dùng" });
    await row.getByRole("button", { name: "Đổi tên" }).click();
    const field = page.getByRole("textbox", { name: "Tên máy" });
    await field.fill(" ");
    await page.getByRole("button", { name: "Ghi tên mới" }).click();
    await page.getByText("Chưa nhập tên máy.").waitFor();
    await field.fill("Máy bàn quản trị");
    await page.getByRole("button", { name: "Ghi tên mới" }).click();
    await row.getByText("Máy bàn quản trị").waitFor();
  });

  it("tells of the last restore drill beside the backups", async () => {
    await page.goto(`${commune.url}/quan-tri/sao-luu`);
    await page.getByText("Chưa diễn tập khôi phục lần nào").waitFor();
    await page.getByRole("button", { name: "Sao lưu ngay" }).click();
    await page.getByText(/Đã kiểm tra đọc lại được/).waitFor();
    const drill = await runScript("src/server/ops/drill-cli.ts", [], { DATA_DIR: commune.dataDir });
    expect(drill.code, drill.stdout + drill.stderr).toBe(0);
    await page.reload();
    await page.getByText("Diễn tập khôi phục đạt").waitFor();
    await settled(page);
    expect(await axeBreaches(page)).toEqual([]);
  });
});

/** As if nothing had been heard of this device since then. */
function hush(id: string, contactAt: number, outbox: number): void {
  const database = new DatabaseDriver(join(commune.dataDir, "so-truc.sqlite"));
  const { state } = database.prepare("select state from device_states where id = ?").get(id) as {
    state: string;
  };
  const changed = JSON.stringify({ ...(JSON.parse(state) as object), contactAt, outbox });
  expect(database.prepare("update device_states set state = ? where id = ?").run(changed, id).changes).toBe(
    1,
  );
  database.close();
}
