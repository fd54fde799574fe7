import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import TemplateEditorPage from "#app/features/admin/templates/template-editor.page.tsx";
import TemplateListPage from "#app/features/admin/templates/template-list.page.tsx";
import { type } from "../book/hands.ts";
import { openTestBook, putChecks, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("templates", "checks", "conflicts"));

const pages = { "/quan-tri/mau": <TemplateListPage />, "/quan-tri/mau/:id": <TemplateEditorPage /> };
const daily = "/quan-tri/mau/daily";

async function openEditor(): Promise<TestBook> {
  const book = await openTestBook(["admin"]);
  await putChecks(book);
  book.show(daily, pages);
  await screen.findByRole("region", { name: "Điện" });
  return book;
}

const order = () => [...document.querySelectorAll(".tpl-title")].map((one) => one.textContent);
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));

async function addItem(group: string, name: string): Promise<void> {
  press(`Thêm mục vào ${group}`);
  await screen.findByRole("dialog", { name: "Thêm mục" });
  await screen.findByLabelText("Mục kiểm tra");
  type("Mục kiểm tra", name);
  press("Thêm mục này");
  await screen.findByRole("button", { name });
}

async function publish(version: number): Promise<void> {
  press(`Ban hành phiên bản ${version}`);
  const sheet = await screen.findByRole("dialog", { name: `Ban hành phiên bản ${version}` });
  fireEvent.click(within(sheet).getByRole("button", { name: /^Ban hành \d+ mục/ }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
}

test("items are put in order by buttons, past the edge of a group, and the focus stays on the button", async () => {
  await openEditor();
  const up = screen.getByRole("button", { name: "Đưa Máy quét quầy 1 lên" });
  up.focus();
  fireEvent.click(up);
  expect(order()).toEqual(["Điện lưới", "Máy quét quầy 1", "Máy in quầy 2"]);
  fireEvent.click(screen.getByRole("button", { name: "Đưa Máy quét quầy 1 lên" }));
  const power = screen.getByRole("region", { name: "Điện" });
  expect(within(power).getByRole("button", { name: "Máy quét quầy 1" })).toBeTruthy();
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Đưa Máy quét quầy 1 lên");
  expect(screen.getByRole("heading", { name: "Bản nháp phiên bản 2: 1 thay đổi" })).toBeTruthy();
  fireEvent.keyDown(screen.getByRole("button", { name: "Máy quét quầy 1" }), {
    key: "ArrowDown",
    altKey: true,
  });
  expect(order()).toEqual(["Điện lưới", "Máy quét quầy 1", "Máy in quầy 2"]);
});

test("what is taken out comes back by one tap, and nothing is asked before", async () => {
  await openEditor();
  fireEvent.click(await screen.findByRole("button", { name: "Máy in quầy 2 XM-014" }));
  await screen.findByRole("dialog", { name: "Sửa mục" });
  fireEvent.click(await screen.findByRole("button", { name: "Bỏ mục này khỏi mẫu" }));
  await waitFor(() => expect(order()).toEqual(["Điện lưới", "Máy quét quầy 1"]));
  fireEvent.click(await screen.findByRole("button", { name: "Hoàn tác" }));
  await waitFor(() => expect(order()).toEqual(["Điện lưới", "Máy in quầy 2", "Máy quét quầy 1"]));
  expect(screen.queryByRole("heading", { name: /^Bản nháp/ })).toBeNull();
});

test("a draft is kept on the device, and is published as the next version in one op", async () => {
  const book = await openEditor();
  await book.put("checkRun", `run/centre/daily/${book.today}/morning`, {
    ...{ template: "daily", templateVersion: 1, site: "centre", day: book.today, slot: "morning" },
    answers: { mains: { v: "ok", at: 1, by: "lan" } },
  });
  await addItem("In, quét", "Máy photocopy");
  press(/Mở từ 06:00/);
  await screen.findByRole("dialog", { name: "Tên và giờ của mẫu" });
  await screen.findByLabelText("Hạn hoàn tất");
  type("Hạn hoàn tất", "07:00");
  press("Ghi vào bản nháp");
  await waitFor(async () =>
    expect(await book.logbook.store.read((tx) => tx.draft("template:daily"))).toMatchObject({
      value: { draft: { dueTime: "07:00" } },
    }),
  );
  expect(await book.outbox()).toEqual([]);
  book.show(daily, pages);
  await screen.findByRole("heading", { name: "Bản nháp phiên bản 2: 2 thay đổi" });
  expect(await screen.findByText(/1 phiếu đang làm dở giữ phiên bản của nó/)).toBeTruthy();
  await publish(2);
  const [entry] = await book.outbox();
  expect(entry?.op.a).toBe("org.edit");
  expect(entry?.op.ch.map((change) => `${change.c} ${change.k}`)).toEqual([
    "create checkTemplateVersion",
    "set checkTemplate",
  ]);
  const current = String((await book.body("daily"))?.["current"]);
  expect(await book.body(current)).toMatchObject({ template: "daily", version: 2, dueTime: "07:00" });
  // What the first version said is untouched, and the draft is gone.
  expect(await book.body("daily")).toMatchObject({ version: 1, dueTime: "07:30" });
  await screen.findByText("Phiên bản 2 đang dùng · 4 mục");
  expect(screen.queryByRole("heading", { name: /^Bản nháp/ })).toBeNull();
  expect(await book.logbook.store.read((tx) => tx.draft("template:daily"))).toBeUndefined();
});

test("an earlier version can be taken up again, and is published under a new number", async () => {
  const book = await openEditor();
  await addItem("Điện", "Bộ lưu điện");
  await publish(2);
  fireEvent.click(await screen.findByText("Xem phiên bản 1"));
  fireEvent.click(await screen.findByRole("button", { name: "Dùng bản này làm bản nháp", hidden: true }));
  expect(order()).toEqual(["Điện lưới", "Máy in quầy 2", "Máy quét quầy 1"]);
  await publish(3);
  const current = String((await book.body("daily"))?.["current"]);
  expect(await book.body(current)).toMatchObject({ version: 3, items: [{ id: "mains" }, {}, {}] });
});

test("what cannot be published says why, and the draft stays", async () => {
  const book = await openEditor();
  press("Thêm mục vào Điện");
  await screen.findByRole("dialog", { name: "Thêm mục" });
  await screen.findByLabelText("Mục kiểm tra");
  type("Mục kiểm tra", "Điện lưới");
  press("Thêm mục này");
  await waitFor(() => expect(order().filter((name) => name === "Điện lưới")).toHaveLength(2));
  press("Ban hành phiên bản 2");
  const sheet = await screen.findByRole("dialog", { name: "Ban hành phiên bản 2" });
  expect(within(sheet).getAllByText("Trùng tên trong một nhóm: Điện lưới.").length).toBeGreaterThan(0);
  expect(within(sheet).queryByRole("button", { name: /^Ban hành \d/ })).toBeNull();
  expect(await book.outbox()).toEqual([]);
});

test("a version published meanwhile by somebody else is told, and the draft can be dropped and taken back", async () => {
  const book = await openEditor();
  await addItem("Điện", "Bộ lưu điện");
  const form = await book.body("daily");
  await book.put("checkTemplateVersion", "other", {
    ...{ template: "daily", version: 2, dueTime: "07:15", opensTime: "06:00" },
    groups: [{ id: "power", name: "Điện" }],
    items: [{ id: "mains", group: "power", name: "Điện lưới" }],
  });
  await book.put("checkTemplate", "daily", { ...form, current: "other" } as never);
  await screen.findByText(/phiên bản 2 đã được ban hành/);
  press("Bỏ bản nháp");
  expect(order()).toEqual(["Điện lưới"]);
  press("Hoàn tác");
  expect(order()).toContain("Bộ lưu điện");
});

test("a new template begins with the standard one and is there at once", async () => {
  const book = await openTestBook(["admin"]);
  book.show("/quan-tri/mau", pages);
  fireEvent.click(await screen.findByRole("link", { name: /Mẫu mới từ mẫu chuẩn/ }));
  await screen.findByRole("region", { name: "Ký số" });
  press("Ban hành mẫu");
  const sheet = await screen.findByRole("dialog");
  fireEvent.click(within(sheet).getByRole("button", { name: /^Ban hành \d+ mục/ }));
  await waitFor(async () => expect(await book.outbox()).toHaveLength(1));
  expect((await book.outbox())[0]?.op.ch[0]).toMatchObject({
    c: "create",
    k: "checkTemplate",
    f: { version: 1 },
  });
  await screen.findByText(/^Phiên bản 1 đang dùng/);
});

test("two versions published at once stand side by side, by their numbers", async () => {
  const book = await openEditor();
  const content = {
    groups: [{ id: "power", name: "Điện" }],
    items: [{ id: "mains", group: "power", name: "Điện lưới" }],
  };
  for (const [id, version] of [
    ["va", 2],
    ["vb", 3],
  ] as const)
    await book.put("checkTemplateVersion", id, {
      template: "daily",
      version,
      dueTime: "07:00",
      opensTime: "06:00",
      ...content,
    });
  const form = await book.body("daily");
  await book.put("checkTemplate", "daily", { ...form, current: "va" } as never);
  await book.put("conflict", "cf1", {
    ...{ kind: "checkTemplate", record: "daily", field: "current", scope: "org", state: "open" },
    using: { value: "va", by: "lan", at: 1, device: "d1" },
    other: { value: "vb", by: "hoa", at: 2, device: "d2" },
  });
  await screen.findByRole("heading", { name: /Hai người cùng sửa phiên bản mẫu đang dùng/ });
  expect([...document.querySelectorAll(".conflict-value")].map((one) => one.textContent)).toEqual(
    expect.arrayContaining(["Phiên bản 2", "Phiên bản 3"]),
  );
  fireEvent.click(screen.getByRole("button", { name: "Chọn bản này" }));
  await waitFor(async () => expect((await book.body("daily"))?.["current"]).toBe("vb"));
});

test("the first template is used also where a site has none of its own", async () => {
  const book = await openTestBook(["admin"]);
  await putChecks(book);
  await book.put("site", "hamlet", { name: "Nhà văn hóa Xóm 5", order: 9 });
  book.show("/quan-tri/mau", pages);
  await screen.findByText(/^Dùng ở: .*Nhà văn hóa Xóm 5/);
});
