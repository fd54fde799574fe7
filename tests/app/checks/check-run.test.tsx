import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import CheckListPage from "#app/features/checks/check-list.page.tsx";
import CheckRunPage from "#app/features/checks/check-run.page.tsx";
import { formatDay } from "#app/i18n/format.ts";
import { addDays, startOfDay } from "#kernel/calendar.ts";
import { openTestBook, putChecks, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("checks", "runs", "incidents", "conflicts"));

interface Run {
  readonly answers: Record<string, { v: string }>;
  readonly notes?: Record<string, string>;
  readonly incidents?: Record<string, string>;
  readonly completed?: object;
}

async function openRun(roles = ["centre"]): Promise<{ book: TestBook; run: () => Promise<Run> }> {
  const book = await openTestBook(roles);
  await putChecks(book);
  book.show("/kiem-tra/hom-nay", { "/kiem-tra/hom-nay": <CheckRunPage />, "/kiem-tra": <CheckListPage /> });
  const id = `run/centre/daily/${book.today}/morning`;
  return { book, run: async () => (await book.body(id)) as never as Run };
}

async function answer(item: string, word: string) {
  const group = await screen.findByRole("group", { name: new RegExp(`Trả lời cho ${item}`) });
  fireEvent.click(within(group).getByRole("radio", { name: word }));
  await waitFor(() =>
    expect((within(group).getByRole("radio", { name: word }) as HTMLInputElement).checked).toBe(true),
  );
}

test("the first answer makes the run and the next one joins it", async () => {
  const { book, run } = await openRun();
  await answer("Điện lưới", "Tốt");
  await answer("Máy quét quầy 1", "Không dùng");
  await waitFor(async () => expect((await book.outbox()).length).toBe(2));
  expect((await book.outbox()).map(({ op }) => op.ch[0]?.c)).toEqual(["create", "set"]);
  expect(await run()).toMatchObject({ answers: { mains: { v: "ok" }, "scanner-1": { v: "off" } } });
  expect(await screen.findByRole("button", { name: "1 mục còn lại đều tốt" })).toBeTruthy();
});

test("a fault makes its draft incident with the device filled in, in the same op", async () => {
  const { book, run } = await openRun();
  await answer("Máy in quầy 2", "Lỗi");
  await screen.findByRole("link", { name: "SC-XM-001-A" });
  const [entry] = await book.outbox();
  expect(entry?.op.ch.map((change) => change.k)).toEqual(["checkRun", "incident"]);
  const incident = await book.body((await run()).incidents?.["printer-2"] ?? "");
  expect(incident).toMatchObject({
    equipment: "printer",
    group: 3,
    severity: 3,
    state: "new",
    item: "printer-2",
  });
});

test("a fault taken back at once takes its untouched incident with it", async () => {
  const { book, run } = await openRun();
  await answer("Máy in quầy 2", "Lỗi");
  await screen.findByRole("link", { name: "SC-XM-001-A" });
  const incident = (await run()).incidents?.["printer-2"] ?? "";
  await answer("Máy in quầy 2", "Tốt");
  await waitFor(async () => expect((await book.outbox()).length).toBe(2));
  const row = await book.logbook.store.read((tx) => tx.row(incident));
  expect(row?.deleted).toBe(true);
  expect((await run()).incidents).toEqual({});
});

test("a note is kept as a draft while typed, then saved on the run and on its incident", async () => {
  const { book, run } = await openRun();
  await answer("Máy in quầy 2", "Lỗi");
  fireEvent.click(await screen.findByRole("button", { name: "Thêm ghi chú" }));
  const field = await screen.findByLabelText("Ghi chú cho Máy in quầy 2");
  fireEvent.change(field, { target: { value: "Kẹt giấy, số 038095001234" } });
  expect(await screen.findByText(/dãy 12 chữ số/)).toBeTruthy();
  await waitFor(async () => expect(await book.logbook.store.read((tx) => tx.drafts())).toHaveLength(1));
  fireEvent.click(screen.getByRole("button", { name: "Lưu ghi chú" }));
  await waitFor(async () =>
    expect((await run()).notes).toEqual({ "printer-2": "Kẹt giấy, số 038095001234" }),
  );
  const incident = await book.body((await run()).incidents?.["printer-2"] ?? "");
  expect(incident?.note).toBe("Kẹt giấy, số 038095001234");
  expect(await book.logbook.store.read((tx) => tx.drafts())).toEqual([]);
});

