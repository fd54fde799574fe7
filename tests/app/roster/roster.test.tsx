import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { IDBKeyRange } from "fake-indexeddb";
import ICAL from "ical.js";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import RosterPage from "#app/features/roster/roster.page.tsx";
import ShiftsFormPage from "#app/features/roster/shifts-form.page.tsx";
import { addDays } from "#kernel/calendar.ts";
import { opsOf, press, type } from "../book/hands.ts";
import { openTestBook, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("roster", "conflicts", "actions"));
afterEach(() => vi.unstubAllGlobals());

const pages = { "/lich-truc": <RosterPage />, "/lich-truc/them": <ShiftsFormPage /> };
const colleague = (name: string, part = {}) => ({
  ...{ name, account: name.toLowerCase(), roles: ["centre"], units: [], villages: [], active: true },
  ...part,
});

async function open(path: string, roles: string[], fill?: (book: TestBook) => Promise<void>) {
  const book = await openTestBook(roles);
  await book.put("person", "hoa", colleague("Hoa"));
  await book.put("person", "minh", colleague("Minh"));
  await book.put("person", "cu", colleague("Người cũ", { active: false }));
  await fill?.(book);
  book.show(path, pages);
  await screen.findByRole("heading", { level: 1 });
  return book;
}

const shift = (book: TestBook, days: number, part: Record<string, string> = {}) => ({
  ...{ sort: "duty", day: addDays(book.today, days), from: "19:00", to: "07:00", person: "lan" },
  ...part,
});
const fieldsOf = (change: object) => ("f" in change ? (change.f as Record<string, unknown>) : {});

describe("the roster", () => {
  test("says who is on now and who comes next, and warns whoever makes it", async () => {
    await open("/lich-truc", ["responder"], async (book) => {
      await book.put("shift", "s0", shift(book, -1, { from: "00:00", to: "00:00" }));
      await book.put("shift", "s1", shift(book, 0, { from: "00:00", to: "00:00", person: "hoa" }));
      await book.put("shift", "s2", shift(book, 1, { from: "00:00", person: "minh" }));
      await book.put("shift", "s3", shift(book, 3, { person: "cu" }));
    });
    const facts = await screen.findByText(/^Hoa, trực ứng cứu, 00:00–00:00/);
    expect(facts.textContent).not.toContain("Lan");
    expect(screen.getByText(/^Minh, trực ứng cứu, từ 00:00/)).toBeTruthy();
    expect(screen.getByText(/^Tài khoản của Người cũ đã đóng/)).toBeTruthy();
  });

  test("tells of a gap in a watch round the clock and of one person in two shifts", async () => {
    const book = await open("/lich-truc", ["responder"], async (it) => {
      const period = `${addDays(it.today, 2)}T07:00/${addDays(it.today, 4)}T07:00`;
      await it.put("shift", "a", shift(it, 2, { from: "07:00", to: "07:00", period }));
      await it.put("shift", "b", shift(it, 2, { from: "08:00", to: "09:00" }));
    });
    await screen.findByText("Lịch trực có 2 điểm cần xem lại");
    expect(screen.getByText(/^Không có ai trực từ 07:00/)).toBeTruthy();
    await screen.findByText(/^Lan có hai ca trùng giờ/);
    expect(await book.outbox()).toEqual([]);
  });

  test("counts as many warnings as it lists, each with its name, also where a shift stands twice", async () => {
    await open("/lich-truc", ["responder"], async (it) => {
      await it.put("shift", "a", shift(it, 2));
      await it.put("shift", "b", shift(it, 2));
      await it.put("shift", "c", shift(it, 3, { from: "06:45", to: "07:30" }));
    });
    await screen.findByText("Lịch trực có 2 điểm cần xem lại");
    await screen.findAllByText(/^Lan có hai ca trùng giờ/);
    expect(screen.getAllByText(/có hai ca trùng giờ/)).toHaveLength(2);
    expect(screen.queryByText(/^Cán bộ của xã/)).toBeNull();
  });
});

