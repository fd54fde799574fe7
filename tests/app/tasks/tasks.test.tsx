import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import TaskPage from "#app/features/tasks/task.page.tsx";
import TaskListPage from "#app/features/tasks/task-list.page.tsx";
import { addDays } from "#kernel/calendar.ts";
import { openTestBook, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("tasks", "conflicts"));

const pages = { "/nhiem-vu": <TaskListPage />, "/nhiem-vu/:id": <TaskPage /> };
const noDates = { due: null, start: null, precision: null, exclusive: false, parts: [], trigger: null };

async function openTasks(roles = ["unit"], units = ["vhxh"]): Promise<TestBook> {
  const book = await openTestBook(roles, { units });
  await book.put("unit", "vhxh", { name: "Phòng Văn hóa - Xã hội" });
  const task = {
    plan: "p",
    section: "1.1",
    block: "1.1",
    lead: ["vhxh"],
    coordinating: [],
    state: "notStarted",
  };
  await book.put("task", "t1", {
    ...task,
    order: 1,
    title: "Duy trì Tổ công nghệ số cộng đồng",
    deadline: { ...noDates, words: "Thường xuyên", kind: "recurring" },
  });
  await book.put("task", "t2", {
    ...task,
    order: 2,
    title: "Số hóa tài liệu lưu trữ",
    deadline: { ...noDates, words: "Trước ngày", kind: "fixed", due: addDays(book.today, -1) },
  });
  await book.put("task", "t3", {
    ...task,
    order: 3,
    lead: ["khac"],
    title: "Việc của đơn vị khác",
    deadline: { ...noDates, words: null, kind: "unspecified" },
  });
  return book;
}

test("overdue comes before stale; other units' tasks are there under all units", async () => {
  const book = await openTasks();
  book.show("/nhiem-vu", pages);
  await screen.findByText("Số hóa tài liệu lưu trữ");
  const titles = () => [...document.querySelectorAll(".row-title")].map((one) => one.textContent);
  expect(titles()).toEqual(["Số hóa tài liệu lưu trữ", "Duy trì Tổ công nghệ số cộng đồng"]);
  fireEvent.click(screen.getByRole("button", { name: /^Lọc/ }));
  fireEvent.change(screen.getByRole("combobox", { name: "Đơn vị" }), { target: { value: "*" } });
  expect(titles()).toContain("Việc của đơn vị khác");
});

test("whose office the plan names only in a group sees all tasks, with the plan's own words for who leads", async () => {
  const book = await openTasks(["unit"], ["kinh-te"]);
  await book.put("task", "t4", {
    ...{ plan: "p", section: "1.2", block: "1.2", order: 4, title: "Việc chung", coordinating: [] },
    lead: ["text:Các phòng thuộc xã", "vhxh"],
    leadWords: "Các phòng thuộc xã; Phòng Văn hóa - Xã hội",
    state: "notStarted",
    deadline: { ...noDates, words: null, kind: "unspecified" },
  });
  book.show("/nhiem-vu", pages);
  const common = await screen.findByText("Việc chung");
  fireEvent.click(screen.getByRole("button", { name: /^Lọc/ }));
  expect(screen.getByRole<HTMLSelectElement>("combobox", { name: "Đơn vị" }).value).toBe("*");
  await waitFor(() =>
    expect(common.closest("li")?.textContent).toContain("Các phòng thuộc xã; Phòng Văn hóa - Xã hội"),
  );
});

test("tasks that arrive while the list is read wait at its top until they are asked for", async () => {
  const book = await openTasks();
  book.show("/nhiem-vu", pages);
  await screen.findByText("Số hóa tài liệu lưu trữ");
  await book.put("task", "t5", {
    ...{ plan: "p", section: "1.3", block: "1.3", order: 5, title: "Việc vừa giao", coordinating: [] },
    ...{ lead: ["vhxh"], state: "notStarted" },
    deadline: { ...noDates, words: "Trước ngày", kind: "fixed", due: addDays(book.today, -30) },
  });
  const news = await screen.findByRole("button", { name: "Có 1 mục mới" });
  const titles = () => [...document.querySelectorAll(".row-title")].map((one) => one.textContent);
  expect(titles()).toEqual(["Số hóa tài liệu lưu trữ", "Duy trì Tổ công nghệ số cộng đồng"]);
  fireEvent.click(news);
  await waitFor(() => expect(titles()[0]).toBe("Việc vừa giao"));
  expect(screen.queryByRole("button", { name: /mục mới/ })).toBeNull();
});

