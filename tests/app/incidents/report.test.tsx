import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import IncidentPage from "#app/features/incidents/incident.page.tsx";
import { emptyIncident } from "#app/features/incidents/incident-draft.ts";
import IncidentFormPage from "#app/features/incidents/incident-form.page.tsx";
import IncidentListPage from "#app/features/incidents/incident-list.page.tsx";
import TodayPage from "#app/features/today/today.page.tsx";
import { quietDayId } from "#domain/incidents/quiet-day.ts";
import { addDays, dayOf } from "#kernel/calendar.ts";
import type { JsonObject } from "#kernel/json.ts";
import { heldIn } from "../book/hands.ts";
import { openTestBook, putChecks, type TestBook, withTexts } from "../book/open-book.tsx";

beforeEach(() => heldIn("finger"));
afterEach(() => vi.restoreAllMocks());
beforeAll(() => withTexts("incidents", "contacts", "conflicts"));

const pages = {
  "/": <TodayPage />,
  "/su-co": <IncidentListPage />,
  "/su-co/moi": <IncidentFormPage />,
  "/su-co/:id": <IncidentPage />,
};

const hour = 3_600_000;
const open = (part: object = {}) => ({
  number: "SC-XM-001-B",
  group: 1,
  severity: 2,
  title: "Đường truyền chính",
  since: Date.now() - hour,
  state: "new",
  site: "centre",
  ...part,
});

async function openDesk(roles: readonly string[] = ["centre"]): Promise<TestBook> {
  const book = await openTestBook(roles);
  await putChecks(book);
  return book;
}

/** One thumb: every tap is counted. */
function thumb() {
  const taps: string[] = [];
  return {
    taps,
    tap: async (role: "button" | "radio" | "link", name: string | RegExp) => {
      taps.push(String(name));
      fireEvent.click(await screen.findByRole(role, { name }));
    },
  };
}

test("from Hôm nay a common incident is reported with four taps and no letter", async () => {
  const book = await openDesk();
  const { taps, tap } = thumb();
  book.show("/", pages);
  await tap("link", "Báo sự cố");
  await tap("radio", "Mạng, đường truyền");
  await tap("radio", "Tất cả quầy");
  await tap("button", "Ghi sự cố");
  expect(await screen.findByRole("heading", { level: 1, name: "Mạng, đường truyền" })).toBeTruthy();
  expect(taps.length).toBeLessThanOrEqual(6);
  const [entry] = await book.outbox();
  expect(entry?.op).toMatchObject({
    a: "incident.report",
    ch: [{ f: { title: "Mạng, đường truyền", group: 1, severity: 1, site: "centre" } }],
  });
});

test("a system says more than its group, and is whom the ladder is asked for", async () => {
  const book = await openDesk();
  await book.put("contact", "c1", {
    ...{ system: "any", level: "team", name: "Trực tổ", phone: "0900000001" },
  });
  await book.put("contact", "c2", {
    ...{ system: "land", level: "vendor", name: "Hỗ trợ đất đai", phone: "0900000002" },
  });
  book.show("/su-co/moi", pages);
  fireEvent.click(await screen.findByRole("radio", { name: "Phần mềm hỏng hoặc chậm" }));
  fireEvent.change(await screen.findByLabelText(/Hệ thống nào/), { target: { value: "land" } });
  fireEvent.click(screen.getByRole("radio", { name: "Một quầy" }));
  fireEvent.click(screen.getByRole("button", { name: "Ghi sự cố" }));
  expect(await screen.findByRole("heading", { level: 1, name: "Đất đai" })).toBeTruthy();
  expect((await book.outbox())[0]?.op.ch[0]).toMatchObject({ f: { system: "land" } });
  expect(await screen.findByRole("link", { name: /Gọi Hỗ trợ đất đai/ })).toBeTruthy();
});

test("the place of the last report is offered again", async () => {
  const book = await openDesk();
  await book.put("site", "satellite", { name: "Điểm Xóm 5" });
  book.show("/su-co/moi", pages);
  fireEvent.change(await screen.findByLabelText("Ở đâu?"), { target: { value: "site:satellite" } });
  fireEvent.click(screen.getByRole("radio", { name: "Điện" }));
  fireEvent.click(screen.getByRole("radio", { name: "Không quầy nào" }));
  fireEvent.click(screen.getByRole("button", { name: "Ghi sự cố" }));
  await screen.findByRole("heading", { level: 1, name: "Điện" });
  book.show("/su-co/moi", pages);
  const place = (await screen.findByLabelText("Ở đâu?")) as HTMLSelectElement;
  expect(place.value).toBe("site:satellite");
});

