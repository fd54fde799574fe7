import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import CalendarPage from "#app/features/admin/org/calendar.page.tsx";
import SitesPage from "#app/features/admin/org/sites.page.tsx";
import UnitsPage from "#app/features/admin/org/units.page.tsx";
import VillagesPage from "#app/features/admin/org/villages.page.tsx";
import { opsOf, press, type } from "../book/hands.ts";
import { openTestBook, putChecks, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("org", "checks", "errors"));

const pages = {
  "/quan-tri/lich": <CalendarPage />,
  "/quan-tri/noi-kiem": <SitesPage />,
  "/quan-tri/don-vi": <UnitsPage />,
  "/quan-tri/dia-ban": <VillagesPage />,
};

async function open(path: string, fill?: (book: TestBook) => Promise<void>): Promise<TestBook> {
  const book = await openTestBook(["admin"]);
  await putChecks(book);
  await fill?.(book);
  book.show(path, pages);
  await screen.findByRole("heading", { level: 1 });
  return book;
}

const choose = async (name: RegExp) => fireEvent.click(await screen.findByRole("radio", { name }));

test("the year shows Tết, what is in lieu and what the Government swapped", async () => {
  await open("/quan-tri/lich?nam=2026");
  const list = await screen.findByRole("list", { name: "Ngày lễ, Tết và hoán đổi" });
  const line = (text: string) => within(list).getAllByText(text);
  expect(line("Tết Nguyên đán")).toHaveLength(5);
  expect(line("Nghỉ bù Giỗ Tổ Hùng Vương")).toHaveLength(1);
  expect(line("Làm bù Quốc khánh")).toHaveLength(1);
});

test("a swap is two marks in one op, and one tap takes both back", async () => {
  const book = await open("/quan-tri/lich?nam=2027");
  await press("Thêm ngày vào lịch");
  await choose(/^Hoán đổi ngày làm việc/);
  type("Ngày được nghỉ", "2027-04-29");
  type("Ngày làm bù", "2027-05-08");
  await press("Ghi ngày hoán đổi");
  const [op] = await opsOf(book, 1);
  expect(op?.ch.map((change) => change.id)).toEqual(["calendar/2027-04-29", "calendar/2027-05-08"]);
  expect(await book.body("calendar/2027-05-08")).toMatchObject({
    work: true,
    why: "makeup",
    pair: "2027-04-29",
  });
  const own = await screen.findByRole("list", { name: "Ngày xã tự đánh dấu" });
  expect(within(own).getByText(/làm bù cho 29\/04\/2027/)).toBeTruthy();
  await press("Hoàn tác");
  await opsOf(book, 2);
  await waitFor(() => expect(screen.queryByRole("list", { name: "Ngày xã tự đánh dấu" })).toBeNull());
});

test("a closure of several days is one op; a wrong order is told at its field", async () => {
  const book = await open("/quan-tri/lich?nam=2027");
  await press("Thêm ngày vào lịch");
  await screen.findByLabelText("Từ ngày");
  type("Từ ngày", "2027-09-20");
  type("Đến hết ngày", "2027-09-18");
  await press("Đánh dấu ngày nghỉ");
  await screen.findByText("Ngày cuối phải từ ngày đầu trở đi. Chọn lại.");
  expect(await book.outbox()).toEqual([]);
  type("Đến hết ngày", "2027-09-22");
  type(/^Tên ngày/, "Bão số 9");
  await press("Đánh dấu ngày nghỉ");
  const [op] = await opsOf(book, 1);
  expect(op?.ch).toHaveLength(3);
  expect(await book.body("calendar/2027-09-21")).toMatchObject({
    work: false,
    why: "closure",
    name: "Bão số 9",
  });
});

test("24/11 is offered, not assumed; once marked it can be unmarked and marked again", async () => {
  const book = await open("/quan-tri/lich?nam=2026");
  await press("Đánh dấu nghỉ 24/11/2026");
  await press("Bỏ đánh dấu ngày 24/11/2026");
  await press("Đánh dấu nghỉ 24/11/2026");
  const ops = await opsOf(book, 3);
  expect(ops.map((op) => op.ch.map((change) => change.c).join())).toEqual([
    "create",
    "delete",
    "restore,set",
  ]);
});

test("a site has its own week and template, and can end on a day", async () => {
  const book = await open("/quan-tri/noi-kiem");
  await press(/^Trung tâm/);
  fireEvent.click(await screen.findByRole("checkbox", { name: "Thứ Bảy" }));
  await press("Ghi thay đổi");
  await opsOf(book, 1);
  expect(await book.body("centre")).toMatchObject({ weekdays: [1, 2, 3, 4, 5, 6], templateId: "daily" });
  await press("Hoàn tác");
  await opsOf(book, 2);
  expect((await book.body("centre"))?.["weekdays"]).toBeUndefined();
});

