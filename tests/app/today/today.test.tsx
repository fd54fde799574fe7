import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import TodayPage from "#app/features/today/today.page.tsx";
import { formatDay, formatLongDay } from "#app/i18n/format.ts";
import { addDays, dayOf, startOfDay } from "#kernel/calendar.ts";
import { openTestBook, putChecks, type TestBook } from "../book/open-book.tsx";

const runId = (day: string) => `run/centre/daily/${day}/morning`;

async function withFault(book: TestBook) {
  const day = addDays(book.today, -1);
  const answer = { v: "bad", at: Date.now() - 86_400_000, by: "hoa" };
  await book.put("checkRun", runId(day), {
    template: "daily",
    templateVersion: 1,
    site: "centre",
    day,
    slot: "morning",
    answers: { "printer-2": answer },
  });
}

async function pressAllGood() {
  fireEvent.click(await screen.findByRole("button", { name: "Tất cả tốt" }));
  return screen.findByRole("dialog", { name: "Tất cả tốt" });
}

/** As on a device that has never spoken with a server. */
function forgetClock(book: TestBook): Promise<void> {
  return book.logbook.store.transact("strict", async (tx) => {
    const meta = await tx.meta();
    if (meta) await tx.putMeta({ ...meta, offset: null });
  });
}

test("a normal morning is two taps: one op that answers everything, in bulk, and completes", async () => {
  const book = await openTestBook(["centre"]);
  await putChecks(book);
  book.show("/", { "/": <TodayPage /> });
  const sheet = await pressAllGood();
  expect(within(sheet).getByText("máy in quầy 2, máy quét")).toBeTruthy();
  fireEvent.click(within(sheet).getByRole("button", { name: "Xác nhận đủ 3 mục" }));
  await screen.findByText("Đã ghi đủ 3 mục");
  const outbox = await book.outbox();
  expect(outbox.map(({ op }) => op.a)).toEqual(["check.all-good"]);
  const body = (await book.body(runId(book.today))) as never as {
    answers: object;
    completed: { by: string };
  };
  expect(Object.values(body.answers)).toEqual(
    Array(3).fill(expect.objectContaining({ v: "ok", bulk: true })),
  );
  expect(body.completed.by).toBe("lan");
  expect(await screen.findByText("Trung tâm: đã kiểm tra 3 mục")).toBeTruthy();
});

afterEach(() => vi.restoreAllMocks());

test("the sheet says its day, and is filed under that day though midnight passes over it", async () => {
  const real = Date.now;
  const soon = startOfDay(addDays(dayOf(real()), 1)) - 60_000;
  let shift = soon - real();
  vi.spyOn(Date, "now").mockImplementation(() => real() + shift);
  const book = await openTestBook(["centre"]);
  await putChecks(book);
  book.show("/", { "/": <TodayPage /> });
  await screen.findByText(formatLongDay(book.today));
  const sheet = await pressAllGood();
  const said = `Ghi vào phiếu ngày: ${formatLongDay(book.today)}`;
  expect(within(sheet).getByText(said)).toBeTruthy();
  shift += 120_000;
  fireEvent(document, new Event("visibilitychange"));
  await screen.findByText(formatLongDay(addDays(book.today, 1)));
  expect(within(sheet).getByText(said)).toBeTruthy();
  fireEvent.click(within(sheet).getByRole("button", { name: "Xác nhận đủ 3 mục" }));
  await screen.findByText("Đã ghi đủ 3 mục");
  expect(Object.keys((await book.body(runId(book.today)))?.answers ?? {})).toHaveLength(3);
  expect(await book.body(runId(addDays(book.today, 1)))).toBeUndefined();
});

