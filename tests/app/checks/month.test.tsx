import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import CheckRunPage from "#app/features/checks/check-run.page.tsx";
import MonthPage from "#app/features/checks/month.page.tsx";
import { workCalendar } from "#domain/org/calendar/work-days.ts";
import { addDays, type CalendarDay, startOfDay } from "#kernel/calendar.ts";
import { daysOf, monthOf } from "#kernel/month.ts";
import { openTestBook, putChecks, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("checks", "runs", "incidents", "conflicts", "month", "paper"));

const pages = { "/kiem-tra/thang/:thang": <MonthPage />, "/kiem-tra/phieu/*": <CheckRunPage /> };

/** The month before this one has come to its end, whatever day the test runs on. */
function lastMonth(book: TestBook): { month: string; workdays: CalendarDay[] } {
  const month = monthOf(addDays(`${monthOf(book.today)}-01`, -1));
  const calendar = workCalendar();
  return { month, workdays: daysOf(month).filter((day) => calendar(day).work) };
}

async function putRun(book: TestBook, day: CalendarDay, part: Record<string, unknown> = {}): Promise<void> {
  const at = startOfDay(day) + 7 * 3_600_000;
  const ok = { v: "ok", at, by: "lan", bulk: true };
  await book.put("checkRun", `run/centre/daily/${day}/morning`, {
    ...{ template: "daily", templateVersion: 1, site: "centre", day, slot: "morning" },
    answers: { mains: ok, "printer-2": ok, "scanner-1": ok },
    completed: { at, by: "lan" },
    ...(part as object),
  });
}

const words = (day: CalendarDay) => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;

test("the month tells good, faulty, closed and missing apart, in words, and counts them", async () => {
  const book = await openTestBook(["centre"]);
  await putChecks(book);
  const { month, workdays } = lastMonth(book);
  const [first = "", second = "", third = "", fourth = "", ...rest] = workdays;
  const bad = { v: "bad", at: 1, by: "lan" };
  await putRun(book, first);
  await putRun(book, second, { answers: { mains: bad, "printer-2": bad } });
  await book.put("closedDay", `closed/centre/${third}`, {
    ...{ site: "centre", day: third, reason: "storm", note: "Bão số 9" },
  });
  for (const day of rest) await putRun(book, day);
  book.show(`/kiem-tra/thang/${month}`, pages);
  const heat = await screen.findByRole("region", { name: "Lịch kiểm tra của tháng" });
  const linkOf = (day: CalendarDay) => within(heat).getByRole("link", { name: new RegExp(words(day)) });
  expect(linkOf(first).textContent).toContain("tốt");
  expect(linkOf(second).textContent).toContain("2 lỗi");
  expect(linkOf(third).textContent).toContain("Nghỉ: Bão số 9");
  expect(linkOf(fourth).textContent).toContain("không có phiếu");
  const done = workdays.length - 2;
  expect(heat.textContent).toContain(`${done}/${workdays.length - 1}`);
  expect(within(heat).getByText("1 không có phiếu")).toBeTruthy();
  const missing = screen.getByRole("list", { name: "Ngày không có phiếu" });
  expect(within(missing).getAllByRole("listitem")).toHaveLength(1);
  // The paper: an answered cell by its sign, a day without a sheet as one tall cell with its reason.
  const table = screen.getByRole("table", { name: /Bảng tháng/ });
  const mains = within(table).getByRole("row", { name: /Điện lưới/ });
  expect(within(mains).getAllByText("✗")).toHaveLength(1);
  expect(within(mains).getAllByText("✓")).toHaveLength(done - 1);
  expect(within(table).getAllByText("không có phiếu")).toHaveLength(1);
  expect(within(table).getByText("Nghỉ: Bão số 9")).toBeTruthy();
});

test("a mark of the commune's calendar takes a day out of the working days", async () => {
  const book = await openTestBook(["leader"]);
  await putChecks(book);
  const { month, workdays } = lastMonth(book);
  for (const day of workdays.slice(1)) await putRun(book, day);
  const off = workdays[0] ?? "";
  const mark = { day: off, work: false, why: "closure", name: "Cả xã phòng chống lũ" };
  await book.put("calendarMark", `calendar/${off}`, mark);
  book.show(`/kiem-tra/thang/${month}`, pages);
  const heat = await screen.findByRole("region", { name: "Lịch kiểm tra của tháng" });
  expect(heat.textContent).toContain(`${workdays.length - 1}/${workdays.length - 1}`);
  expect(within(heat).getByRole("link", { name: /Nghỉ: Cả xã phòng chống lũ/ })).toBeTruthy();
  expect(screen.queryByRole("list", { name: "Ngày không có phiếu" })).toBeNull();
});

