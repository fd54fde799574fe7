import { chromium, type Page } from "playwright-core";
import { expect, it } from "vitest";
import { atToday, readyOffline, signIn, statusSays } from "../support/app-driver.ts";
import { executablePath, newContext, phone } from "../support/browser.ts";
import { password } from "../support/commune.ts";
import { browser, commune, communeForAll } from "../support/scene.ts";
import { axeBreaches, settled } from "../support/screen-checks.ts";
import { dump, removeDataDir, startServer } from "../support/server-process.ts";

/** What a person meets once a year, or only when something is amiss. */

communeForAll();

async function newPage(more: { readonly userAgent?: string } = {}): Promise<Page> {
  return (await newContext(browser, { ...phone, ...more })).newPage();
}

async function signedIn(account: string): Promise<Page> {
  const page = await newPage();
  await signIn(page, commune, account);
  await readyOffline(page);
  return page;
}

it("the set-up link of an empty database makes the commune, once", async () => {
  const server = await startServer();
  const link = `${server.url}/thiet-lap#${server.setupToken}`;
  const submit = (page: Page) => page.getByRole("button", { name: "Tạo sổ trực của xã" }).click();
  const fill = async (page: Page, name: string, account: string) => {
    await page.getByLabel("Tên xã").fill(name);
    await page.getByLabel("Mã ngắn của xã").fill("pt");
    await page.getByLabel("Địa bàn dưới xã gọi là gì?").fill("tổ dân phố");
    await page.getByLabel("Danh sách địa bàn").fill("Tổ dân phố 1\n\nTổ dân phố 2\n");
    await page.getByLabel("Họ tên quản trị viên").fill("Quản trị phường");
    await page.getByLabel("Tài khoản của quản trị viên").fill(account);
    await page.getByLabel("Mật khẩu", { exact: true }).fill(password);
  };
  try {
    const page = await newPage();
    await page.goto(link);
    await settled(page);
    expect(await axeBreaches(page)).toEqual([]);
    await submit(page);
    await page.getByRole("heading", { name: "Còn 5 ô cần sửa" }).waitFor();
    expect(await axeBreaches(page)).toEqual([]);
    await fill(page, "Phường Thử", "quantri");
    await submit(page);
    await atToday(page);
    // The villages were typed and the units come by themselves: two of the first steps are taken.
    await page.getByRole("heading", { name: /Bắt đầu dùng sổ.*2\/7/ }).waitFor();
    expect(await axeBreaches(page)).toEqual([]);

    const late = await newPage();
    await late.goto(link);
    await fill(late, "Phường Khác", "khac");
    await submit(late);
    const refused = late.getByRole("alert");
    await refused.getByText(/^Máy chủ đã thiết lập xong/).waitFor();
    await late.waitForFunction(() => {
      const box = document.querySelector('[role="alert"]')?.getBoundingClientRect();
      return box !== undefined && box.top >= 0 && box.bottom <= window.innerHeight;
    });

    const records = (await dump(server.dataDir)).filter(({ type }) => type === "record");
    const bodies = (kind: string) => records.filter((row) => row.kind === kind).map(({ body }) => body);
    expect(bodies("commune")).toMatchObject([{ name: "Phường Thử", code: "PT", villageWord: "tổ dân phố" }]);
    const villages = bodies("village") as { name: string; order: number }[];
    villages.sort((a, b) => a.order - b.order);
    expect(villages).toMatchObject([{ name: "Tổ dân phố 1" }, { name: "Tổ dân phố 2" }]);
    const [template] = bodies("checkTemplate") as { items: { id: string }[] }[];
    const asked = template?.items.map(({ id }) => id);
    expect(asked).toContain("copier");
    expect(asked).not.toContain("kiosk");
    expect(bodies("person")).toMatchObject([{ account: "quantri", roles: ["admin"] }]);
  } finally {
    await server.kill9();
    await removeDataDir(server.dataDir);
  }
});

const android =
  "Mozilla/5.0 (Linux; Android 13; SM-A135F; wv) AppleWebKit/537.36 Chrome/120.0 Mobile Zalo android/23";
const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile Zalo iOS/23";

it.each([
  ["android", android],
  ["iphone", iphone],
])("inside Zalo on %s nothing can be typed, and the way out keeps the code", async (system, userAgent) => {
  const page = await newPage({ userAgent });
  await page.goto(`${commune.url}/ma#k7m2-xw4p-q9`);
  await page.getByRole("heading", { name: "Mở bằng trình duyệt" }).waitFor();
  expect(await page.locator("input, textarea, select").count()).toBe(0);
  expect(await page.getByRole("button", { name: "Mở bằng Chrome" }).count()).toBe(
    system === "android" ? 1 : 0,
  );
  await page.getByText(`${commune.url}/ma#k7m2-xw4p-q9`).waitFor();
  await page.getByText("Ghi lại mã dùng một lần k7m2-xw4p-q9").waitFor();
  expect(await axeBreaches(page)).toEqual([]);
});

it("on an insecure address it is said before and after the sign-in that nothing works without a link", async () => {
  const host = "sotruc.xa.local";
  const args = ["--no-sandbox", `--host-resolver-rules=MAP ${host} 127.0.0.1`];
  const insecure = await chromium.launch({ executablePath, args });
  try {
    const page = await (await newContext(insecure, phone)).newPage();
    const url = commune.url.replace("localhost", host);
    await page.goto(`${url}/dang-nhap`);
    await page.getByRole("heading", { name: "Chưa dùng được khi mất mạng" }).waitFor();
    expect(await axeBreaches(page)).toEqual([]);
    await signIn(page, { ...commune, url }, "ungcuu1");
    await page.getByRole("heading", { name: "Chưa dùng được khi mất mạng" }).waitFor();
    await page.getByText("Hãy mở địa chỉ bắt đầu bằng https").waitFor();
    expect(await axeBreaches(page)).toEqual([]);
  } finally {
    await insecure.close();
  }
});