describe("shifts are made", () => {
  test("round the clock in one deed, people in their turn, and one tap takes all back", async () => {
    const book = await open("/lich-truc/them", ["responder"]);
    await screen.findByText("Cách xếp ca");
    fireEvent.click(screen.getByRole("radio", { name: /^Trực 24\/7/ }));
    await press("Xếp ca này");
    await waitFor(() => expect(screen.getAllByText(/^Chưa có ngày cuối/)).toHaveLength(2));
    type("Từ ngày", addDays(book.today, 1));
    type("Đến hết ngày", addDays(book.today, 3));
    await press("Xếp ca này");
    await waitFor(() => expect(screen.getAllByText(/^Chưa chọn ai/)).toHaveLength(2));
    const turns = screen.getByLabelText("Luân phiên trực", { selector: "select" });
    await within(turns).findByRole("option", { name: "Hoa" });
    expect(within(turns).queryByRole("option", { name: "Người cũ" })).toBeNull();
    for (const person of ["minh", "hoa"]) fireEvent.change(turns, { target: { value: person } });
    await press("Xếp 6 ca");
    const [op] = await opsOf(book, 1);
    const made = op?.ch.map(fieldsOf) ?? [];
    expect(made.map((one) => one["person"])).toEqual(["minh", "hoa", "minh", "hoa", "minh", "hoa"]);
    expect(made[1]).toMatchObject({
      ...{ sort: "duty", day: addDays(book.today, 1), from: "19:00", to: "07:00" },
      period: `${addDays(book.today, 1)}T07:00/${addDays(book.today, 4)}T07:00`,
    });
    await screen.findByText("Đã xếp 6 ca");
    await press("Hoàn tác");
    const ops = await opsOf(book, 2);
    expect(ops[1]?.ch.map((change) => change.c)).toEqual(Array.from({ length: 6 }, () => "delete"));
  });

  test("each week up to a day; double duty is said before it is saved and hinders nothing", async () => {
    const book = await open("/lich-truc/them", ["responder"], async (it) => {
      await it.put("shift", "there", shift(it, 8, { person: "hoa" }));
    });
    await screen.findByText("Cách xếp ca");
    fireEvent.click(screen.getByRole("radio", { name: /^Lặp lại hằng tuần/ }));
    await screen.findByRole("option", { name: "Hoa" });
    fireEvent.change(screen.getByLabelText("Người trực"), { target: { value: "hoa" } });
    type("Từ ngày", addDays(book.today, 1));
    type("Đến hết ngày", addDays(book.today, 15));
    await screen.findByText(/^Hoa có hai ca trùng giờ/);
    await press("Xếp 3 ca");
    const [op] = await opsOf(book, 1);
    expect(op?.ch.map((change) => fieldsOf(change)["day"])).toEqual(
      [1, 8, 15].map((days) => addDays(book.today, days)),
    );
  });
});

