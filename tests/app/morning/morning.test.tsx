import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { type MorningFacts, morningText, morningWords } from "#app/book/morning/morning-words.ts";
import TodayPage from "#app/features/today/today.page.tsx";
import { textOf } from "#app/i18n/i18n.ts";
import { dayOf, startOfDay } from "#kernel/calendar.ts";
import { openTestBook, putChecks, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("checks", "runs", "morning", "month"));
afterEach(() => vi.restoreAllMocks());

const day = "2026-11-24";
const words = (part: Partial<MorningFacts> = {}) =>
  morningWords((key, values) => textOf(`morning:${key}`, values), {
    sheet: {
      totals: { ok: 23, bad: 1, none: 0, done: 1, sites: 2 },
      entries: [
        {
          sort: "fault",
          what: "Máy in quầy 2 kẹt giấy",
          site: "Trung tâm",
          holder: { state: "taken", by: "hoa", at: startOfDay(day) + 7.5 * 3_600_000 },
        },
        { sort: "unchecked", site: "Nhà văn hóa xóm 5", due: "07:30", isLate: true },
        { sort: "duty", part: "night", people: ["hoa"] },
      ],
    },
    day,
    now: startOfDay(day) + 7.6 * 3_600_000,
    commune: "Xã Mẫu",
    person: () => "Lê Thị Hoa",
    phone: () => "0912 000 111",
    missing: 1,
    ...part,
  });

test("the text says the same as the picture, line by line", () => {
  expect(morningText(words())).toBe(
    [
      "Tờ sáng · Xã Mẫu",
      "Thứ Ba, 24/11/2026 · lúc 07:36",
      "1/2 điểm kiểm tra · ✓ 23 tốt · ✗ 1 lỗi",
      "✗ Máy in quầy 2 kẹt giấy (Trung tâm) – Lê Thị Hoa đã nhận lúc 07:30",
      "○ Nhà văn hóa xóm 5 chưa kiểm tra – Hạn 07:30, chưa có số liệu",
      "• Trực đêm: Lê Thị Hoa – 0912 000 111",
      "Số liệu trên máy này đến 07:36, 1 máy chưa gửi số liệu",
    ].join("\n"),
  );
});

test("what is not known is not said: no number, no missing devices", () => {
  const text = morningText(words({ phone: () => undefined, missing: null }));
  expect(text).not.toContain("chưa gửi số liệu");
  expect(text).toContain("• Trực đêm: Lê Thị Hoa\n");
});

/** At nine o'clock of today, with a complete check of this person. */
async function morningDone(by: string) {
  const real = Date.now;
  const shift = startOfDay(dayOf(real())) + 9 * 3_600_000 - real();
  vi.spyOn(Date, "now").mockImplementation(() => real() + shift);
  const book = await openTestBook(["centre"]);
  await putChecks(book);
  const answer = { v: "ok", at: Date.now(), by };
  await book.put("checkRun", `run/centre/daily/${book.today}/morning`, {
    template: "daily",
    templateVersion: 1,
    site: "centre",
    day: book.today,
    slot: "morning",
    answers: { mains: answer, "printer-2": answer, "scanner-1": answer },
    completed: { at: Date.now(), by },
  });
  book.show("/", { "/": <TodayPage /> });
  return book;
}

test("the phone that completed the check offers it, and one tap copies the text where nothing can be shared", async () => {
  const written: string[] = [];
  vi.stubGlobal("navigator", {
    ...{ clipboard: { writeText: (text: string) => Promise.resolve(void written.push(text)) } },
    onLine: true,
    userAgent: "test",
  });
  await morningDone("lan");
  fireEvent.click(await screen.findByRole("button", { name: "Gửi vào nhóm" }));
  await waitFor(() => expect(written.at(-1)).toContain("✓ 3 tốt"));
  vi.unstubAllGlobals();
});

test("a phone that completed nothing is not asked", async () => {
  await morningDone("hoa");
  await screen.findByText("Trung tâm: đã kiểm tra 3 mục");
  expect(screen.queryByText("Tờ sáng đã sẵn sàng")).toBeNull();
});