test("a note of 100 kB stays in its field, says so, and saves nothing", async () => {
  const { book } = await openRun();
  await answer("Máy in quầy 2", "Lỗi");
  await waitFor(async () => expect(await book.outbox()).toHaveLength(1));
  fireEvent.click(await screen.findByRole("button", { name: "Thêm ghi chú" }));
  const field = (await screen.findByLabelText("Ghi chú cho Máy in quầy 2")) as HTMLTextAreaElement;
  fireEvent.change(field, { target: { value: "a".repeat(100_000) } });
  expect(await screen.findByText(/Ghi chú dài 100\.000 ký tự, sổ giữ được 4\.000/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Lưu ghi chú" }));
  expect(field.value.length).toBe(100_000);
  expect(await book.outbox()).toHaveLength(1);
});

test("clearing an answer makes it unchecked; all answered, the dock completes", async () => {
  const { book, run } = await openRun();
  await answer("Điện lưới", "Tốt");
  fireEvent.click(await screen.findByRole("button", { name: "Việc khác với Điện lưới" }));
  fireEvent.click(await screen.findByRole("button", { name: "Bỏ trả lời" }));
  await screen.findByRole("button", { name: "Tất cả tốt" });
  expect((await run()).answers).toEqual({});
  for (const item of ["Điện lưới", "Máy in quầy 2", "Máy quét quầy 1"]) await answer(item, "Tốt");
  fireEvent.click(await screen.findByRole("button", { name: "Hoàn tất" }));
  await waitFor(async () => expect((await run()).completed).toBeTruthy());
  expect((await book.outbox()).at(-1)?.op.a).toBe("check.complete");
});

test("an answer after completion is kept and marked as added", async () => {
  const { book, run } = await openRun();
  const completed = { at: Date.now() - 60_000, by: "hoa" };
  await book.put("checkRun", `run/centre/daily/${book.today}/morning`, {
    template: "daily",
    templateVersion: 1,
    site: "centre",
    day: book.today,
    slot: "morning",
    answers: { mains: { v: "ok", at: completed.at - 1, by: "hoa" } },
    completed,
  });
  // A completed sheet opens to be read.
  fireEvent.click(await screen.findByRole("link", { name: "Sửa phiếu này" }));
  await answer("Máy in quầy 2", "Lỗi");
  expect(await screen.findByText(/bổ sung/, { selector: ".item-facts" })).toBeTruthy();
  expect((await run()).completed).toEqual(completed);
});

test("those who only read see words instead of buttons", async () => {
  await openRun(["leader"]);
  expect(await screen.findByText("Chỉ cán bộ Trung tâm ghi được phiếu này.")).toBeTruthy();
  expect(screen.queryByRole("radio")).toBeNull();
});

test("the list names the days without a sheet, and a closed day with its reason", async () => {
  const { book } = await openRun();
  const day = addDays(book.today, -2);
  await book.put("closedDay", `closed/centre/${day}`, { site: "centre", day, reason: "storm" });
  book.show("/kiem-tra", { "/kiem-tra": <CheckListPage /> });
  expect(await screen.findByText("Bão, lũ")).toBeTruthy();
  expect(
    (await screen.findAllByText("Chưa kiểm tra nên không biết có lỗi hay không")).length,
  ).toBeGreaterThan(5);
});

test("a note left unsaved stands open again where it was typed", async () => {
  const { book } = await openRun();
  await answer("Máy in quầy 2", "Lỗi");
  fireEvent.click(await screen.findByRole("button", { name: "Thêm ghi chú" }));
  const field = await screen.findByLabelText("Ghi chú cho Máy in quầy 2");
  fireEvent.change(field, { target: { value: "Kẹt giấy" } });
  book.show("/elsewhere", {});
  await waitFor(async () => expect(await book.logbook.store.read((tx) => tx.drafts())).toHaveLength(1));
  book.show("/kiem-tra/hom-nay", { "/kiem-tra/hom-nay": <CheckRunPage /> });
  const again = (await screen.findByLabelText("Ghi chú cho Máy in quầy 2")) as HTMLTextAreaElement;
  await waitFor(() => expect(again.value).toBe("Kẹt giấy"));
});

test("leaving the field saves the note once, and its button closes it", async () => {
  const { book, run } = await openRun();
  await answer("Máy in quầy 2", "Lỗi");
  fireEvent.click(await screen.findByRole("button", { name: "Thêm ghi chú" }));
  const field = await screen.findByLabelText("Ghi chú cho Máy in quầy 2");
  fireEvent.change(field, { target: { value: "Kẹt giấy" } });
  fireEvent.blur(field);
  fireEvent.click(screen.getByRole("button", { name: "Lưu ghi chú" }));
  await waitFor(async () => expect((await run()).notes).toEqual({ "printer-2": "Kẹt giấy" }));
  await waitFor(() => expect(screen.queryByLabelText("Ghi chú cho Máy in quầy 2")).toBeNull());
  expect((await book.outbox()).filter(({ op }) => op.a === "check.note")).toHaveLength(1);
});

test("a day marked closed, opened again and marked once more is closed", async () => {
  const { book } = await openRun();
  const mark = async () => {
    fireEvent.click(await screen.findByRole("button", { name: "Đánh dấu ngày nghỉ" }));
    const sheet = await screen.findByRole("dialog");
    fireEvent.click(within(sheet).getByRole("radio", { name: "Bão, lũ" }));
    fireEvent.click(within(sheet).getByRole("button", { name: "Đánh dấu ngày nghỉ" }));
    return screen.findByRole("button", { name: "Bỏ dấu ngày nghỉ" });
  };
  fireEvent.click(await mark());
  await mark();
  const row = await book.logbook.store.read((tx) => tx.row(`closed/centre/${book.today}`));
  expect(row?.deleted).toBeUndefined();
  expect((await book.outbox()).at(-1)?.op.ch.map((change) => change.c)).toEqual(["restore", "set"]);
});

test("a fault in a sheet of another day is dated: that day is not today", async () => {
  const book = await openTestBook(["centre"]);
  await putChecks(book);
  const day = addDays(book.today, -2);
  const fault = { group: 3, severity: 3, title: "Kẹt giấy", state: "new", equipment: "printer" };
  await book.put("incident", "i1", { ...fault, number: "SC-XM-001-B", since: startOfDay(day) + 1 });
  book.show(`/kiem-tra/phieu/run/centre/daily/${day}/morning`, { "/kiem-tra/phieu/*": <CheckRunPage /> });
  expect(await screen.findByText(`Lỗi từ ${formatDay(day)}, chưa xong`)).toBeTruthy();
});
