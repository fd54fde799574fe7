import { fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import BackupsPage from "#app/features/admin/backups.page.tsx";
import { openTestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("admin", "operations", "errors"));
afterEach(() => vi.unstubAllGlobals());

const list = { backups: [], ageMs: 1, sameDisk: false, failure: null, missingPhotos: 2, drill: null };
const ours = { headers: { "x-so-truc": "1" } };

test("photos that the newest backup lacks are asked for once, and what was found is told", async () => {
  const asked: string[] = [];
  let isAway = true;
  vi.stubGlobal("fetch", async (url: string, { method }: RequestInit) => {
    asked.push(`${method} ${url}`);
    if (method === "GET") return Response.json(list, ours);
    if (isAway) throw new TypeError("Failed to fetch");
    return Response.json({ found: 1, asked: 1 }, ours);
  });
  const book = await openTestBook(["admin"]);
  book.show("/quan-tri/sao-luu", { "/quan-tri/sao-luu": <BackupsPage /> });
  await screen.findByText("Bản mới nhất thiếu 2 ảnh");
  fireEvent.click(screen.getByRole("button", { name: "Yêu cầu các máy gửi lại ảnh thiếu" }));
  await screen.findByRole("alert");
  isAway = false;
  fireEvent.click(await screen.findByRole("button", { name: "Yêu cầu các máy gửi lại ảnh thiếu" }));
  expect((await screen.findByRole("status")).textContent).toMatch(/Tìm lại được 1 ảnh .* gửi lại 1 ảnh/);
  expect(screen.queryByText("Bản mới nhất thiếu 2 ảnh")).toBeNull();
  expect(asked.filter((one) => one === "POST /api/admin/photos/missing")).toHaveLength(2);
});