test("a day set right in the sheet is the one it says and files", async () => {
  const book = await openTestBook(["centre"]);
  await putChecks(book);
  await forgetClock(book);
  book.show("/", { "/": <TodayPage /> });
  const opened = await pressAllGood();
  fireEvent.click(within(opened).getByRole("button", { name: "Không đúng" }));
  fireEvent.click(await within(opened).findByRole("radio", { name: "Ngày hôm trước" }));
  fireEvent.click(within(opened).getByRole("button", { name: "Dùng ngày này" }));
  const day = addDays(book.today, -1);
  await screen.findByText(`Ghi vào phiếu ngày: ${formatLongDay(day)}`);
  fireEvent.click(screen.getByRole("button", { name: "Xác nhận đủ 3 mục" }));
  await screen.findByText("Đã ghi đủ 3 mục");
  expect(await book.body(runId(day))).toBeTruthy();
});

test("a fault of a sheet of another day is dated, and asked about that day", async () => {
  const book = await openTestBook(["centre"]);
  await putChecks(book);
  await forgetClock(book);
  const day = addDays(book.today, -1);
  const fault = { group: 3, severity: 3, title: "Kẹt giấy", state: "new", equipment: "printer" };
  await book.put("incident", "i1", { ...fault, number: "SC-XM-001-B", since: startOfDay(day) + 1 });
  book.show("/", { "/": <TodayPage /> });
  const sheet = await pressAllGood();
  expect(within(sheet).getByText(/báo lỗi từ hôm qua\. Bây giờ thế nào\?/)).toBeTruthy();
  fireEvent.click(within(sheet).getByRole("button", { name: "Không đúng" }));
  fireEvent.click(await within(sheet).findByRole("radio", { name: "Ngày hôm trước" }));
  fireEvent.click(within(sheet).getByRole("button", { name: "Dùng ngày này" }));
  const dated = `báo lỗi từ ${formatDay(day)}. Hôm đó thế nào?`;
  expect(await screen.findByText(dated, { exact: false })).toBeTruthy();
});

test("an open fault is asked first; pressed too early the button says which, and saves nothing", async () => {
  const book = await openTestBook(["centre"]);
  await putChecks(book);
  await withFault(book);
  book.show("/", { "/": <TodayPage /> });
  const sheet = await pressAllGood();
  const confirm = within(sheet).getByRole("button", { name: "Xác nhận đủ 3 mục" });
  for (const radio of within(sheet).getAllByRole("radio"))
    expect((radio as HTMLInputElement).checked).toBe(false);
  fireEvent.click(confirm);
  expect(await within(sheet).findByText("Chọn một trả lời cho Máy in quầy 2")).toBeTruthy();
  expect(await book.outbox()).toEqual([]);
  fireEvent.click(within(sheet).getByRole("radio", { name: "Vẫn lỗi" }));
  fireEvent.click(confirm);
  await screen.findByText("Đã ghi đủ 3 mục");
  const body = (await book.body(runId(book.today))) as never as {
    answers: Record<string, { v: string; bulk?: true }>;
  };
  expect(body.answers["printer-2"]).toMatchObject({ v: "bad" });
  expect(body.answers["printer-2"]?.bulk).toBeUndefined();
});

test("undoing clears what was set and the check is due again", async () => {
  const book = await openTestBook(["centre"]);
  await putChecks(book);
  book.show("/", { "/": <TodayPage /> });
  const sheet = await pressAllGood();
  fireEvent.click(within(sheet).getByRole("button", { name: "Xác nhận đủ 3 mục" }));
  fireEvent.click(await screen.findByRole("button", { name: "Hoàn tác" }));
  await waitFor(async () =>
    expect((await book.outbox()).map(({ op }) => op.a)).toEqual(["check.all-good", "check.undo"]),
  );
  const body = await book.body(runId(book.today));
  expect(body?.completed).toBeUndefined();
  expect(body?.answers).toEqual({});
  expect(await screen.findByRole("button", { name: "Tất cả tốt" })).toBeTruthy();
});

