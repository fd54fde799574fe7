import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, describe, expect, test } from "vitest";
import EquipmentListPage from "#app/features/equipment/equipment-list.page.tsx";
import LabelsPage from "#app/features/equipment/labels.page.tsx";
import ThingPage from "#app/features/equipment/thing.page.tsx";
import ThingFormPage from "#app/features/equipment/thing-form.page.tsx";
import { addDays } from "#kernel/calendar.ts";
import { opsOf, press, type } from "../book/hands.ts";
import { openTestBook, putChecks, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("equipment", "incidents", "conflicts", "actions"));

const pages = {
  "/thiet-bi": <EquipmentListPage />,
  "/thiet-bi/moi": <ThingFormPage />,
  "/thiet-bi/nhan": <LabelsPage />,
  "/thiet-bi/:ma": <ThingPage />,
};

async function open(path: string, roles = ["centre"], fill?: (book: TestBook) => Promise<void>) {
  const book = await openTestBook(roles);
  await putChecks(book);
  await book.put("equipment", "scanner", {
    ...{ code: "XM-020", name: "Máy quét quầy 1", place: "Quầy 1", serial: "SN-77", sort: "scanner" },
    warrantyUntil: addDays(book.today, 30),
  });
  await book.put("equipment", "old", { code: "XM-001", name: "Máy fax", retiredOn: "2025-01-01" });
  await fill?.(book);
  book.show(path, pages);
  await screen.findAllByRole("heading", { level: 1 });
  return book;
}

const incident = (id: string, part: Record<string, string | number>) => ({
  ...{ number: `SC-XM-${id}-A`, group: 3, severity: 3, title: `Hỏng ${id}`, since: 1, state: "new" },
  ...part,
});
const record = () => within(screen.getByRole("region", { name: "Thiết bị đang xem" }));
const rows = () =>
  within(screen.getByRole("list", { name: "Thiết bị" }))
    .getAllByRole("link")
    .map((link) => link.querySelector(".row-title")?.textContent);

describe("the list", () => {
  test("leaves out what is out of use, and is searched without accents, by serial too", async () => {
    await open("/thiet-bi");
    await waitFor(() => expect(rows()).toEqual(["Máy in quầy 2", "Máy quét quầy 1"]));
    const search = screen.getByRole("searchbox");
    fireEvent.change(search, { target: { value: "quay may 2 in" } });
    await waitFor(() => expect(rows()).toEqual(["Máy in quầy 2"]));
    fireEvent.change(search, { target: { value: "sn-77" } });
    await waitFor(() => expect(rows()).toEqual(["Máy quét quầy 1"]));
    fireEvent.change(search, { target: { value: "không có" } });
    expect(await screen.findByText('Không tìm thấy thiết bị nào có chữ "không có".')).toBeTruthy();
  });

  test("narrows to what is broken, what loses its warranty, what is out of use", async () => {
    await open("/thiet-bi", ["centre"], async (book) => {
      await book.put("incident", "i1", incident("1", { equipment: "printer" }));
      await book.put("incident", "i2", incident("2", { equipment: "scanner", state: "closed" }));
    });
    await press("Đang có sự cố");
    await waitFor(() => expect(rows()).toEqual(["Máy in quầy 2"]));
    await press(/^Bảo hành sắp hết/);
    await waitFor(() => expect(rows()).toEqual(["Máy quét quầy 1"]));
    expect(screen.getByText("Bảo hành còn 30 ngày")).toBeTruthy();
    await press("Đã ngừng dùng");
    await waitFor(() => expect(rows()).toEqual(["Máy fax"]));
  });
});