test("a month that has not come leads to this one", async () => {
  const book = await openTestBook(["centre"]);
  await putChecks(book);
  book.show("/kiem-tra/thang/2999-01", pages);
  const [year, month] = book.today.split("-");
  await screen.findByRole("heading", { name: `Tháng ${Number(month)} năm ${year}` });
});

test("a sheet begun on one version stays on it, says so, and a new one takes the version in force", async () => {
  const book = await openTestBook(["centre"]);
  await putChecks(book);
  const yesterday = addDays(book.today, -1);
  await book.put("checkRun", `run/centre/daily/${yesterday}/morning`, {
    ...{
      template: "daily",
      templateVersion: 1,
      version: "daily",
      site: "centre",
      day: yesterday,
      slot: "morning",
    },
    answers: { mains: { v: "ok", at: 1, by: "lan" } },
  });
  const form = await book.body("daily");
  await book.put("checkTemplate", "daily", { ...form, current: "v2" } as never);
  await book.put("checkTemplateVersion", "v2", {
    ...{ template: "daily", version: 2, dueTime: "07:00", opensTime: "06:00" },
    groups: [{ id: "power", name: "Điện" }],
    items: [{ id: "ups", group: "power", name: "Bộ lưu điện" }],
  });
  book.show(`/kiem-tra/phieu/run/centre/daily/${yesterday}/morning`, pages);
  await screen.findByText("Phiếu này giữ mẫu phiên bản 1; phiên bản 2 dùng từ phiếu sau.");
  expect(screen.getByRole("heading", { name: "Máy in quầy 2" })).toBeTruthy();
  book.show(`/kiem-tra/phieu/run/centre/daily/${book.today}/morning`, pages);
  const bar = await screen.findByRole("group", { name: "Trả lời cho Bộ lưu điện" });
  expect(screen.queryByRole("heading", { name: "Máy in quầy 2" })).toBeNull();
  fireEvent.click(within(bar).getByRole("radio", { name: "Tốt" }));
  await waitFor(async () =>
    expect(await book.body(`run/centre/daily/${book.today}/morning`)).toMatchObject({
      version: "v2",
      templateVersion: 2,
    }),
  );
});

test("the sheet and its foot tell how many devices are missing, and without a link when that was known", async () => {
  const book = await openTestBook(["centre"]);
  await putChecks(book);
  const { month, workdays } = lastMonth(book);
  for (const day of workdays) await putRun(book, day);
  const asked: string[] = [];
  const answer = { total: 9, silent: 2, devices: [] };
  const headers = { "content-type": "application/json", "x-so-truc": "1" };
  const offline = globalThis.fetch;
  globalThis.fetch = async (path) => {
    asked.push(String(path));
    return new Response(JSON.stringify(answer), { headers });
  };
  book.show(`/kiem-tra/thang/${month}`, pages);
  expect(await screen.findByText(/ · 2 máy chưa gửi số liệu$/)).toBeTruthy();
  expect(screen.getByText(/^In từ Sổ Trực .*, 2 máy chưa gửi số liệu$/)).toBeTruthy();
  // Since the month's end: who was heard after it has sent what belongs to it.
  const question = new URLSearchParams(asked[0]?.split("?")[1]);
  expect([question.get("for"), question.get("site")]).toEqual(["checks", "centre"]);
  const end = startOfDay(addDays(workdays.at(-1) ?? "", 1));
  expect(Number(question.get("since"))).toBeGreaterThanOrEqual(end);

  cleanup();
  globalThis.fetch = offline;
  const key = `so-truc:silent-checks:${book.logbook.profile.device}`;
  const kept = JSON.parse(localStorage.getItem(key) ?? "{}");
  localStorage.setItem(key, JSON.stringify({ ...kept, at: kept.at - 3_600_000 }));
  book.show(`/kiem-tra/thang/${month}`, pages);
  expect(await screen.findByText(/ · 2 máy chưa gửi số liệu \(biết lúc .+\)$/)).toBeTruthy();
});
