import { gunzipSync } from "node:zlib";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import PeoplePage from "#app/features/admin/people.page.tsx";
import { press } from "../book/hands.ts";
import { openTestBook, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("admin", "errors"));
afterEach(() => vi.unstubAllGlobals());

const ours = { headers: { "x-so-truc": "1" } };
const lan = {
  ...{ id: "lan", name: "Lan", account: "lan", roles: ["centre"], units: [], villages: ["x3", "merged"] },
  ...{ sites: ["old", "s11"], active: true, hasPassword: true },
};

/** The server's side of the page: one person, and what is sent of them. */
function listen(person: Record<string, unknown>): unknown[] {
  const sent: unknown[] = [];
  vi.stubGlobal("fetch", async (_url: string, { method, body }: RequestInit) => {
    if (method === "GET") return Response.json({ people: [person] }, ours);
    sent.push(JSON.parse(gunzipSync(body as Uint8Array).toString()));
    return Response.json({ ok: true }, ours);
  });
  return sent;
}

async function open(sites: number): Promise<TestBook> {
  const book = await openTestBook(["admin"]);
  for (let at = 1; at <= sites; at++)
    await book.put("site", `s${at}`, { name: `Điểm tiếp nhận và trả kết quả Hoà Sơn ${at}`, order: at });
  await book.put("site", "old", { name: "Bưu cục cũ", closedOn: "2026-01-31" });
  await book.put("site", "older", { name: "Chợ cũ", closedOn: "2026-01-31" });
  for (const at of [1, 2, 3]) await book.put("village", `x${at}`, { name: `Xóm ${at}`, order: at });
  await book.put("village", "merged", { name: "Xóm Cũ", mergedInto: "x1" });
  book.show("/quan-tri/can-bo", { "/quan-tri/can-bo": <PeoplePage /> });
  await screen.findByRole("heading", { name: "Cán bộ và tài khoản" });
  return book;
}

async function openLan(): Promise<void> {
  await press(/^Lan/);
  await screen.findByRole("group", { name: /^Điểm kiểm tra phụ trách/ });
}

const group = () => screen.getByRole("group", { name: /^Điểm kiểm tra phụ trách/ });
const boxes = () =>
  within(group())
    .getAllByRole<HTMLInputElement>("checkbox")
    .map((box) => box.value);

test("several sites of a long register are found without accents and given in one go", async () => {
  const sent = listen(lan);
  await open(12);
  await openLan();
  // Those given stand first, also the one that has closed; another that has closed is not offered.
  expect(boxes().slice(0, 2)).toEqual(["s11", "old"]);
  expect(boxes()).toHaveLength(8);
  expect(boxes()).not.toContain("older");
  fireEvent.change(screen.getByLabelText("Tìm điểm kiểm tra"), { target: { value: "hoa son 12" } });
  fireEvent.click(within(group()).getByRole("checkbox", { name: /Hoà Sơn 12/ }));
  fireEvent.change(screen.getByLabelText("Tìm điểm kiểm tra"), { target: { value: "" } });
  expect(boxes()).toContain("s12");
  fireEvent.click(within(group()).getByRole("checkbox", { name: /Bưu cục cũ/ }));
  fireEvent.click(screen.getByRole("button", { name: "Ghi thay đổi" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  // What is not offered, as a village that was merged, stays.
  expect(sent[0]).toMatchObject({ sites: ["s11", "s12"], villages: ["x3", "merged"] });
});

test("looking for a name neither saves the form nor loses what was ticked", async () => {
  const sent = listen({ ...lan, sites: undefined });
  await open(10);
  await openLan();
  fireEvent.click(within(group()).getByRole("checkbox", { name: /Hoà Sơn 2$/ }));
  const search = screen.getByLabelText("Tìm điểm kiểm tra");
  fireEvent.change(search, { target: { value: "bến phà" } });
  expect(fireEvent.keyDown(search, { key: "Enter" })).toBe(false);
  expect(sent).toEqual([]);
  expect(boxes()).toEqual(["s2"]);
  fireEvent.change(search, { target: { value: "" } });
  fireEvent.click(screen.getByRole("button", { name: "Hiện cả 10" }));
  expect(boxes()).toHaveLength(10);
  fireEvent.click(screen.getByRole("button", { name: "Ghi thay đổi" }));
  await waitFor(() => expect(sent).toMatchObject([{ sites: ["s2"] }]));
});

test("what a site means is said for the role that is ticked", async () => {
  listen(lan);
  await open(2);
  await openLan();
  expect(group().textContent).toContain("chưa chọn thì nêu mọi điểm");
  fireEvent.click(screen.getByRole("checkbox", { name: "Trung tâm Phục vụ hành chính công" }));
  fireEvent.click(screen.getByRole("checkbox", { name: /^Tổ công nghệ số/ }));
  expect(group().textContent).toContain("ngoài địa bàn của mình");
});

test("a short register is shown whole, without a search", async () => {
  listen(lan);
  await open(3);
  await openLan();
  expect(boxes()).toEqual(["old", "s1", "s2", "s3"]);
  expect(screen.queryByLabelText("Tìm điểm kiểm tra")).toBeNull();
});