it("what few people need comes right after, and then opens without a link too", {
  timeout: 120_000,
}, async () => {
  const page = await signedIn("ungcuu1");
  await page.getByText("Đã sẵn sàng dùng khi mất mạng").waitFor();
  const context = page.context();
  await context.setOffline(true);
  commune.proxy.fault({ do: "drop" });
  try {
    const places: [path: string, heading: string][] = [
      ["/lich-truc", "Lịch trực"],
      ["/to-sang", "Tờ sáng"],
      ["/kich-ban", "Kịch bản dự phòng"],
      ["/thiet-bi", "Thiết bị"],
      ["/danh-ba", "Danh bạ ứng cứu"],
      ["/bang-dieu-hanh", "Bảng điều hành"],
      ["/cho-gui?xem=chi-tiet", "Chi tiết"],
      ["/cai-dat", "Cài đặt"],
    ];
    for (const [path, name] of places) {
      await page.goto(`${commune.url}${path}`);
      await page.getByRole("heading", { level: 1, name }).waitFor();
    }
    await page.getByRole("radio", { name: "English" }).click();
    await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
  } finally {
    commune.proxy.pass();
    await context.close();
  }
});

it("the browser's offer to install waits under Thêm until it is taken", async () => {
  const page = await signedIn("tocns1");
  await page.evaluate(() => {
    const offer = Object.assign(new Event("beforeinstallprompt", { cancelable: true }), {
      prompt: async () => void document.body.setAttribute("data-prompted", ""),
      userChoice: Promise.resolve({ outcome: "accepted" }),
    });
    window.dispatchEvent(offer);
  });
  await page.getByRole("link", { name: "Thêm" }).click();
  expect(await page.locator("body[data-prompted]").count()).toBe(0);
  await page.getByRole("button", { name: "Cài vào máy" }).click();
  await page.locator("body[data-prompted]").waitFor();
  await page.getByRole("button", { name: "Cài vào máy" }).waitFor({ state: "hidden" });
});

it("text size and ground change at once and stay", async () => {
  const page = await signedIn("congan1");
  const look = () =>
    page.evaluate(() => {
      const { fontSize, colorScheme } = getComputedStyle(document.documentElement);
      return [fontSize, colorScheme];
    });
  await page.goto(`${commune.url}/cai-dat`);
  await page.getByRole("radio", { name: "150%" }).click();
  await page.getByRole("radio", { name: "Tối" }).click();
  await expect.poll(look).toEqual(["24px", "dark"]);
  await page.reload();
  await page.getByRole("heading", { name: "Cài đặt" }).waitFor();
  await expect.poll(look).toEqual(["24px", "dark"]);
});

it("the administrator revokes a device, reports one lost, and erases what a resident asks to", async () => {
  const village = await signedIn("tocns1");
  const lost = await signedIn("tocns2");
  await village.goto(`${commune.url}/ho-tro/moi`);
  await village.getByRole("radio", { name: "Cài, kích hoạt VNeID" }).click();
  await village.getByText("Thêm: số người").click();
  await village.getByLabel("Cần gọi lại").click();
  await village.getByLabel("Số điện thoại").fill("0912345678");
  await village.getByRole("button", { name: "Ghi lượt này" }).click();
  await village.getByText("Đã ghi một lượt").waitFor();
  await statusSays(village, "Máy chủ đã nhận hết");
  const contacts = async () =>
    (await commune.dump()).records.filter((row) => JSON.stringify(row).includes("0912345678"));
  // The number lies in the visit's call-back alone.
  const [call] = await contacts();
  expect(call?.kind).toBe("callBack");
  const visit = call?.id.replace(/^call\//, "");

  const admin = await signedIn("quantri1");
  await admin.goto(`${commune.url}/quan-tri`);
  await admin.getByText("Xóa nội dung riêng theo yêu cầu").click();
  await admin.getByLabel("Địa chỉ hoặc mã của mục").fill(`${commune.url}/ho-tro/${visit}`);
  await admin.getByRole("button", { name: "Xóa vĩnh viễn" }).click();
  const asked = admin.getByRole("alertdialog");
  await asked.getByText("Không khôi phục được").waitFor();
  await asked.getByRole("button", { name: "Xóa vĩnh viễn" }).click();
  await expect.poll(contacts).toEqual([]);

  await admin.goto(`${commune.url}/quan-tri/may`);
  const newest = (person: string) => admin.locator("li.row", { hasText: person }).first();
  await newest("Tổ CNSCĐ Xóm 1").getByRole("button", { name: "Thu hồi quyền" }).click();
  await admin.getByRole("button", { name: "Thu hồi quyền của máy này" }).click();
  await asked.waitFor({ state: "hidden" });
  await newest("Tổ CNSCĐ Xóm 2").getByRole("button", { name: "Báo mất" }).click();
  await admin.getByRole("button", { name: "Báo mất và xóa từ xa" }).click();
  await asked.waitFor({ state: "hidden" });

  await village.getByRole("button", { name: /^\+1 / }).click();
  await statusSays(village, "Cần đăng nhập để gửi 1 mục");
  await lost.goto(commune.url);
  await lost.waitForURL(/\/dang-nhap$/);
  const books = () => lost.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  await expect.poll(books).toEqual(["so-truc-profiles"]);
});