test("with a clock that was never measured the day is asked before anything is saved", async () => {
  const book = await openTestBook(["centre"]);
  await putChecks(book);
  await forgetClock(book);
  book.show("/", { "/": <TodayPage /> });
  const sheet = await pressAllGood();
  fireEvent.click(within(sheet).getByRole("button", { name: "Xác nhận đủ 3 mục" }));
  expect(await book.outbox()).toEqual([]);
  fireEvent.click(within(sheet).getByRole("button", { name: "Đúng" }));
  fireEvent.click(await within(sheet).findByRole("button", { name: "Xác nhận đủ 3 mục" }));
  await screen.findByText("Đã ghi đủ 3 mục");
});

test("a quiet day says so and what to do", async () => {
  const book = await openTestBook(["village"], { villages: ["xom-1"] });
  book.show("/", { "/": <TodayPage /> });
  expect(await screen.findByText("Hôm nay chưa có việc nào chờ.")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Ghi hỗ trợ" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Tất cả tốt" })).toBeNull();
});

test("while the first records arrive, it is said how many are here, as they come", async () => {
  const book = await openTestBook(["responder"]);
  const reach = (before: number) =>
    book.logbook.store.transact("strict", async (tx) => {
      const meta = await tx.meta();
      if (meta)
        await tx.putMeta({ ...meta, booting: { commune: { at: 100, before, recent: 0 } }, booted: [] });
    });
  await reach(40);
  book.show("/", { "/": <TodayPage /> });
  await screen.findByText("Đang nhận dữ liệu của xã: 2 mục, 60%");
  expect(screen.getByRole("link", { name: "Đã nhận 2 mục của xã · 60%" })).toBeTruthy();
  await book.put("unit", "u1", { name: "Phòng Kinh tế" });
  await reach(20);
  await screen.findByText("Đang nhận dữ liệu của xã: 3 mục, 80%");
});

test("on a quiet day the administrator of a commune that lacks everything is told where to begin", async () => {
  const book = await openTestBook(["admin"]);
  book.show("/", { "/": <TodayPage /> });
  expect(await screen.findByRole("link", { name: /Danh bạ ứng cứu/ })).toBeTruthy();
  expect(screen.queryByText("Hôm nay chưa có việc nào chờ.")).toBeNull();
});

test("what waits for me stands before what is only the commune's, each counted apart", async () => {
  const book = await openTestBook(["leader"], { units: ["vhxh"] });
  const incident = { number: "SC-XM-001-A", group: 2, severity: 3, since: Date.now(), village: null };
  await book.put("incident", "i1", { ...incident, title: "Mất mạng ở xóm", state: "working" });
  await book.put("incident", "i2", { ...incident, title: "Giao cho tôi", state: "working", assignee: "lan" });
  const task = { plan: "p", section: "1", block: "1", coordinating: [], state: "notStarted" };
  const deadline = { words: "", kind: "fixed", due: addDays(book.today, -1), start: null, precision: null };
  const late = { ...task, deadline: { ...deadline, exclusive: false, parts: [], trigger: null } };
  await book.put("task", "t1", { ...late, order: 1, lead: ["kt"], title: "Việc đơn vị khác" });
  await book.put("task", "t2", { ...late, order: 2, lead: ["vhxh"], title: "Việc đơn vị tôi" });
  book.show("/", { "/": <TodayPage /> });
  await screen.findByText("Việc đơn vị tôi");
  const lists = ["Sự cố cần xử lý", "Nhiệm vụ cần cập nhật", "Sự cố đang mở", "Nhiệm vụ khác của xã"];
  await waitFor(() => {
    const shown = screen.getAllByRole("list").map((list) => list.getAttribute("aria-label") ?? "");
    expect(shown.filter((name) => lists.includes(name))).toEqual(lists);
  });
  const titles = lists.map((name) =>
    within(screen.getByRole("list", { name }))
      .getAllByRole("link")
      .map((row) => row.querySelector(".row-title")?.textContent),
  );
  expect(titles).toEqual([["Giao cho tôi"], ["Việc đơn vị tôi"], ["Mất mạng ở xóm"], ["Việc đơn vị khác"]]);
});