describe("a shift goes to another", () => {
  test("by asking a colleague, which can be taken back", async () => {
    const book = await open("/lich-truc?ca=s1", ["centre"], (it) => it.put("shift", "s1", shift(it, 1)));
    await press("Nhờ người trực thay");
    const people = await screen.findByRole("list", { name: "Cán bộ có thể trực" });
    const names = async () => (await within(people).findAllByRole("button")).map((one) => one.textContent);
    await waitFor(async () => expect(await names()).toEqual(["Hoa", "Minh"]));
    await press("Minh");
    const [op] = await opsOf(book, 1);
    expect(op).toMatchObject({ a: "roster.swap", ch: [{ c: "set", f: { asked: "minh", declined: null } }] });
    await screen.findByText("Đã ghi lời nhờ trực thay");
    await press("Hoàn tác");
    await opsOf(book, 2);
    expect(await book.body("s1")).not.toHaveProperty("asked");
  });

  test("who was asked says yes from what they saw, or no", async () => {
    const fill = (it: TestBook) => it.put("shift", "s1", shift(it, 1, { person: "hoa", asked: "lan" }));
    const taken = await open("/lich-truc", ["centre"], fill);
    await screen.findByText("Hoa nhờ anh/chị trực thay");
    await press("Nhận trực thay");
    const [yes] = await opsOf(taken, 1);
    expect(yes).toMatchObject({ ch: [{ c: "set", id: "s1", b: 5, f: { person: "lan", asked: null } }] });
    await waitFor(() => expect(screen.queryByText("Hoa nhờ anh/chị trực thay")).toBeNull());
    const left = await open("/lich-truc", ["centre"], fill);
    await press("Không nhận được");
    await opsOf(left, 1);
    expect(await left.body("s1")).toMatchObject({ person: "hoa", declined: "lan" });
  });

  test("or at once by whoever makes the roster; a removed one is had back", async () => {
    const book = await open("/lich-truc?ca=s1", ["responder"], (it) =>
      it.put("shift", "s1", shift(it, 1, { person: "hoa", asked: "lan" })),
    );
    await press("Đổi người trực");
    await press("Minh");
    await opsOf(book, 1);
    expect(await book.body("s1")).toMatchObject({ person: "minh" });
    expect(await book.body("s1")).not.toHaveProperty("asked");
    await press("Bỏ ca này");
    await screen.findByText("Đã bỏ một ca trực");
    await press("Hoàn tác");
    const ops = await opsOf(book, 3);
    expect(ops.map((op) => op.ch[0]?.c)).toEqual(["set", "delete", "restore"]);
  });

  test("that is not one's own offers nothing to those who do not make the roster", async () => {
    await open("/lich-truc?ca=s1", ["centre"], (it) =>
      it.put("shift", "s1", shift(it, 1, { person: "hoa" })),
    );
    const sheet = await screen.findByRole("dialog", { name: "Ca trực" });
    await within(sheet).findByText("Hoa");
    for (const name of ["Bỏ ca này", "Đổi người trực", "Nhờ người trực thay", "Nhận trực thay"])
      expect(within(sheet).queryByRole("button", { name })).toBeNull();
  });
});

test("the calendar's file holds my shifts, and cancels the one that I gave away since", async () => {
  vi.stubGlobal("IDBKeyRange", IDBKeyRange);
  const files: File[] = [];
  const share = async ({ files: given }: { files: File[] }) => void files.push(...given);
  const stub = { share, canShare: () => true } as Record<string | symbol, unknown>;
  vi.stubGlobal("navigator", new Proxy(navigator, { get: (of, key) => stub[key] ?? Reflect.get(of, key) }));
  const book = await open("/lich-truc", ["centre"], async (it) => {
    await it.put("shift", "s1", shift(it, 1));
    await it.put("shift", "s2", shift(it, 2, { note: "Mang chìa khóa" }));
    await it.put("shift", "s3", shift(it, 3, { person: "hoa" }));
  });
  const read = async (at: number) => {
    await waitFor(() => expect(files).toHaveLength(at + 1));
    const calendar = new ICAL.Component(ICAL.parse(await (files[at] as File).text()));
    return calendar
      .getAllSubcomponents("vevent")
      .map((one) => [one.getFirstPropertyValue("uid"), one.getFirstPropertyValue("status")]);
  };
  await press("Thêm vào lịch điện thoại");
  await press("Tải tệp lịch");
  expect(await read(0)).toEqual([
    ["s1@mau.so-truc", "CONFIRMED"],
    ["s2@mau.so-truc", "CONFIRMED"],
  ]);
  expect(files[0]).toMatchObject({ name: "lich-truc.ics", type: "text/calendar" });
  await screen.findByText(/^Đã tải 2 ca/);
  await book.put("shift", "s1", shift(book, 1, { person: "hoa" }));
  await press("Tải tệp lịch");
  expect(await read(1)).toEqual([
    ["s2@mau.so-truc", "CONFIRMED"],
    ["s1@mau.so-truc", "CANCELLED"],
  ]);
});
