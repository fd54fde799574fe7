import { screen, waitFor } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import BookRoutes from "#app/book-routes.tsx";
import { openTestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("settings", "shell", "tasks", "incidents"));

const all = { "/*": <BookRoutes /> };
const told = () => screen.findByText("Vai trò của anh/chị không xem mục này.");
const linksOf = (root: ParentNode = document) =>
  [...root.querySelectorAll("a[href]")].map((link) => link.getAttribute("href") ?? "");

/** Lists of the commune's daily work, by the table *Who sees what*. */
const lists = {
  site: ["/kiem-tra", "/kiem-tra/hom-nay", "/kiem-tra/thang", "/to-sang", "/thiet-bi", "/thiet-bi/nhan"],
  incidents: ["/su-co/moi", "/su-co/dan-tin", "/bang-dieu-hanh", "/doi-ca"],
  staff: ["/danh-ba", "/danh-ba/moi", "/kich-ban", "/lich-truc", "/lich-truc/them"],
  visits: ["/ho-tro", "/ho-tro/moi"],
  calls: ["/goi-lai"],
};

test.each(Object.values(lists).flat())(
  "the province is told at %s that it is not theirs to read",
  async (path) => {
    const book = await openTestBook(["province"]);
    book.show(path, all);
    await told();
  },
);

test.each(["/su-co", "/nhiem-vu"])("the province has its own list at %s", async (path) => {
  const book = await openTestBook(["province"]);
  book.show(path, all);
  await waitFor(() => expect(document.querySelector("h1")?.textContent).toMatch(/Sự cố|Nhiệm vụ/));
  expect(screen.queryByText("Vai trò của anh/chị không xem mục này.")).toBeNull();
});

test("Thêm of the province leads to nothing that it would be refused", async () => {
  const book = await openTestBook(["province"]);
  book.show("/them", all);
  await screen.findByRole("heading", { level: 1, name: "Thêm" });
  const links = new Set(linksOf());
  expect(
    Object.values(lists)
      .flat()
      .filter((path) => links.has(path)),
  ).toEqual([]);
});

test.each([
  ["unit", "/ho-tro", true],
  ["responder", "/ho-tro", true],
  ["leader", "/goi-lai", true],
  ["admin", "/goi-lai", true],
  ["responder", "/nhiem-vu", true],
  ["village", "/nhiem-vu", true],
  ["village", "/danh-ba", false],
  ["leader", "/ho-tro", false],
])("%s at %s is told that it is not theirs: %s", async (role, path, isNot) => {
  const book = await openTestBook([role], { villages: ["v1"] });
  book.show(path, all);
  if (isNot) await told();
  else await waitFor(() => expect(document.querySelector("h1")?.textContent).toMatch(/Danh bạ|Hỗ trợ/));
});

test("a helper who was given a site finds its sheets behind Thêm, and those of no other site", async () => {
  const book = await openTestBook(["village"], { villages: ["v1"], sites: ["hall"] });
  for (const id of ["hall", "market"]) await book.put("site", id, { name: `Điểm ${id}`, templateId: "t" });
  const groups = [{ id: "g", name: "Máy" }];
  const items = [{ id: "i", group: "g", name: "Máy in" }];
  const template = { name: "Đầu giờ", version: 1, dueTime: "07:30", opensTime: "06:00", groups, items };
  await book.put("checkTemplate", "t", template);
  await book.logbook.store.transact("strict", async (tx) => {
    const meta = await tx.meta();
    if (meta) await tx.putMeta({ ...meta, scopes: ["org", "staff", "site:hall", "incidents:hall"] });
  });
  book.show("/them", all);
  await waitFor(() => expect(linksOf()).toContain("/kiem-tra"));
  book.show("/kiem-tra", all);
  expect(await screen.findByText("Điểm hall")).toBeTruthy();
  expect(screen.queryByText("Điểm market")).toBeNull();
});
