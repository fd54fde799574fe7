import "fake-indexeddb/auto";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import ProfilesPage from "#app/features/auth/profiles.page.tsx";
import HandoverPage from "#app/features/handover/handover.page.tsx";
import type { Logbook } from "#client/logbook.ts";
import { chooseProfile, currentProfile } from "#client/profiles.ts";
import { changeSettings } from "#client/settings.ts";
import { dayOf } from "#kernel/calendar.ts";
import type { JsonObject } from "#kernel/json.ts";
import { toStored } from "#sync/overlay.ts";
import { cutTheLink, makeProfile, openBook, showPage } from "../support.tsx";

const texts = ["handover", "incidents", "auth", "errors"];
const today = dayOf(Date.now());
const hourMs = 3_600_000;

beforeEach(async () => {
  cutTheLink();
  await chooseProfile(null);
  await changeSettings({ lockAfter: "off" });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** A book whose first records have all arrived. */
async function bookOf(name: string): Promise<Logbook> {
  const logbook = await openBook({ name });
  await logbook.store.transact("strict", async (tx) => {
    const meta = await tx.meta();
    if (meta)
      await tx.putMeta({
        ...meta,
        booted: ["org"],
        sync: { ...meta.sync, lastSuccess: Date.now() - hourMs },
      });
  });
  return logbook;
}

async function put(book: Logbook, kind: string, id: string, body: JsonObject, by = "hoa"): Promise<void> {
  const stamp = { at: Date.now() - hourMs, by, device: "other" };
  const row = { id, kind, scope: "org", seq: 5, body, created: stamp, changed: stamp, received: 1 };
  await book.store.transact("strict", (tx) => tx.putRow(toStored(row, 0)));
}

function incident(title: string, part: JsonObject = {}): JsonObject {
  return {
    number: "SC-XM-001-A",
    group: 3,
    severity: 2,
    title,
    since: Date.now() - hourMs,
    state: "working",
    ...part,
  };
}

const show = (logbook: Logbook) =>
  showPage(
    <Routes>
      <Route path="/doi-ca" element={<HandoverPage />} />
      <Route path="/nguoi-dung" element={<ProfilesPage />} />
    </Routes>,
    { logbook, texts, path: "/doi-ca" },
  );

const titles = (list: string) =>
  [...screen.getByRole("list", { name: list }).querySelectorAll(".row-title")].map((one) => one.textContent);

test("nothing open is said as a fact, with the hour up to which it is known", async () => {
  const logbook = await bookOf("Người rảnh tay");
  await show(logbook);
  await screen.findByText("Không còn việc nào dở.");
  expect(screen.getByText(/Số liệu máy chủ đến/)).toBeTruthy();
  expect(document.querySelectorAll(".row")).toHaveLength(0);
});

test("a quiet day is signed at the hand-over, hours before the day ends", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(`${today}T09:10:00+07:00`) });
  try {
    const logbook = await bookOf("Người giao ca sớm");
    await put(logbook, "site", "centre", { name: "Trung tâm" });
    await show(logbook);
    fireEvent.click(await screen.findByRole("button", { name: "Hôm nay không có sự cố ở Trung tâm" }));
    await screen.findByRole("button", { name: "Rút lại" });
    const outbox = await logbook.store.read((tx) => tx.outbox());
    expect(outbox.map(({ op }) => op.a)).toEqual(["day.no-incident"]);
  } finally {
    vi.useRealTimers();
  }
});

test("while the first records arrive, nothing is said to be all there is", async () => {
  await show(await openBook());
  await screen.findByText(/danh sách có thể chưa đủ/);
  expect(screen.queryByText("Không còn việc nào dở.")).toBeNull();
});

test("open incidents are listed that the person reported, was given or moved on, gravest first", async () => {
  const logbook = await bookOf("Người trực sáng");
  const { person } = logbook.profile;
  await put(logbook, "incident", "i1", incident("Mất mạng một cửa", { severity: 3 }), person);
  await put(logbook, "incident", "i2", incident("Máy in kẹt giấy", { severity: 2 }));
  const entry = (sort: string) => ({ parent: "i2", text: "Đang gọi thợ", sort });
  await put(logbook, "incidentEntry", "e1", entry("acknowledged"), person);
  await put(logbook, "incident", "i3", incident("Mất điện", { severity: 1, assignee: person }));
  await put(logbook, "incident", "i4", incident("Việc của người khác"));
  await put(
    logbook,
    "incidentEntry",
    "e2",
    { parent: "i4", text: "Tôi cũng thấy vậy", sort: "note" },
    person,
  );
  await put(logbook, "incident", "i5", incident("Đã xong từ sáng", { state: "resolved" }), person);
  await show(logbook);
  await screen.findByText("Mất điện");
  expect(titles("Sự cố đang mở đã báo hoặc đã nhận")).toEqual([
    "Mất điện",
    "Máy in kẹt giấy",
    "Mất mạng một cửa",
  ]);
});