test("a helper is offered the places that the law of reading gives, and nowhere that would be refused", async () => {
  const offered = async (roles: string[], person: JsonObject) => {
    const book = await openTestBook(roles, person);
    await putChecks(book);
    for (const [id, village] of Object.entries({ hall: "x1", market: "x2", quay: "x3" }))
      await book.put("site", id, { name: `Điểm ${id}`, village });
    for (const id of ["x1", "x2", "x3"]) await book.put("village", id, { name: `Xóm ${id}` });
    book.show("/su-co/moi", pages);
    const select = await screen.findByLabelText<HTMLSelectElement>("Ở đâu?");
    return [select.value, ...[...select.options].map(({ value }) => value).filter(Boolean)];
  };
  // First what stands chosen, then the choices.
  expect(await offered(["village"], { villages: ["x1"], sites: ["quay"] })).toEqual([
    ...["village:x1", "site:hall", "site:quay", "village:x1"],
  ]);
  expect(await offered(["village", "province"], { villages: ["x2"] })).toEqual([
    ...["village:x2", "site:market", "village:x2"],
  ]);
  // Two roles together: as wide as either.
  const all = ["site:hall", "site:market", "site:quay", "site:centre"];
  const villages = ["village:x1", "village:x2", "village:x3"];
  expect((await offered(["village", "unit"], { villages: ["x1"] })).slice(1)).toEqual([...all, ...villages]);
});

test("a draft of before a move is not saved where one no longer reads", async () => {
  const book = await openTestBook(["village"], { villages: ["x1"] });
  for (const id of ["x1", "x2"]) await book.put("village", id, { name: `Xóm ${id}` });
  const value = { ...emptyIncident, group: "2", stoppedCounters: "none", place: "village:x2" };
  await book.logbook.saveDraft({ key: "incident/new", value, at: Date.now() });
  book.show("/su-co/moi", pages);
  expect((await screen.findByLabelText<HTMLSelectElement>("Ở đâu?")).value).toBe("village:x1");
  fireEvent.click(screen.getByRole("button", { name: "Ghi sự cố" }));
  await waitFor(async () => expect(await book.outbox()).toHaveLength(1));
  expect((await book.outbox())[0]?.op.ch[0]).toMatchObject({ f: { village: "x1" }, sc: "incidents:x1" });
});

test("the list is narrowed by place and time, remembers it, and says what it hides", async () => {
  const book = await openDesk(["leader"]);
  await book.put("village", "x5", { name: "Xóm 5" });
  await book.put("incident", "i1", open());
  await book.put("incident", "i2", open({ title: "Sóng yếu", site: undefined, village: "x5" }));
  await book.put(
    "incident",
    "i3",
    open({ title: "Đã lâu", village: "x5", since: Date.now() - 60 * 24 * hour }),
  );
  book.show("/su-co", pages);
  await screen.findByText("Sóng yếu");
  fireEvent.click(screen.getByRole("button", { name: "Lọc" }));
  await screen.findByText("Xóm 5", { selector: "option" });
  fireEvent.change(screen.getByLabelText("Nơi xảy ra"), { target: { value: "x5" } });
  await waitFor(() => expect(screen.queryByText("Đường truyền chính")).toBeNull());
  fireEvent.change(screen.getByLabelText("Bắt đầu trong"), { target: { value: "7" } });
  await waitFor(() => expect(screen.queryByText("Đã lâu")).toBeNull());
  book.show("/su-co", pages);
  expect(await screen.findByText("Đang lọc: Xóm 5, 7 ngày qua")).toBeTruthy();
  expect(screen.getByText("Sóng yếu")).toBeTruthy();
  expect(screen.queryByText("Đường truyền chính")).toBeNull();
});

test("a thousand incidents: what is over is read only when asked for, and shown a slice at a time", async () => {
  const book = await openDesk(["leader"]);
  const since = Date.now() - 5 * hour;
  for (let i = 0; i < 1000; i++)
    await book.put("incident", `i${i}`, open({ title: `Việc ${i}`, since: since - i, state: "closed" }));
  await book.put("incident", "live", open({ title: "Đang hỏng" }));
  book.show("/su-co", pages);
  await screen.findByText("Đang hỏng");
  expect(document.querySelectorAll("a.row")).toHaveLength(1);
  fireEvent.click(screen.getByRole("button", { name: "Lọc" }));
  fireEvent.click(screen.getByRole("button", { name: "Tất cả" }));
  await screen.findByText("Việc 0");
  expect(document.querySelectorAll("a.row").length).toBeLessThanOrEqual(100);
  fireEvent.change(screen.getByRole("searchbox"), { target: { value: "viec 777" } });
  expect(await screen.findByText("Việc 777")).toBeTruthy();
  expect(document.querySelectorAll("a.row")).toHaveLength(1);
});

