import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import OwnedPage from "#app/features/admin/templates/owned.page.tsx";
import { mistakesIn, type SetupForm, toSetup } from "#app/features/auth/setup-form.ts";
import { defaultTemplate } from "#domain/checks/default-template.ts";
import { usualThings } from "#domain/checks/owned-things.ts";
import { templateAt } from "#domain/checks/template-at.ts";
import { openTestBook, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("owned", "templates", "checks"));

const page = { "/quan-tri/mau/thiet-bi": <OwnedPage /> };

async function openOwned(): Promise<TestBook> {
  const book = await openTestBook(["admin"]);
  const items = defaultTemplate.items.map(({ equipmentKey: _key, ...item }) => item);
  await book.put("checkTemplate", "daily", { ...defaultTemplate, items, version: 1 });
  await book.put("site", "centre", { name: "Trung tâm", templateId: "daily" });
  book.show("/quan-tri/mau/thiet-bi", page);
  await screen.findByRole("group", { name: /Trung tâm có những thiết bị nào/ });
  return book;
}

const choose = (name: string) => fireEvent.click(screen.getByRole("checkbox", { name }));
const publish = () => fireEvent.click(screen.getByRole("button", { name: "Cập nhật mẫu kiểm tra" }));

async function inForce(book: TestBook) {
  const rows = await book.logbook.store.read((tx) => tx.rowsByKey("checkTemplateVersion"));
  const row = await book.logbook.store.read((tx) => tx.row("daily"));
  const versions = new Map(rows.filter(({ deleted }) => !deleted).map(({ id, body }) => [id, body as never]));
  return templateAt({ id: "daily", body: row?.body as never }, versions);
}

test("a centre without a kiosk is asked after none, by one press that publishes the next version", async () => {
  const book = await openOwned();
  expect(screen.getByText("Mẫu đang hỏi đúng những thứ này.")).toBeTruthy();
  choose("Ki-ốt tra cứu");
  expect(await screen.findByText("Sẽ đổi 1 mục, mẫu còn 23 mục")).toBeTruthy();
  publish();
  await waitFor(async () => expect((await inForce(book)).version).toBe(2));
  const { items } = await inForce(book);
  expect(items.map(({ id }) => id)).toEqual(
    defaultTemplate.items.map(({ id }) => id).filter((id) => id !== "kiosk"),
  );
  expect(await screen.findByText("Mẫu đang hỏi đúng những thứ này.")).toBeTruthy();
  expect((await book.outbox()).map(({ op }) => op.ch.map(({ k }) => k))).toEqual([
    ["checkTemplateVersion", "checkTemplate"],
  ]);
});

test("pressed again without a change it writes nothing; undo brings back exactly what was", async () => {
  const book = await openOwned();
  choose("Camera");
  publish();
  await waitFor(async () => expect(await book.outbox()).toHaveLength(1));
  await screen.findByText("Mẫu đang hỏi đúng những thứ này.");
  publish();
  fireEvent.click(await screen.findByRole("button", { name: /Hoàn tác/ }));
  await waitFor(async () => expect((await inForce(book)).items.map(({ id }) => id)).toContain("cameras"));
  expect((await inForce(book)).version).toBe(1);
  await waitFor(() =>
    expect((screen.getByRole("checkbox", { name: "Camera" }) as HTMLInputElement).checked).toBe(true),
  );
  expect(await book.outbox()).toHaveLength(2);
});

test("what is chosen and not yet published is there when the page is opened again", async () => {
  const book = await openOwned();
  choose("Wi-Fi cho người dân");
  await waitFor(async () => expect(await book.logbook.store.read((tx) => tx.drafts())).toHaveLength(1));
  book.show("/quan-tri/mau/thiet-bi", page);
  expect(await screen.findByText("Sẽ đổi 1 mục, mẫu còn 23 mục")).toBeTruthy();
});

test("a commune whose check is all its own is told so", async () => {
  const book = await openTestBook(["admin"]);
  await book.put("checkTemplate", "own", {
    ...{ name: "Riêng", version: 1, dueTime: "07:30", opensTime: "06:00" },
    groups: [{ id: "g", name: "Nhóm" }],
    items: [{ id: "i", group: "g", name: "Mục" }],
  });
  book.show("/quan-tri/mau/thiet-bi", page);
  expect(await screen.findByText("Chưa có mẫu nào lập từ mẫu chuẩn.")).toBeTruthy();
});

test("set-up says what the centre has, the usual unless it is changed, and nothing may be too", () => {
  const form: SetupForm = {
    ...{ token: "t", name: "Xã Mới", code: "xm", villageWord: "xóm", villages: "", owned: usualThings },
    ...{ adminName: "Lan", account: "lan", password: "mật khẩu dài", deviceName: "Máy" },
  };
  expect(toSetup(form).commune.owned).toEqual(usualThings);
  expect(mistakesIn({ ...form, owned: [] })).toEqual([]);
});
