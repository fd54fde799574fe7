import { expect, it } from "vitest";
import { createApiClient } from "../support/api-client.ts";
import { allReceived } from "../support/app-driver.ts";
import { password } from "../support/commune.ts";
import { commune, communeForEach, openBook } from "../support/scene.ts";

communeForEach();

it("somebody is moved to another village: the phone heals, sends what waited, says what changed, and only reads the rest", {
  timeout: 300_000,
}, async () => {
  const { page, context } = await openBook("tocns1");
  const write = async (sort: string) => {
    await page.goto(`${commune.url}/ho-tro/moi`);
    await page.getByRole("radio", { name: sort }).check();
    await page.getByRole("button", { name: "Ghi lượt này" }).click();
    await page.getByText("Đã ghi một lượt").waitFor();
  };
  await write("Nộp hồ sơ trực tuyến");
  await allReceived(page);

  // Without a link: one more visit waits, while the administrator moves the person.
  await context.setOffline(true);
  await write("Cài, kích hoạt VNeID");
  const admin = createApiClient(commune.url);
  await moveTo(admin, "tocns1", ["xom-2"]);
  await context.setOffline(false);
  await page.goto(`${commune.url}/`);
  await allReceived(page);

  // What changed is said, with the number of what is kept.
  await page.getByText("Anh/chị không còn phụ trách Xóm 1").waitFor();
  await page.getByText(/^\d+ mục anh\/chị đã ghi ở đó vẫn đọc được trên máy này đến /).waitFor();
  const { records } = await commune.dump();
  const person = records.find(({ kind, body }) => kind === "person" && body["account"] === "tocns1");
  const taken = (sort: string) =>
    records.filter(({ kind, body }) => kind === "supportVisit" && body["sort"] === sort);
  expect(person?.body).toMatchObject({ villages: [expect.stringMatching(/xom-2$/)] });
  expect(taken("vneid").some(({ body }) => /xom-1$/.test(String(body["village"])))).toBe(true);

  // They are found, read, and offer no deed, whatever the address asks for.
  await page.getByRole("link", { name: "Xem các mục đó" }).click();
  const kept = page.getByRole("link", { name: /Cài, kích hoạt VNeID/ }).first();
  await kept.click();
  await page.getByText(/^Chỉ đọc, còn trên máy này đến /).waitFor();
  const address = page.url();
  const deeds = async () =>
    (await page.getByRole("button").allTextContents()).filter((one) => /Sửa|Xóa|Lưu/.test(one));
  expect(await deeds()).toEqual([]);
  await page.goto(`${address}?sua=1`);
  await page.getByText(/^Chỉ đọc, còn trên máy này đến /).waitFor();
  expect(await deeds()).toEqual([]);

  // The form knows the new village at once, and nothing is left behind.
  await write("Nộp hồ sơ trực tuyến");
  await allReceived(page);
  const after = (await commune.dump()).receipts.filter(({ outcome }) => outcome === "rejected");
  expect(after).toEqual([]);
});

/** The administrator gives the person these villages, found by how their ids end. */
async function moveTo(
  admin: ReturnType<typeof createApiClient>,
  account: string,
  wanted: readonly string[],
): Promise<void> {
  await admin.signIn("quantri1", password);
  const { people } = (await admin.get("/api/admin/people")).body as {
    people: { id: string; account: string; villages: string[] }[];
  };
  const all = [...new Set(people.flatMap(({ villages }) => villages))];
  const villages = all.filter((id) => wanted.some((end) => id.endsWith(end)));
  const id = people.find((one) => one.account === account)?.id ?? "";
  expect(await admin.call("PATCH", `/api/admin/people/${id}`, { villages })).toMatchObject({ status: 200 });
}