test("the search needs no accents and the filters are remembered", async () => {
  const book = await openTasks();
  book.show("/nhiem-vu", pages);
  fireEvent.change(await screen.findByRole("searchbox"), { target: { value: "luu tru" } });
  await waitFor(() => expect(screen.queryByText("Duy trì Tổ công nghệ số cộng đồng")).toBeNull());
  fireEvent.change(screen.getByRole("searchbox"), { target: { value: "" } });
  fireEvent.click(screen.getByRole("button", { name: /^Lọc/ }));
  fireEvent.click(screen.getByRole("button", { name: /Lâu chưa cập nhật/ }));
  await waitFor(() => expect(screen.queryByText("Số hóa tài liệu lưu trữ")).toBeNull());
  book.show("/nhiem-vu", pages);
  await screen.findByText("Duy trì Tổ công nghệ số cộng đồng");
  expect(screen.queryByText("Số hóa tài liệu lưu trữ")).toBeNull();
});

test("an update appends, sets the percent and starts the task, in one op", async () => {
  const book = await openTasks();
  book.show("/nhiem-vu/t2?cap-nhat=1", pages);
  fireEvent.change(await screen.findByLabelText("Tiến độ (%)"), { target: { value: "60" } });
  fireEvent.change(screen.getByLabelText(/^Kết quả/), { target: { value: "Đã quét 1.200 hồ sơ" } });
  fireEvent.click(screen.getByRole("button", { name: "Ghi tiến độ" }));
  await waitFor(async () => expect(await book.outbox()).toHaveLength(1));
  const op = (await book.outbox())[0]?.op;
  expect(op?.a).toBe("task.progress");
  expect(op?.ch.map((change) => `${change.c} ${change.k}`)).toEqual([
    "append progressUpdate",
    "set task",
    "move task",
  ]);
  expect(await book.body("t2")).toMatchObject({ progress: 60, updatedDay: book.today, state: "running" });
  expect(await screen.findByText("Đã quét 1.200 hồ sơ")).toBeTruthy();
});

test.each(["62,5", "-5", "6,580"])(
  "a percent of %s stays as typed and is refused at its field",
  async (typed) => {
    const book = await openTasks();
    book.show("/nhiem-vu/t2?cap-nhat=1", pages);
    const field = await screen.findByLabelText<HTMLInputElement>("Tiến độ (%)");
    fireEvent.change(field, { target: { value: typed } });
    fireEvent.click(screen.getByRole("button", { name: "Ghi tiến độ" }));
    const why = "Tiến độ là số nguyên từ 0 đến 100, không có dấu phẩy hay dấu trừ. Nhập lại số phần trăm.";
    fireEvent.click(await screen.findByRole("link", { name: why }));
    expect(document.activeElement).toBe(field);
    expect(field.value).toBe(typed);
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(await book.outbox()).toEqual([]);
  },
);

test("an update that says nothing is not saved", async () => {
  const book = await openTasks();
  book.show("/nhiem-vu/t2?cap-nhat=1", pages);
  await screen.findByLabelText("Tiến độ (%)");
  fireEvent.click(screen.getByRole("button", { name: "Ghi tiến độ" }));
  expect(
    (await screen.findAllByText("Chưa có gì để ghi. Nhập tiến độ hoặc kết quả.")).length,
  ).toBeGreaterThan(0);
  expect(await book.outbox()).toEqual([]);
});

test("at 100 % the page offers to finish", async () => {
  const book = await openTasks();
  await book.put("task", "t4", { ...((await book.body("t2")) ?? {}), state: "running", progress: 100 });
  book.show("/nhiem-vu/t4", pages);
  await screen.findByText("Đã đạt 100%. Nhiệm vụ đã xong chưa?");
  fireEvent.click(screen.getByRole("button", { name: "Hoàn thành" }));
  await waitFor(async () => expect((await book.body("t4"))?.state).toBe("done"));
});

test("those of another unit read and do not write; the plan's words are kept", async () => {
  const book = await openTasks(["unit"], ["khac"]);
  book.show("/nhiem-vu/t1", pages);
  expect((await screen.findAllByText("Thường xuyên")).length).toBeGreaterThan(0);
  expect(screen.queryByRole("link", { name: "Cập nhật tiến độ" })).toBeNull();
});
