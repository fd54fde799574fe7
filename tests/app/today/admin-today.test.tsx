import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import AdminPage from "#app/features/admin/admin.page.tsx";
import TodayPage from "#app/features/today/today.page.tsx";
import type { Waiting } from "#domain/org/attention.ts";
import { openTestBook, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("start", "admin", "org", "errors"));
afterEach(() => vi.unstubAllGlobals());

const pages = { "/": <TodayPage />, "/quan-tri": <AdminPage /> };
const well: Waiting = {
  clockIsSound: true,
  backup: { ageMs: 1000, failed: false, missingPhotos: 0 },
  ...{ gaps: 0, silent: 0, held: 0, parked: 0, refused: 0, unreadable: 0, defects: 0, neverIn: 0 },
};

/** The network: a server that knows this. */
function serverSays(waiting: unknown): void {
  const ours = { headers: { "x-so-truc": "1" } };
  vi.stubGlobal("fetch", async (url: string) => {
    if (!url.startsWith("/api/admin/attention")) throw new TypeError("Failed to fetch");
    return Response.json(waiting, ours);
  });
}

/** All seven things that a book needs. */
async function fullyEquipped(book: TestBook): Promise<void> {
  await book.put("village", "x1", { name: "Xóm 1" });
  await book.put("unit", "u1", { name: "Văn phòng" });
  await book.put("equipment", "e1", { code: "XM-1", name: "Máy in" });
  await book.put("contact", "c1", { system: "any", level: "team", name: "Trực tổ", phone: "0900000001" });
  await book.put("scenario", "s1", { title: "Mất mạng", groups: [1], trigger: "", steps: [] });
  await book.put("person", "hoa", {
    name: "Hoa",
    account: "hoa",
    roles: ["centre"],
    units: [],
    villages: [],
    active: true,
  });
}
const shift = (day: string) => ({ sort: "duty", day, from: "17:00", to: "07:00", person: "hoa" });

test("a new commune's administrator sees how far the book is set up; a step ticks itself", async () => {
  const book = await openTestBook(["admin"]);
  await book.put("village", "x1", { name: "Xóm 1" });
  await book.put("unit", "u1", { name: "Văn phòng" });
  book.show("/", pages);
  const heading = await screen.findByRole("heading", { name: /Bắt đầu dùng sổ/ });
  expect(heading.textContent).toMatch(/2\/7$/);
  const list = within(screen.getByRole("list", { name: "Bắt đầu dùng sổ" }));
  expect(list.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual([
    ...["/quan-tri/nhap", "/quan-tri/nhap?gi=equipment", "/danh-ba", "/kich-ban", "/lich-truc"],
  ]);
  expect(list.getByText("Danh sách xóm, Đơn vị")).toBeTruthy();
  await book.put("contact", "c1", { system: "any", level: "team", name: "Trực tổ", phone: "0900000001" });
  await waitFor(() => expect(heading.textContent).toMatch(/3\/7$/));
});

test("the steps are hidden by one press, stay hidden, and are had again from Quản trị", async () => {
  const book = await openTestBook(["admin"]);
  book.show("/", pages);
  fireEvent.click(await screen.findByRole("button", { name: "Ẩn các bước này" }));
  await waitFor(() => expect(screen.queryByRole("heading", { name: /Bắt đầu dùng sổ/ })).toBeNull());
  book.show("/", pages);
  await screen.findByText("Hôm nay chưa có việc nào chờ.");
  expect(screen.queryByRole("heading", { name: /Bắt đầu dùng sổ/ })).toBeNull();
  book.show("/quan-tri", pages);
  fireEvent.click(await screen.findByRole("button", { name: "Hiện lại các bước bắt đầu (0/7)" }));
  book.show("/", pages);
  expect(await screen.findByRole("heading", { name: /Bắt đầu dùng sổ/ })).toBeTruthy();
});

test("once everything is there the steps are gone, and nothing is left to say", async () => {
  serverSays(well);
  const book = await openTestBook(["admin"]);
  await fullyEquipped(book);
  await book.put("shift", "shift-1", shift(book.today));
  book.show("/", pages);
  expect(await screen.findByText("Hôm nay chưa có việc nào chờ.")).toBeTruthy();
  expect(screen.queryByRole("heading", { name: /Bắt đầu dùng sổ/ })).toBeNull();
});

test("what waits on the server leads to where it is dealt with, and is still told when the link is gone", async () => {
  serverSays({
    ...well,
    gaps: 1,
    parked: 2,
    neverIn: 4,
    backup: { ageMs: 4 * 86_400_000, failed: false, missingPhotos: 0 },
  });
  const book = await openTestBook(["admin"]);
  book.show("/", pages);
  const rows = async () =>
    within(await screen.findByRole("list", { name: "Cần quản trị viên xem" })).getAllByRole("link");
  const told = [
    ["Bản sao lưu mới nhất đã 4 ngày", "/quan-tri/sao-luu"],
    ["1 máy gửi thiếu mục", "/quan-tri/van-hanh"],
    ["2 mục đang chờ trên máy chủ", "/quan-tri/van-hanh"],
    ["4 người chưa đăng nhập lần nào", "/quan-tri/can-bo"],
  ];
  const shown = (links: HTMLElement[]) =>
    links.map((link) => [link.querySelector(".row-title")?.textContent, link.getAttribute("href")]);
  expect(shown(await rows())).toEqual(told);
  vi.unstubAllGlobals();
  book.show("/", pages);
  expect(shown(await rows())).toEqual(told);
  serverSays(well);
  book.show("/", pages);
  await screen.findByRole("heading", { name: /Bắt đầu dùng sổ/ });
  await waitFor(() => expect(screen.queryByRole("list", { name: "Cần quản trị viên xem" })).toBeNull());
});

test("an answer that is none changes nothing", async () => {
  serverSays({ login: "wifi" });
  const book = await openTestBook(["admin"]);
  book.show("/", pages);
  await screen.findByRole("heading", { name: /Bắt đầu dùng sổ/ });
  expect(screen.queryByRole("list", { name: "Cần quản trị viên xem" })).toBeNull();
});

test("nobody else is asked to set anything up, and the server is not asked", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    throw new TypeError("Failed to fetch");
  });
  const book = await openTestBook(["leader"]);
  book.show("/", pages);
  await screen.findByText("Hôm nay chưa có việc nào chờ.");
  expect(screen.queryByRole("heading", { name: /Bắt đầu dùng sổ/ })).toBeNull();
  expect(asked.filter((url) => url.includes("attention"))).toEqual([]);
});