describe("a thing", () => {
  test("is opened by the code on its label, however it is typed, with what befell it", async () => {
    await open("/thiet-bi/xm-014", ["centre"], async (book) => {
      await book.put("incident", "i1", incident("1", { equipment: "printer", state: "closed" }));
      await book.put("incident", "i2", incident("2", { equipment: "scanner" }));
      for (const ago of [1, 2, 3]) {
        const day = addDays(book.today, -ago);
        await book.put("checkRun", `run/centre/daily/${day}/morning`, {
          ...{ template: "daily", templateVersion: 1, site: "centre", day, slot: "morning" },
          answers: { "printer-2": { v: ago === 3 ? "bad" : "ok", at: 1, by: "hoa" } },
          ...(ago === 3 ? { notes: { "printer-2": "Kẹt giấy" } } : {}),
        });
      }
    });
    await record().findByRole("heading", { level: 1, name: "Máy in quầy 2" });
    const checks = await screen.findByRole("list", { name: "Các lần kiểm tra trong một năm" });
    expect(within(checks).getByText("Tốt, 2 lần liên tiếp")).toBeTruthy();
    expect(within(checks).getByText("Kẹt giấy")).toBeTruthy();
    const incidents = screen.getByRole("list", { name: "Sự cố của thiết bị" });
    expect(within(incidents).getByText("Hỏng 1")).toBeTruthy();
    expect(within(incidents).queryByText("Hỏng 2")).toBeNull();
    const report = screen.getByRole("link", { name: "Báo sự cố cho thiết bị này" });
    expect(report.getAttribute("href")).toBe("/su-co/moi?thiet-bi=printer");
  });

  test("that is not here says what to do; two with one code are both shown", async () => {
    await open("/thiet-bi/KHAC-9");
    expect(await screen.findByText("Máy này chưa có thiết bị mang mã này.")).toBeTruthy();
    await open("/thiet-bi/XM-014", ["centre"], (book) =>
      book.put("equipment", "twin", { code: "XM-014", name: "Máy in cũ" }),
    );
    await screen.findByText("Nhiều thiết bị cùng mang mã XM-014");
    expect(screen.getByRole("link", { name: "Máy in cũ" })).toBeTruthy();
  });

  test("is added with name and code; a code that is taken is told at its field", async () => {
    const book = await open("/thiet-bi/moi");
    await screen.findByLabelText("Tên thiết bị");
    await press("Ghi thiết bị");
    await screen.findByText("Còn 2 ô cần sửa");
    type("Tên thiết bị", " Máy in mới ");
    type(/^Mã/, "xm-014");
    await waitFor(() => expect(screen.getAllByText(/Mã này đã có thiết bị khác dùng/)).toHaveLength(2));
    type(/^Mã/, "XM-099");
    type(/^Ngày mua/, "2026-05-01");
    type(/^Bảo hành đến/, "2026-04-01");
    await press("Ghi thiết bị");
    await waitFor(() => expect(screen.getAllByText(/Ngày hết bảo hành trước ngày mua/)).toHaveLength(2));
    type(/^Bảo hành đến/, "2028-05-01");
    await press("Ghi thiết bị");
    const [op] = await opsOf(book, 1);
    expect(op?.a).toBe("equipment.edit");
    expect(op?.ch).toMatchObject([
      {
        ...{ c: "create", k: "equipment" },
        f: { name: "Máy in mới", code: "XM-099", boughtOn: "2026-05-01", warrantyUntil: "2028-05-01" },
      },
    ]);
  });

  test("is put right by what differs alone, taken out of use, and put back", async () => {
    const book = await open("/thiet-bi/printer?sua=1");
    await screen.findByLabelText(/^Nơi đặt/);
    type(/^Nơi đặt/, "Quầy 3");
    await press("Ghi thiết bị");
    const [op] = await opsOf(book, 1);
    expect(op?.ch).toMatchObject([{ c: "set", id: "printer", b: 5, f: { place: "Quầy 3" } }]);
    await press("Ngừng dùng từ hôm nay");
    await opsOf(book, 2);
    expect(await book.body("printer")).toMatchObject({ retiredOn: book.today, place: "Quầy 3" });
    await waitFor(() =>
      expect(screen.queryByRole("link", { name: "Báo sự cố cho thiết bị này" })).toBeNull(),
    );
    await press("Đưa vào dùng lại");
    await opsOf(book, 3);
    expect(await book.body("printer")).not.toHaveProperty("retiredOn");
  });

  test("is only looked at by those without the right to write", async () => {
    await open("/thiet-bi/printer", ["leader"]);
    await record().findByText("XM-014");
    expect(screen.queryByRole("link", { name: "Sửa thông tin thiết bị" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Ngừng dùng từ hôm nay" })).toBeNull();
  });
});

describe("labels", () => {
  const codes = () =>
    [...document.querySelectorAll(".label")].map((label) => label.getAttribute("data-code") ?? "");

  test("of the chosen things, after the places already peeled off", async () => {
    await open("/thiet-bi/nhan?chon=printer");
    await waitFor(() => expect(codes()).toEqual(["XM-014"]));
    await press(/^Chọn tất cả/);
    await waitFor(() => expect(codes()).toEqual(["XM-014", "XM-020"]));
    await press("Thêm một nhãn");
    await waitFor(() => expect(codes()).toEqual(["", "XM-014", "XM-020"]));
    expect(screen.getByRole("button", { name: "In 2 nhãn trên 1 tờ" })).toBeTruthy();
    fireEvent.click(screen.getByRole("checkbox", { name: /Máy in quầy 2/ }));
    await waitFor(() => expect(codes()).toEqual(["", "XM-020"]));
    const used = screen.getByLabelText<HTMLInputElement>("Số nhãn đã bóc ở tờ đầu");
    fireEvent.change(used, { target: { value: "1,5" } });
    expect(await screen.findByText("Nhập số nguyên từ 0 đến 23.")).toBeTruthy();
    expect(used.value).toBe("1,5");
    expect(screen.queryByRole("button", { name: /^In \d+ nhãn/ })).toBeNull();
  });
});
