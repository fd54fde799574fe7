import { screen, waitFor, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import MorePage from "#app/features/settings/more.page.tsx";
import { openTestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("settings", "shell"));

const rowsOf = (group: string) =>
  within(screen.getByRole("list", { name: group }))
    .getAllByRole("link")
    .map((row) => row.textContent);

test("stands in three groups of rows, and counts only what waits", async () => {
  const book = await openTestBook(["centre"]);
  book.show("/them", { "/them": <MorePage /> });
  await screen.findByRole("list", { name: "Sổ sách" });
  await waitFor(() => expect(rowsOf("Sổ sách")).toContain("Lịch trực"));
  expect(rowsOf("Máy này")).toEqual(["Chờ gửi", "Thông báo", "Cài đặt", "Hướng dẫn in ra giấy"]);
  expect(rowsOf("Tài khoản")).toEqual(["Đổi người dùng", "Đăng xuất"]);
  for (const id of ["t1", "t2"])
    await book.logbook.commit({
      action: "support.visit",
      changes: [{ c: "create", kind: "supportVisit", id, fields: visit(book.today) }],
    });
  await screen.findByText("2 mục đang chờ");
});

const visit = (day: string) => ({
  day,
  sort: "guide",
  form: "counter",
  result: "done",
  village: null,
  people: 1,
});
