import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import CallPage from "#app/features/calls/call.page.tsx";
import CheckRunPage from "#app/features/checks/check-run.page.tsx";
import IncidentPage from "#app/features/incidents/incident.page.tsx";
import KeptListPage from "#app/features/kept/kept-list.page.tsx";
import MorePage from "#app/features/settings/more.page.tsx";
import VisitPage from "#app/features/support/visit.page.tsx";
import TaskPage from "#app/features/tasks/task.page.tsx";
import TodayPage from "#app/features/today/today.page.tsx";
import { formatDay } from "#app/i18n/format.ts";
import { callIdOf } from "#domain/calls/call-id.ts";
import { dayOf } from "#kernel/calendar.ts";
import type { JsonObject } from "#kernel/json.ts";
import { toStored } from "#sync/overlay.ts";
import { openTestBook, putChecks, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() =>
  withTexts(
    "support",
    "incidents",
    "contacts",
    "photos",
    "conflicts",
    "actions",
    "calls",
    "tasks",
    "runs",
    "kept",
    "settings",
    "checks",
  ),
);

const until = Date.now() + 60 * 86_400_000;
const end = formatDay(dayOf(until));

/** As after a move: the row is the person's own, outside their scopes, until a day. */
async function keep(book: TestBook, kind: string, id: string, body: JsonObject, personal?: JsonObject) {
  const stamp = { at: Date.now() - 3_600_000, by: "lan", device: "other" };
  const made = { created: stamp, changed: stamp, received: Date.now(), ...(personal ? { personal } : {}) };
  const row = { id, kind, scope: "elsewhere:x", seq: 6, body, ...made };
  await book.logbook.store.transact("strict", async (tx) => {
    await tx.putRow(toStored(row, 0, until));
    const meta = await tx.meta();
    if (meta) await tx.putMeta({ ...meta, scopes: ["org", "own:lan"], keptUntil: until });
  });
}

const visit = (book: TestBook, village = "xom-5") => ({
  ...{ day: book.today, sort: "file", form: "home", result: "done", people: 1, village },
});
const incident: JsonObject = {
  ...{ number: "XM-A001", title: "Mất mạng nhà văn hóa", group: 1, severity: 2, state: "new" },
  ...{ since: Date.now() - 7_200_000, village: "xom-5" },
};

const noDates = { due: null, start: null, precision: null, exclusive: false, parts: [], trigger: null };

async function movedBook(roles: readonly string[] = ["village"]): Promise<TestBook> {
  const book = await openTestBook(roles, { villages: ["xom-2"] });
  await book.put("village", "xom-5", { name: "Xóm 5" });
  await book.put("village", "xom-2", { name: "Xóm 2" });
  return book;
}

const readOnly = () => screen.findByText(`Chỉ đọc, còn trên máy này đến ${end}`);
const deeds = () => screen.queryAllByRole("button").map((button) => button.textContent ?? "");

test("a visit, an incident and a call-back of another village are read, and offer no deed", async () => {
  const book = await movedBook();
  await keep(book, "supportVisit", "v1", visit(book));
  book.show("/ho-tro/v1", { "/ho-tro/:id": <VisitPage /> });
  await readOnly();
  await screen.findByText("Xóm 5");
  expect(deeds().filter((text) => /Sửa|Xóa/.test(text))).toEqual([]);
  book.show("/ho-tro/v1?sua=1", { "/ho-tro/:id": <VisitPage /> });
  await readOnly();
  expect(screen.queryByRole("button", { name: "Lưu" })).toBeNull();

  await keep(book, "incident", "i1", incident);
  book.show("/su-co/i1", { "/su-co/:id": <IncidentPage /> });
  await readOnly();
  expect(screen.getByRole("heading", { name: "Mất mạng nhà văn hóa" })).toBeTruthy();
  expect(document.querySelector("textarea")).toBeNull();
  expect(document.querySelector(".dock, [class*=dock]")?.querySelector("button") ?? null).toBeNull();

  await keep(
    book,
    "callBack",
    callIdOf("v1"),
    { to: "team", village: "xom-5", state: "waiting", sort: "file" },
    { name: "Bà Sáu" },
  );
  book.show("/goi-lai/v1", { "/goi-lai/:luot": <CallPage /> });
  await readOnly();
  expect(screen.getByRole("heading", { name: "Bà Sáu" })).toBeTruthy();
  expect(deeds().filter((text) => /Đã gọi|Xong|Không|Chuyển/.test(text))).toEqual([]);
});

