import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import ImportPage from "#app/features/admin/import/import.page.tsx";
import { sampleFile } from "#app/features/admin/import/sample-file.ts";
import { loadTexts, setLanguage, textOf } from "#app/i18n/i18n.ts";
import { readSpreadsheet } from "#documents/spreadsheet.ts";
import { guessColumns, importFields, linesOf } from "#domain/org/import/import-columns.ts";
import { openTestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("import", "errors"));

const pages = { "/quan-tri/nhap": <ImportPage /> };
const give = (text: string, name = "a.csv") =>
  fireEvent.change(screen.getByLabelText(/^Tệp bảng tính/), { target: { files: [new File([text], name)] } });

test("the sample in each language is read with every column known", async () => {
  await loadTexts("import");
  for (const language of ["vi", "en"] as const) {
    await setLanguage(language);
    for (const what of ["people", "equipment"] as const) {
      const { href } = sampleFile(what, (key, values) => textOf(`import:${key}`, values));
      const sheet = await readSpreadsheet(new Blob([decodeURIComponent(href.slice(href.indexOf(",") + 1))]));
      const rows = sheet.ok ? sheet.value.rows : [];
      const columns = guessColumns(what, rows);
      expect(Object.values(columns.of), `${language} ${what}`).toEqual(importFields[what].map((_, at) => at));
      expect(linesOf(what, rows, columns)).toHaveLength(1);
    }
  }
  await setLanguage("vi");
});

test("without the server the file is read, the reason is told, and nothing is written", async () => {
  const book = await openTestBook(["admin"]);
  book.show("/quan-tri/nhap", pages);
  await screen.findByRole("heading", { name: "Nhập từ bảng tính" });
  give("Họ và tên,Vai trò\nNgười một,một cửa\n");
  await screen.findByText(/a\.csv: 2 dòng/);
  await screen.findByText(/Chưa kết nối được với máy chủ của xã/);
  expect(screen.getByRole("button", { name: "So với sổ" })).toBeTruthy();
  expect(await book.outbox()).toEqual([]);
});

test("a column that is not recognised is asked for, and can be chosen", async () => {
  const book = await openTestBook(["admin"]);
  book.show("/quan-tri/nhap", pages);
  await screen.findByRole("heading", { name: "Nhập từ bảng tính" });
  give("Họ và tên,Chức vụ hiện nay\nNgười một,một cửa\n");
  await screen.findByText(/Chọn cột cho: Vai trò/);
  const deed = () => screen.getByRole("button", { name: "So với sổ" }) as HTMLButtonElement;
  expect(deed().disabled).toBe(true);
  fireEvent.change(screen.getByLabelText("Vai trò"), { target: { value: "1" } });
  await waitFor(() => expect(deed().disabled).toBe(false));
});

test("a file that is none says what to do", async () => {
  const book = await openTestBook(["admin"]);
  book.show("/quan-tri/nhap", pages);
  await screen.findByRole("heading", { name: "Nhập từ bảng tính" });
  give("");
  await screen.findByText("Tệp không có dòng nào.");
  give("PK không phải", "a.xlsx");
  await screen.findByText(/Mở bằng Excel, lưu lại rồi thử lại/);
});

test("letters of an old font are shown before and after, and converted only with a yes", async () => {
  const book = await openTestBook(["admin"]);
  book.show("/quan-tri/nhap", pages);
  await screen.findByRole("heading", { name: "Nhập từ bảng tính" });
  give("Họ và tên,Vai trò\nNguyÔn ThÞ Hoµ,mét cöa\nPhã Nam,mét cöa\n");
  await screen.findByText("NguyÔn ThÞ Hoµ → Nguyễn Thị Hoà");
  expect(screen.getByText("Phã Nam → Phó Nam")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "So với sổ" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Chuyển sang Unicode" }));
  await screen.findByRole("button", { name: "So với sổ" });
  expect(screen.queryByText(/→/)).toBeNull();
});

test("a spreadsheet of another sort is named for what it is, with the way out", async () => {
  const book = await openTestBook(["admin"]);
  book.show("/quan-tri/nhap", pages);
  await screen.findByRole("heading", { name: "Nhập từ bảng tính" });
  give("<html><table><tr><td>Họ tên", "xuat.xls");
  await screen.findByText(/trang web mang tên tệp Excel/);
  give("%PDF-1.7 ...", "ds.pdf");
  await screen.findByText(/tệp PDF/);
});