test("a site is given to a village and taken from it; one that was merged meanwhile is still named", async () => {
  const book = await open("/quan-tri/noi-kiem", async (it) => {
    await it.put("village", "v2", { name: "Xóm Cầu Đá", order: 2 });
    await it.put("village", "v3", { name: "Xóm Cũ", mergedInto: "v2", order: 3 });
    await it.put("site", "hall", { name: "Nhà văn hóa", village: "v3", order: 5 });
  });
  await press(/^Trung tâm/);
  const village = () => screen.findByLabelText<HTMLSelectElement>("Thuộc địa bàn");
  expect([...(await village()).options].map(({ value }) => value)).toEqual(["", "v2"]);
  type("Thuộc địa bàn", "v2");
  await press("Ghi thay đổi");
  await opsOf(book, 1);
  expect(await book.body("centre")).toMatchObject({ village: "v2" });
  expect(await screen.findByText(/^Xóm Cầu Đá · /)).toBeTruthy();
  await press("Hoàn tác");
  await opsOf(book, 2);
  expect((await book.body("centre"))?.["village"]).toBeUndefined();
  await press(/^Nhà văn hóa/);
  const kept = await village();
  expect([kept.value, kept.selectedOptions[0]?.textContent]).toEqual(["v3", "Xóm Cũ"]);
  type("Thuộc địa bàn", "");
  await press("Ghi thay đổi");
  await opsOf(book, 3);
  expect((await book.body("hall"))?.["village"]).toBeUndefined();
});

test("a village is renamed from a day on, and found by its old name", async () => {
  const book = await open("/quan-tri/dia-ban", (it) => it.put("village", "v5", { name: "Xóm 5" }));
  await press(/^Xóm 5/);
  await choose(/^Đổi tên từ một ngày/);
  type("Tên mới", "Xóm Đông");
  type("Từ ngày", "2026-07-01");
  await press("Đổi tên");
  await opsOf(book, 1);
  expect(await book.body("v5")).toMatchObject({ name: "Xóm Đông", former: { "2026-06-30": "Xóm 5" } });
  fireEvent.change(screen.getByRole("searchbox"), { target: { value: "xom 5" } });
  expect(await screen.findByText(/trước là Xóm 5/)).toBeTruthy();
  await press("Hoàn tác");
  await waitFor(async () => expect(await book.body("v5")).toEqual({ name: "Xóm 5" }));
});

test("a merged village is kept apart, its people are named, and no circle can be made", async () => {
  const book = await open("/quan-tri/dia-ban", async (it) => {
    await it.put("village", "v1", { name: "Xóm 1", order: 1 });
    await it.put("village", "v2", { name: "Xóm 2", order: 2 });
    const person = { account: "to1", roles: ["village"], units: [], villages: ["v1"], active: true };
    await it.put("person", "p1", { name: "Tổ Xóm 1", ...person });
  });
  await press(/^Xóm 1/);
  await choose(/^Sáp nhập vào nơi khác/);
  await press("Sáp nhập");
  await screen.findByText("Chọn nơi sáp nhập vào.");
  const into = screen.getByLabelText("Sáp nhập vào");
  expect(within(into).queryByRole("option", { name: "Xóm 1" })).toBeNull();
  fireEvent.change(into, { target: { value: "v2" } });
  await press("Sáp nhập");
  await opsOf(book, 1);
  expect(await book.body("v1")).toMatchObject({ name: "Xóm 1", mergedInto: "v2", mergedOn: book.today });
  expect(await screen.findByText(/Tổ Xóm 1 \(Xóm 2\)/)).toBeTruthy();
  const merged = screen.getByRole("list", { name: "Đã sáp nhập" });
  expect(within(merged).getByText(/nay thuộc Xóm 2/)).toBeTruthy();
  await press("Hoàn tác");
  await waitFor(() => expect(screen.queryByRole("list", { name: "Đã sáp nhập" })).toBeNull());
});

test("a unit keeps its other names, one a line", async () => {
  const book = await open("/quan-tri/don-vi");
  await press("Thêm đơn vị");
  await screen.findByLabelText("Tên đơn vị");
  type("Tên đơn vị", "Phòng Văn hóa - Xã hội");
  type(/^Tên gọi khác/, "VHXH\n Phòng VH-XH ;VHXH");
  await press("Thêm đơn vị này");
  const [op] = await opsOf(book, 1);
  expect(op?.ch[0]).toMatchObject({
    c: "create",
    k: "unit",
    f: { name: "Phòng Văn hóa - Xã hội", aliases: ["VHXH", "Phòng VH-XH"] },
  });
});

test("a site without a template of its own is said to use the commune's first one, as its checks do", async () => {
  await open("/quan-tri/noi-kiem", (book) =>
    book.put("site", "hamlet", { name: "Nhà văn hóa Xóm 5", order: 9 }),
  );
  const name = await screen.findByText("Nhà văn hóa Xóm 5");
  expect(name.closest("li")?.textContent).toMatch(/dùng mẫu chung: .+ · T2/);
});