test("what is still mine on the same page offers its deeds", async () => {
  const book = await movedBook();
  await keep(book, "supportVisit", "v1", visit(book));
  const stamp = { at: Date.now() - 3_600_000, by: "lan", device: "other" };
  const row = { id: "v2", kind: "supportVisit", scope: "org", seq: 5, body: visit(book, "xom-2") };
  await book.logbook.store.transact("strict", (tx) =>
    tx.putRow(toStored({ ...row, created: stamp, changed: stamp, received: 1 }, 0)),
  );
  book.show("/ho-tro/v2", { "/ho-tro/:id": <VisitPage /> });
  await screen.findByText("Xóm 2");
  expect(screen.getAllByRole("button", { name: /Sửa|Xóa/ })).not.toEqual([]);
  expect(screen.queryByText(/^Chỉ đọc/)).toBeNull();
});

test("a check run and a task of an earlier role are found by their address and only read", async () => {
  const book = await movedBook(["village", "coordinator"]);
  await putChecks(book);
  const id = `run/centre/daily/${book.today}/morning`;
  const answers = { mains: { v: "bad", at: 1, by: "lan", note: "Cúp điện cả dãy" } };
  const run = {
    template: "daily",
    templateVersion: 1,
    site: "centre",
    day: book.today,
    slot: "morning",
    answers,
  };
  await keep(book, "checkRun", id, run);
  book.show(`/kiem-tra/phieu/${id}`, { "/kiem-tra/phieu/*": <CheckRunPage /> });
  await readOnly();
  expect(screen.getByText("1/3")).toBeTruthy();
  expect(deeds().filter((text) => /Tất cả tốt|Hoàn tất|Đánh dấu/.test(text))).toEqual([]);

  await keep(book, "task", "t1", {
    ...{
      plan: "p1",
      section: "1.1",
      block: "1.1",
      order: 1,
      title: "Rà soát đường truyền",
      state: "notStarted",
    },
    ...{ lead: [], coordinating: [] },
    deadline: { ...noDates, words: "Thường xuyên", kind: "recurring" },
  });
  book.show("/nhiem-vu/t1", { "/nhiem-vu/:id": <TaskPage /> });
  await readOnly();
  expect(screen.queryByRole("link", { name: "Cập nhật" })).toBeNull();
});

test("Hôm nay says what changed and until when, once; its list stays behind Thêm", async () => {
  const book = await movedBook();
  const pages = { "/": <TodayPage />, "/da-ghi": <KeptListPage />, "/them": <MorePage /> };
  book.show("/", pages);
  await screen.findByRole("heading", { level: 1, name: "Hôm nay" });
  expect(screen.queryByText(/không còn phụ trách/)).toBeNull();
  await keep(book, "supportVisit", "v1", visit(book));
  await keep(book, "incident", "i1", incident);
  await keep(book, "incidentEntry", "e1", { parent: "i1", sort: "note", text: "đã gọi" });
  book.show("/", pages);
  expect(await screen.findByText("Anh/chị không còn phụ trách Xóm 5")).toBeTruthy();
  expect(screen.getByText(`2 mục anh/chị đã ghi ở đó vẫn đọc được trên máy này đến ${end}.`)).toBeTruthy();
  fireEvent.click(screen.getByRole("link", { name: "Xem các mục đó" }));
  const list = await screen.findByRole("list", { name: "Anh/chị đã ghi" });
  expect(
    within(list)
      .getAllByRole("link")
      .map((link) => link.getAttribute("href"))
      .sort(),
  ).toEqual(["/ho-tro/v1", "/su-co/i1"]);
  book.show("/", pages);
  fireEvent.click(await screen.findByRole("button", { name: "Đã hiểu" }));
  await waitFor(() => expect(screen.queryByText(/không còn phụ trách/)).toBeNull());
  book.show("/them", pages);
  expect((await screen.findByRole("link", { name: /Mục đã ghi ở nơi khác/ })).getAttribute("href")).toBe(
    "/da-ghi",
  );
});

test("a change of role that no village tells is told without one", async () => {
  const book = await movedBook();
  const { village: _none, ...counter } = visit(book);
  await keep(book, "supportVisit", "v1", counter);
  book.show("/", { "/": <TodayPage /> });
  expect(await screen.findByText("Phần việc của anh/chị đã thay đổi")).toBeTruthy();
});
