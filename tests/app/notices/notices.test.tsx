import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import NoticesPage from "#app/features/notices/notices.page.tsx";
import { createProfile } from "#client/create-profile.ts";
import { markNotices, readNotices } from "#client/notices.ts";
import { findProfile } from "#client/profiles.ts";
import { calendarMarkId } from "#domain/org/calendar/calendar-kinds.ts";
import { startOfDay } from "#kernel/calendar.ts";
import { openTestBook, putChecks, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("notices", "errors"));

const incident = (part: object) => ({
  ...{ number: "SC-XM-001-B", group: 1, severity: 4, title: "Đường truyền", since: 1, state: "new" },
  ...part,
});

async function openBook(roles: string[], person: object = {}): Promise<TestBook> {
  const book = await openTestBook(roles, person as never);
  await createProfile({ ...book.logbook.profile, createdAt: 1, lastUsed: 1 } as never, "e1");
  return book;
}

async function sortsOf(book: TestBook, now = Date.now()): Promise<string[]> {
  const notices = await book.logbook.store.read((tx) => readNotices(tx, "lan", now));
  return notices.map(({ key }) => key).sort();
}

test("lists what is given to me, what is grave for my role and what was escalated to it", async () => {
  const book = await openBook(["responder"]);
  await book.put("incident", "a", incident({ assignee: "lan" }));
  await book.put("incident", "b", incident({ severity: 1 }));
  await book.put("incident", "c", incident({ severity: 2, state: "resolved" }));
  await book.put("incident", "d", incident({ state: "escalated", level: "team" }));
  await book.put("incident", "e", incident({ state: "escalated", level: "province" }));
  await book.put("incident", "f", incident({ group: 11, severity: 1 }));
  await book.put("incident", "g", incident({ severity: 3 }));
  expect(await sortsOf(book)).toEqual(["assigned/a", "escalated/d", "severe/b"]);
});

test("Công an xã is told of security incidents, a counter of its late check and of nothing that is not its own", async () => {
  const police = await openBook(["security"]);
  await police.put("incident", "f", incident({ group: 11, severity: 3 }));
  await police.put("incident", "b", incident({ severity: 1 }));
  expect(await sortsOf(police)).toEqual(["severe/f"]);

  const centre = await openBook(["centre"], { sites: ["centre"] });
  await putChecks(centre);
  await centre.put("site", "khac", { name: "Điểm khác", templateId: "daily" });
  const mark = { day: centre.today, work: true, why: "makeup" };
  await centre.put("calendarMark", calendarMarkId(centre.today), mark);
  const morning = startOfDay(centre.today) + 7 * 3_600_000;
  expect(await sortsOf(centre, morning)).toEqual([]);
  expect(await sortsOf(centre, morning + 3_600_000)).toEqual([`checkLate/centre/${centre.today}`]);
});

test("what was opened is marked as seen on this device, and forgotten once it is over", async () => {
  const book = await openBook(["responder"]);
  await book.put("incident", "b", incident({ severity: 1 }));
  await book.put("incident", "h", incident({ severity: 2, title: "Mất điện", number: "SC-XM-002-B" }));
  book.show("/thong-bao", { "/thong-bao": <NoticesPage /> });
  expect(await screen.findByRole("heading", { name: /Chưa xem/ })).toBeTruthy();
  fireEvent.click(screen.getByText("SC-XM-002-B · Mất điện"));
  book.show("/thong-bao", { "/thong-bao": <NoticesPage /> });
  expect(await screen.findByRole("heading", { name: /Đã xem/ })).toBeTruthy();
  fireEvent.click(await screen.findByRole("button", { name: "Đánh dấu đã xem hết" }));
  await waitFor(() => expect(screen.queryByRole("heading", { name: /Chưa xem/ })).toBeNull());
  const { device } = book.logbook.profile;
  expect((await findProfile(device))?.readNotices?.toSorted()).toEqual(["severe/b", "severe/h"]);
  await book.put("incident", "b", incident({ severity: 1, state: "closed" }));
  const left = await book.logbook.store.read((tx) => readNotices(tx, "lan", Date.now()));
  await markNotices(device, "readNotices", [], left);
  expect((await findProfile(device))?.readNotices).toEqual(["severe/h"]);
});

test("says why this device cannot be woken", async () => {
  const book = await openBook(["responder"]);
  book.show("/thong-bao", { "/thong-bao": <NoticesPage /> });
  expect(await screen.findByText("Không có thông báo nào.")).toBeTruthy();
  expect(await screen.findByText(/Trình duyệt này không nhận được thông báo/)).toBeTruthy();
});