test("a security incident stays off the paper, which says so", async () => {
  const logbook = await bookOf("Công an trực");
  const { person } = logbook.profile;
  await put(logbook, "incident", "i1", incident("Thư lừa đảo", { group: 11 }), person);
  await show(logbook);
  const row = await screen.findByText("Thư lừa đảo");
  expect(row.closest(".screen-only")).not.toBeNull();
  expect(screen.getByText(/1 sự cố an toàn thông tin không in/).className).toContain("print-only");
});

test("today's check is listed with the names of what is unchecked, until nothing is", async () => {
  const logbook = await bookOf("Người kiểm");
  const item = (id: string, name: string) => ({ id, group: "g", name });
  await put(logbook, "site", "centre", { name: "Trung tâm", templateId: "daily" });
  await put(logbook, "checkTemplate", "daily", {
    name: "Kiểm tra đầu giờ",
    version: 1,
    dueTime: "07:30",
    opensTime: "06:00",
    groups: [{ id: "g", name: "Điện" }],
    items: [item("a", "Điện lưới"), item("b", "Máy in quầy 2"), item("c", "Máy quét")],
  });
  const answer = { v: "ok", at: 1, by: "hoa" };
  const run = (...done: string[]) =>
    put(logbook, "checkRun", `run/centre/daily/${today}/morning`, {
      ...{ template: "daily", templateVersion: 1, site: "centre", day: today, slot: "morning" },
      answers: Object.fromEntries(done.map((id) => [id, answer])),
    });
  await run("a");
  await show(logbook);
  await screen.findByText("2 mục chưa kiểm tra: Máy in quầy 2, Máy quét");
  await run("a", "b", "c");
  await screen.findByText("Đã trả lời đủ, chưa bấm Hoàn tất");
});

test("drafts, what is unsent and what was refused are told, each with its way", async () => {
  const logbook = await bookOf("Người viết dở");
  await put(logbook, "incident", "i9", incident("Máy quét hỏng"));
  const draft = (key: string, value: object) => logbook.saveDraft({ key, value, at: Date.now() });
  await draft("support/new", { note: "bà cụ quên mật khẩu" });
  await draft("incident/i9/entry", { text: "đã gọi thợ" });
  await draft("task/t1/progress", { text: "  ", done: false });
  const saved = await logbook.commit({
    action: "incident.report",
    changes: [{ c: "create", kind: "incident", id: "i10", fields: incident("Mới báo", { state: "new" }) }],
  } as never);
  expect(saved.ok).toBe(true);
  await show(logbook);
  await screen.findByText("Lượt hỗ trợ");
  await screen.findByRole("list", { name: "Chưa lên máy chủ" });
  expect(titles("Chưa lên máy chủ")).toEqual(["1 mục chưa gửi"]);
  expect(titles("Đang viết dở").sort()).toEqual(["Diễn biến của sự cố", "Lượt hỗ trợ"]);
  expect(screen.getByText("Máy quét hỏng")).toBeTruthy();
  const wayOf = (title: string) =>
    screen.getByText(title, { selector: ".row-title" }).closest("a")?.getAttribute("href");
  expect(wayOf("Lượt hỗ trợ")).toBe("/ho-tro/moi");
  expect(wayOf("Diễn biến của sự cố")).toBe("/su-co/i9");
  expect(wayOf("1 mục chưa gửi")).toBe("/cho-gui");
  expect(screen.queryByText("Không còn việc nào dở.")).toBeNull();
});

test("one tap puts the book away for the next, who is asked who it is", async () => {
  const other = await makeProfile({ name: "Người trực chiều" });
  const logbook = await bookOf("Người giao ca");
  await chooseProfile(logbook.profile.device);
  await show(logbook);
  fireEvent.click(await screen.findByRole("button", { name: "Khóa sổ, giao ca" }));
  await screen.findByRole("heading", { level: 1, name: "Ai đang dùng máy?" });
  await waitFor(async () => expect(await currentProfile()).toBeUndefined());
  await screen.findByRole("button", { name: new RegExp(other.name) });
  expect(screen.queryByText(/· đang mở/)).toBeNull();
});
