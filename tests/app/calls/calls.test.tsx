import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import CallPage from "#app/features/calls/call.page.tsx";
import CallListPage from "#app/features/calls/call-list.page.tsx";
import TodayPage from "#app/features/today/today.page.tsx";
import type { JsonObject } from "#kernel/json.ts";
import { heldIn } from "../book/hands.ts";
import { openTestBook, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("calls", "support", "contacts", "conflicts", "actions"));

beforeEach(() => heldIn("finger"));
afterEach(() => vi.restoreAllMocks());

const routes = {
  "/": <TodayPage />,
  "/goi-lai": <CallListPage />,
  "/goi-lai/:luot": <CallPage />,
};

async function open(roles: string[], path: string, calls: Record<string, JsonObject>): Promise<TestBook> {
  const book = await openTestBook(roles, { villages: ["xom-5"] });
  await book.put("village", "xom-5", { name: "Xóm 5" });
  for (const [id, body] of Object.entries(calls))
    await book.put("callBack", `call/${id}`, {
      ...{ village: "xom-5", sort: "vneid", day: book.today, state: "waiting", to: "team" },
      ...body,
    });
  book.show(path, routes);
  return book;
}

const tap = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

test("the list groups whom to call, what was handed on and what is done, and masks the numbers", async () => {
  await open(["village"], "/goi-lai", {
    a: { name: "Bà Tư", phone: "0912345678" },
    b: { name: "Ông Năm", to: "police" },
    c: { name: "Chị Sáu", state: "done" },
    d: { name: "Anh Bảy", state: "called" },
  });
  const group = async (name: string) =>
    within(await screen.findByRole("list", { name }))
      .getAllByRole("listitem")
      .map((one) => one.textContent);
  expect(await group("Chờ gọi")).toEqual([expect.stringMatching(/Bà Tư.*09••••678.*Tôi gọi/)]);
  expect(await group("Đã chuyển, chờ nhận")).toEqual([expect.stringMatching(/Ông Năm.*Người gọi: công an/i)]);
  expect(await group("Đã gọi, chưa xong")).toEqual([expect.stringContaining("Anh Bảy")]);
  expect(await group("Xong")).toEqual([expect.stringContaining("Chị Sáu")]);
  expect(document.body.textContent).not.toContain("0912345678");
});

test("an empty list says how somebody comes into it", async () => {
  await open(["village"], "/goi-lai", {});
  expect(await screen.findByText("Chưa có ai cần gọi lại.")).toBeTruthy();
});

test.each([
  { roles: ["village"], body: {}, counted: true },
  { roles: ["village"], body: { to: "centre" }, counted: false },
  { roles: ["centre"], body: { to: "centre" }, counted: true },
  { roles: ["security"], body: { to: "police" }, counted: true },
  { roles: ["security"], body: { to: "team" }, counted: false },
  { roles: ["village"], body: { state: "done" }, counted: false },
])("Hôm nay counts $body for $roles: $counted", async ({ roles, body, counted }) => {
  await open(roles, "/", { a: { name: "Bà Tư", ...body } });
  if (counted)
    expect((await screen.findByText("Bà Tư")).closest("a")?.getAttribute("href")).toBe("/goi-lai/a");
  else {
    await screen.findByText("Hôm nay chưa có việc nào chờ.");
    expect(screen.queryByText("Bà Tư")).toBeNull();
  }
});

test("Gọi stands at the end of the row of whoever is to call, in the list and on Hôm nay, and nowhere else", async () => {
  const calls = {
    a: { name: "Bà Tư", phone: "0912345678" },
    b: { name: "Ông Năm", phone: "0912345679", to: "police" },
    c: { name: "Chị Sáu", phone: "0912345670", state: "done" },
    d: { name: "Anh Bảy", phone: "0912345671", state: "called" },
    e: { name: "Cô Tám", phone: "không nhớ" },
  };
  const numbers = () =>
    screen
      .queryAllByRole("link", { name: /^Gọi/ })
      .map((link) => [link.textContent, link.getAttribute("href")]);
  await open(["village"], "/goi-lai", calls);
  await screen.findByText("Bà Tư", { selector: ".row-title" });
  expect(numbers()).toEqual([["Gọi Bà Tư", "tel:0912345678"]]);
  expect(screen.getByText("Bà Tư", { selector: ".row-title" }).closest("a")?.getAttribute("href")).toBe(
    "/goi-lai/a",
  );
  cleanup();
  await open(["village"], "/", calls);
  await waitFor(() => expect(numbers()).toEqual([["Gọi Bà Tư", "tel:0912345678"]]));
});