/** So late in the day that its quiet can be signed. */
function atDusk(time = "16:00"): void {
  const day = dayOf(Date.now());
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(`${day}T${time}:00+07:00`) });
}
afterEach(() => void vi.useRealTimers());

test("a quiet day is offered from 16:00 on, and not a minute before", async () => {
  atDusk("15:59");
  const sign = { name: "Hôm nay không có sự cố ở Trung tâm" };
  const early = await openDesk();
  early.show("/su-co", pages);
  await screen.findByRole("heading", { level: 1 });
  await expect(screen.findByRole("button", sign, { timeout: 500 })).rejects.toThrow();
  vi.setSystemTime(Date.now() + 60_000);
  early.show("/su-co", pages);
  await screen.findByRole("button", sign);
});

test("a day without incidents is signed with one tap and taken back with one", async () => {
  atDusk();
  const book = await openDesk();
  const id = quietDayId("centre", book.today);
  book.show("/su-co", pages);
  for (const deed of ["day.no-incident", "day.no-incident", "day.no-incident"]) {
    const signs = await screen.findByRole("button", {
      name: /^(Hôm nay không có sự cố ở Trung tâm|Rút lại)$/,
    });
    fireEvent.click(signs);
    const told = signs.textContent === "Rút lại" ? /^Hôm nay không có sự cố/ : "Rút lại";
    await screen.findByRole("button", { name: told });
    expect((await book.outbox()).at(-1)?.op.a).toBe(deed);
  }
  expect(await book.body(id)).toMatchObject({ site: "centre", day: book.today });
  expect((await book.outbox()).map(({ op }) => op.ch.map(({ c }) => c))).toEqual([
    ["create"],
    ["delete"],
    ["restore"],
  ]);
  expect(await screen.findByText("Lan xác nhận")).toBeTruthy();
});

test("it is not offered once something broke there that day", async () => {
  atDusk("17:30");
  const book = await openDesk();
  await book.put("incident", "i1", open({ since: Date.now(), state: "closed", number: "SC-XM-009-B" }));
  book.show("/su-co", pages);
  const sign = { name: "Hôm nay không có sự cố ở Trung tâm" };
  await expect(screen.findByRole("button", sign, { timeout: 500 })).rejects.toThrow();

  await book.put("incident", "i1", open({ since: Date.now() - 30 * hour, state: "closed" }));
  await screen.findByRole("button", sign);
  await book.put("incident", "i2", open({ since: Date.now(), state: "closed" }));
  await waitFor(() => expect(screen.queryByRole("button", sign)).toBeNull());
  expect(await book.outbox()).toEqual([]);
});

test("Hôm nay prompts the team to call when nobody answered in time, with the right number", async () => {
  const book = await openDesk(["responder"]);
  await book.put("contact", "c1", { system: "any", level: "team", name: "Trực tổ", phone: "0900000001" });
  await book.put("incident", "late", open({ title: "Quá hạn", severity: 1 }));
  await book.put("incident", "soon", open({ title: "Vừa báo", since: Date.now(), severity: 1 }));
  await book.put(
    "incident",
    "old",
    open({ title: "Đã nhận", state: "acknowledged", since: Date.now() - 99 * hour }),
  );
  book.show("/", pages);
  const links = await screen.findAllByRole("link", { name: "Mở sự cố để nhận" });
  expect(links.map((link) => link.getAttribute("href"))).toEqual(["/su-co/late"]);
});

test("whoever reported is prompted as well, with the number to call", async () => {
  const book = await openTestBook(["centre"]);
  await putChecks(book);
  await book.put("contact", "c1", { system: "any", level: "team", name: "Trực tổ", phone: "0900000001" });
  book.show("/su-co/moi", pages);
  fireEvent.click(await screen.findByRole("radio", { name: "Điện" }));
  fireEvent.click(screen.getByRole("radio", { name: "Tất cả quầy" }));
  fireEvent.click(screen.getByText("Bắt đầu: vừa xảy ra"));
  fireEvent.click(await screen.findByRole("radio", { name: "Ngày khác" }));
  fireEvent.change(await screen.findByLabelText("Chọn ngày"), {
    target: { value: addDays(book.today, -1) },
  });
  fireEvent.click(screen.getByRole("button", { name: "Ghi sự cố" }));
  await screen.findByRole("heading", { level: 1, name: "Điện" });
  book.show("/", pages);
  expect(await screen.findByText(/Chưa ai mở xem\. Đã quá 15 phút: nên gọi Tổ ứng cứu\./)).toBeTruthy();
  const call = await screen.findByRole("link", { name: /Gọi Trực tổ/ });
  expect(call.getAttribute("href")).toBe("tel:0900000001");
});
