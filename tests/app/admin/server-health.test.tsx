import { screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import OperationsPage from "#app/features/admin/operations.page.tsx";
import words from "#locales/vi/operations.json" with { type: "json" };
import { openTestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("admin", "operations", "errors", "actions"));
afterEach(() => vi.unstubAllGlobals());

const day = 86_400_000;
const at = Date.UTC(2026, 2, 2);
const sound = { now: at, isSound: true, machineAhead: 0, devicesAhead: null, jumps: [] };
const well = {
  ...{ parked: [], refused: [], gaps: [], silent: [], unreadable: [], inUse: 3 },
  clock: sound,
  defects: { count: 0, latest: [] },
};

async function showPage(answer: object): Promise<void> {
  vi.stubGlobal("fetch", async () => Response.json(answer, { headers: { "x-so-truc": "1" } }));
  const book = await openTestBook(["admin"]);
  book.show("/quan-tri/van-hanh", { "/quan-tri/van-hanh": <OperationsPage /> });
}

test("a server that goes as it should says only that", async () => {
  await showPage(well);
  await screen.findByText(words.allWell.title);
  expect(screen.queryByText(/Đồng hồ máy chủ/)).toBeNull();
  expect(screen.queryByText(words.defects.title)).toBeNull();
});

test.each([
  [41 * day, /đang nhanh 41 ngày/],
  [-2 * day, /đang chậm 2 ngày/],
  [0, /khác giờ của phần lớn các máy/],
])("a clock that is wrong by %d ms is the first thing said, and nothing is called well", async (by, said) => {
  await showPage({ ...well, clock: { ...sound, isSound: false, machineAhead: by } });
  await screen.findByText("Đồng hồ máy chủ đang sai");
  expect(screen.getByText(said)).toBeTruthy();
  expect(screen.queryByText(words.allWell.title)).toBeNull();
});

test("a clock that is right again is told of, beside that all is well", async () => {
  await showPage({ ...well, clock: { ...sound, jumps: [{ at: at - day, by: -3 * day, until: at }] } });
  await screen.findByText("Đồng hồ máy chủ đã đúng lại");
  expect(screen.getByText(/lùi lại 3 ngày/)).toBeTruthy();
  expect(screen.getByText(words.allWell.title)).toBeTruthy();
});

test("what went wrong in the program is listed by where it was, and nothing is called well", async () => {
  const latest = [
    { at, place: "op", what: "d1/7 support.visit", failure: "TypeError" },
    { at: at - 1, place: "job", what: "tell-late", failure: "RangeError" },
  ];
  await showPage({ ...well, defects: { count: 2, latest } });
  await screen.findByText(words.defects.title);
  for (const place of [words.defects.places.op, words.defects.places.job])
    expect(screen.getByText(place)).toBeTruthy();
  expect(screen.getByText("d1/7 support.visit · TypeError")).toBeTruthy();
  expect(screen.queryByText(words.allWell.title)).toBeNull();
});