test("on Hôm nay the oldest three stand with their names, the rest behind their number", async () => {
  const many = Object.fromEntries(
    [1, 2, 3, 4, 5].map((at) => [`c${at}`, { name: `Người ${at}`, phone: `091234567${at}` }]),
  );
  await open(["village"], "/", many);
  const list = (await screen.findByText("Người 1", { selector: ".row-title" })).closest("ul") as HTMLElement;
  expect(within(list).getAllByRole("link", { name: /^Gọi/ })).toHaveLength(3);
  expect(within(list).getByText("5 người chờ tôi gọi").closest("a")?.getAttribute("href")).toBe("/goi-lai");
});

test("a call is noted, its undo brings back exactly what was, and no deed holds a name", async () => {
  const book = await open(["village"], "/goi-lai/a", { a: { phone: "0912345678" } });
  await screen.findByText("Không ghi tên", { selector: "h1" });
  expect(document.querySelector(".call-number a")?.getAttribute("href")).toBe("tel:0912345678");
  tap("Đã gọi");
  await waitFor(async () => expect(await book.body("call/a")).toMatchObject({ state: "called" }));
  const [done] = await book.outbox();
  expect(done?.op).toMatchObject({
    a: "call.called",
    ch: [
      { c: "append", k: "callEntry", under: "call/a", f: { sort: "called" } },
      { c: "move", k: "callBack", from: "waiting", to: "called" },
    ],
  });
  await screen.findByRole("button", { name: "Hoàn tác" });
  tap("Hoàn tác");
  await waitFor(async () => expect(await book.body("call/a")).toMatchObject({ state: "waiting" }));
  await waitFor(async () => expect(await book.outbox()).toHaveLength(2));
  expect(JSON.stringify((await book.outbox()).map(({ op }) => op))).not.toContain("0912345678");
});

test("it is handed to the police, who receive and end it; the story tells both", async () => {
  const book = await open(["village"], "/goi-lai/a", { a: { name: "Bà Tư" } });
  await screen.findByText("Bà Tư", { selector: "h1" });
  tap("Chuyển Công an");
  await waitFor(async () => expect(await book.body("call/a")).toMatchObject({ to: "police" }));
  expect((await book.outbox())[0]?.op.ch).toMatchObject([
    { c: "append", f: { sort: "handed", to: "police" } },
    { c: "set", f: { to: "police" } },
  ]);
  expect(await screen.findByText("Chuyển Công an", { selector: ".row-title" })).toBeTruthy();

  const police = await open(["security"], "/goi-lai/b", { b: { name: "Ông Năm", to: "police" } });
  await screen.findByText("Ông Năm", { selector: "h1" });
  expect(screen.queryByRole("button", { name: "Chuyển Trung tâm" })).toBeNull();
  tap("Đã nhận");
  await waitFor(async () => expect(await police.body("call/b")).toMatchObject({ state: "received" }));
});

test("what was erased shows no name and takes no deed", async () => {
  const book = await open(["village"], "/goi-lai", { a: { name: "Bà Tư" } });
  const { store } = book.logbook;
  await store.transact("strict", async (tx) => {
    const row = await tx.row("call/a");
    if (row) await tx.putRows([{ ...row, body: { ...row.body, name: null }, erased: true, keys: [] }]);
  });
  book.show("/goi-lai/a", routes);
  expect(await screen.findByText("Tên, số điện thoại và ghi chú đã xóa.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Đã gọi" })).toBeNull();
});
