import { screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { DutyToday } from "#app/book/duty/duty-today.tsx";
import ContactListPage from "#app/features/contacts/contact-list.page.tsx";
import IncidentPage from "#app/features/incidents/incident.page.tsx";
import SettingsPage from "#app/features/settings/settings.page.tsx";
import TaskPage from "#app/features/tasks/task.page.tsx";
import { heldIn, opsOf, press, type } from "../book/hands.ts";
import { openTestBook, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("incidents", "roster", "contacts", "settings", "tasks", "today", "conflicts"));
afterEach(() => vi.restoreAllMocks());

const shows = (book: TestBook, id: string, part: object = {}, phone?: string) =>
  book.put(
    "person",
    id,
    { ...{ name: id, account: id, roles: ["responder"], units: [], villages: [], active: true }, ...part },
    phone === undefined ? undefined : { phone },
  );

describe("the number of a person", () => {
  test("is written by themselves, apart from what the log keeps, and taken away again; both can be undone", async () => {
    const book = await openTestBook(["unit"]);
    book.show("/cai-dat", { "/cai-dat": <SettingsPage /> });
    await screen.findByRole("textbox", { name: "Số điện thoại của tôi" });
    type("Số điện thoại của tôi", "không có số");
    await press("Ghi số");
    expect(await screen.findByText(/^Chưa có số nào gọi được/)).toBeTruthy();
    expect(await book.outbox()).toEqual([]);
    type("Số điện thoại của tôi", " 0912 345 678 ");
    await press("Ghi số");
    await screen.findByText("Đã ghi số điện thoại");
    const [op] = await opsOf(book, 1);
    expect(op?.ch).toEqual([{ c: "set", k: "person", id: "lan", b: 5, f: {}, p: { phone: "0912 345 678" } }]);
    await press("Bỏ số này");
    await screen.findByText("Đã bỏ số điện thoại");
    await waitFor(() => expect(screen.queryByRole("button", { name: "Bỏ số này" })).toBeNull());
    await press("Hoàn tác");
    await waitFor(() =>
      expect(screen.getByRole<HTMLInputElement>("textbox", { name: /Số điện thoại/ }).value).toBe(
        "0912 345 678",
      ),
    );
    expect((await book.outbox()).length).toBe(3);
  });
});

describe("who is on now and tonight", () => {
  test("is called by the number they show; nobody is told to call himself", async () => {
    const book = await openTestBook(["village"]);
    await shows(book, "hoa", { name: "Hoa" }, "0987 111 222");
    await shows(book, "minh", { name: "Minh" });
    heldIn("finger");
    const always = { sort: "duty", day: book.today, from: "00:00", to: "00:00" };
    await book.put("shift", "s1", { ...always, person: "hoa" });
    await book.put("shift", "s2", { ...always, person: "minh" });
    await book.put("shift", "s3", { ...always, person: "lan" });
    book.show("/", { "/": <DutyToday /> });
    await screen.findByText("Minh");
    expect(screen.getByText("Lan (anh/chị)")).toBeTruthy();
    const calls = screen.getAllByRole("link").map((link) => link.getAttribute("href"));
    expect(calls).toEqual(["tel:0987111222"]);
  });

  test("is named with the number alone on a desk that cannot call", async () => {
    heldIn("mouse");
    const book = await openTestBook(["leader"]);
    await shows(book, "hoa", { name: "Hoa" }, "0987 111 222");
    const always = { sort: "duty", day: book.today, from: "00:00", to: "00:00" };
    await book.put("shift", "s1", { ...always, person: "hoa" });
    book.show("/", { "/": <DutyToday /> });
    await screen.findByText("Hoa: 0987 111 222");
    expect(screen.queryByRole("link")).toBeNull();
  });

  test("says nothing where nobody is on the roster", async () => {
    const book = await openTestBook(["centre"]);
    book.show("/", { "/": <DutyToday /> });
    await waitFor(() => expect(screen.queryByRole("heading")).toBeNull());
  });
});

test("a task names those of its lead unit who can be called", async () => {
  heldIn("finger");
  const book = await openTestBook(["coordinator"]);
  await book.put("unit", "vhxh", { name: "Phòng Văn hóa - Xã hội" });
  await shows(book, "hoa", { name: "Hoa", units: ["vhxh"] }, "0987 111 222");
  await shows(book, "cu", { name: "Cũ", units: ["vhxh"], active: false }, "0987 111 333");
  await shows(book, "khac", { name: "Khác", units: ["kt"] }, "0987 111 444");
  await book.put("task", "t1", {
    ...{ plan: "p", section: "1.1", block: "1.1", lead: ["vhxh"], coordinating: [], state: "notStarted" },
    ...{ order: 1, title: "Duy trì tổ công nghệ số" },
    deadline: {
      ...{ words: null, kind: "unspecified", due: null, start: null, precision: null },
      ...{ exclusive: false, parts: [], trigger: null },
    },
  });
  book.show("/nhiem-vu/t1", { "/nhiem-vu/:id": <TaskPage /> });
  const link = await screen.findByRole("link", { name: /Gọi Hoa/ });
  expect(link.getAttribute("href")).toBe("tel:0987111222");
  expect(screen.queryByRole("link", { name: /Gọi (Cũ|Khác)/ })).toBeNull();
});

describe("a contact", () => {
  const contact = { system: "any", level: "team", name: "Trực Tổ ứng cứu", phone: "0900 000 001" };

  test("is a number to read on a desk and a button on a phone, in the list", async () => {
    const book = await openTestBook(["centre"]);
    await book.put("contact", "c1", contact);
    heldIn("mouse");
    book.show("/danh-ba", { "/danh-ba": <ContactListPage /> });
    expect(await screen.findByText("0900 000 001")).toBeTruthy();
    expect(screen.queryByRole("link", { name: /Gọi/ })).toBeNull();
    vi.restoreAllMocks();
    heldIn("finger");
    book.show("/danh-ba", { "/danh-ba": <ContactListPage /> });
    const call = await screen.findByRole("link", { name: /Gọi/ });
    expect(call.getAttribute("href")).toBe("tel:0900000001");
  });

  test("who was called from another machine is still written down", async () => {
    const book = await openTestBook(["responder"]);
    await book.put("contact", "c1", contact);
    const incident = { number: "SC-XM-001-A", group: 1, severity: 2, title: "Mất mạng", state: "working" };
    await book.put("incident", "i1", { ...incident, since: Date.now() - 60_000, assignee: "lan" });
    heldIn("mouse");
    book.show("/su-co/i1", { "/su-co/:id": <IncidentPage /> });
    expect(await screen.findByText("Trực Tổ ứng cứu: 0900 000 001")).toBeTruthy();
    expect(screen.queryByRole("link", { name: /Gọi Trực/ })).toBeNull();
    await press("Đã gọi Trực Tổ ứng cứu");
    await press("Đã gọi được");
    const [op] = await opsOf(book, 1);
    expect(op?.ch[0]).toMatchObject({
      k: "incidentEntry",
      f: { sort: "call", contact: "c1", answered: true },
    });
  });
});
