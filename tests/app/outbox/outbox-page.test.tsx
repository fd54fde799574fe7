import "fake-indexeddb/auto";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { noteFault } from "#client/faults.ts";
import type { Logbook } from "#client/logbook.ts";
import { checkRunId } from "#domain/checks/check-ids.ts";
import { addDays, dayOf } from "#kernel/calendar.ts";
import type { DeadOp, DeviceTx } from "#sync/device-store.ts";
import OutboxPage from "../../../src/app/features/outbox/outbox.page.tsx";
import { cutTheLink, openBook, showPage } from "../support.tsx";

const texts = ["outbox", "actions", "errors", "auth", "conflicts", "support"];
const today = dayOf(Date.now());
const visit = { day: today, sort: "file", form: "centre", result: "done", people: 1 };
let logbook: Logbook;

beforeEach(async () => {
  cutTheLink();
  logbook = await openBook();
});
afterEach(() => {
  cleanup();
  logbook.close();
  vi.unstubAllGlobals();
});

const show = () => showPage(<OutboxPage />, { logbook, texts, path: "/cho-gui" });
const write = (work: (tx: DeviceTx) => Promise<void>) => logbook.store.transact("relaxed", work);

test("with nothing waiting it says so and what to do", async () => {
  await show();
  await screen.findByText("Không có mục nào chờ gửi.");
});

test("what is unsent stands there as saved, under the reason of the link", async () => {
  await logbook.commit({
    action: "support.visit",
    changes: [
      {
        c: "create",
        kind: "supportVisit",
        id: "v1",
        fields: visit,
      },
    ],
  });
  await show();
  const row = (await screen.findByText("Lượt hỗ trợ tại quầy")).closest("li") as HTMLElement;
  await waitFor(() => expect(row.textContent).toContain("Đã lưu trên máy"));
  expect(row.textContent).not.toContain("Máy chủ đã nhận");
  await waitFor(() => screen.getByRole("heading", { name: /Máy chủ chưa trả lời từ/ }));
  await screen.findByRole("button", { name: "Gửi ngay" });
});

/** What the other end of the link does, and what *Gửi ngay* then says beside itself. */
const otherEnds: [what: string, fetched: () => Promise<Response>, isOnLine: boolean, said: RegExp][] = [
  [
    "the server is down",
    () => Promise.reject(new TypeError("Failed to fetch")),
    true,
    /^\d\d:\d\d: đã thử, máy chủ chưa trả lời/,
  ],
  [
    "there is no link",
    () => Promise.reject(new TypeError("Failed to fetch")),
    false,
    /^\d\d:\d\d: máy đang mất mạng, chưa gửi được/,
  ],
  [
    "a Wi-Fi wants to be signed in to",
    async () => new Response("<p>Hotel</p>", { headers: { "content-type": "text/html" } }),
    true,
    /^\d\d:\d\d: Wi-Fi yêu cầu đăng nhập, chưa gửi được/,
  ],
];

test.each(otherEnds)("Gửi ngay answers where it was pressed: %s", async (_what, fetched, onLine, said) => {
  const asked = vi.fn(fetched);
  vi.stubGlobal("fetch", asked);
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(onLine);
  await logbook.commit({
    action: "support.visit",
    changes: [{ c: "create", kind: "supportVisit", id: "v1", fields: visit }],
  });
  await show();
  const send = await screen.findByRole("button", { name: /^Gửi ngay|Đang gửi/ });
  const dock = send.parentElement as HTMLElement;
  asked.mockClear();
  fireEvent.click(send);
  await waitFor(() => expect(within(dock).getByRole("status").textContent).toMatch(said));
  expect(asked).toHaveBeenCalled();
  vi.restoreAllMocks();
});

test("Chi tiết lists the faults this device met, the latest first, and gives the latest its place in the code", async () => {
  const note = (message: string, at: string, stack: string) => {
    const error = Object.assign(new TypeError(message), { stack: `TypeError: ${message}\n    at ${stack}` });
    noteFault(error, at);
  };
  note("Cannot read properties of undefined", "/su-co", "rowOf (/assets/lazy/list-1.js:1:20)");
  note("Failed to fetch", "/ho-tro/moi", "visit (/assets/lazy/visit-1.js:3:9)");
  note("Failed to fetch", "/ho-tro/moi", "visit (/assets/lazy/visit-1.js:3:9)");
  await showPage(<OutboxPage />, { logbook, texts, path: "/cho-gui?xem=chi-tiet" });
  await screen.findByRole("heading", { name: /Lỗi đã gặp trên máy này/ });
  const lines = await waitFor(() => {
    const found = [...document.querySelectorAll("li.fault")];
    expect(found).toHaveLength(2);
    return found;
  });
  expect(lines[0]?.querySelector("summary")?.textContent).toMatch(
    /^[a-z2-9]{4} · .* · \/ho-tro\/moi · 2 lần$/,
  );
  expect(lines[0]?.textContent).toContain("visit-1.js:3:9");
  expect(lines[1]?.querySelector("summary")?.textContent).toMatch(/ · \/su-co · 1 lần$/);
  const name = lines[0]?.querySelector("summary")?.textContent?.slice(0, 4) ?? "";
  expect(screen.getByText("Mã hỗ trợ").closest("div")?.textContent).toContain(name);
  localStorage.clear();
});

test("an answer that waits names its item", async () => {
  const id = checkRunId({ site: "s1", template: "t1", day: today, slot: "morning" });
  const items = [
    { id: "a", group: "g", name: "Máy in quầy 2" },
    { id: "b", group: "g", name: "Đường truyền" },
  ];
  const template = { name: "Mẫu", version: 1, dueTime: "07:30", opensTime: "06:00", groups: [], items };
  const stamp = { at: 1, by: "p1", device: "server" };
  await write((tx) =>
    tx.putRow({
      ...{ id: "t1", kind: "checkTemplate", scope: "org", seq: 1, body: template },
      ...{ created: stamp, changed: stamp, received: 1, keys: ["checkTemplate"], tag: 1 },
    }),
  );
  const run = { template: "t1", templateVersion: 1, site: "s1", day: today, slot: "morning" };
  const fields = { ...run, "answers.a": { v: "ok", at: Date.now(), by: "p1" } };
  const saved = await logbook.commit({
    action: "check.answer",
    changes: [{ c: "create", kind: "checkRun", id, fields }],
  });
  expect(saved.ok).toBe(true);
  await show();
  await screen.findByText("Trả lời mục kiểm tra: Máy in quầy 2", { exact: false });
});

test("a check refused for its day keeps its answers and is written anew under the right day", async () => {
  const tomorrow = addDays(today, 1);
  await write((tx) => tx.putDead(refusedCheck(tomorrow)));
  await show();
  const row = (await screen.findByText(/2 câu trả lời vẫn giữ nguyên/)).closest("li") as HTMLElement;
  fireEvent.click(within(row).getByRole("button", { name: "Sửa ngày" }));
  fireEvent.click(await screen.findByRole("button", { name: "Ghi vào ngày này" }));

  await waitFor(() => expect(screen.queryByText(/câu trả lời vẫn giữ nguyên/)).toBeNull());
  const id = checkRunId({ site: "s1", template: "t1", day: today, slot: "morning" });
  const [run, [dead], [entry]] = await logbook.store.read(async (tx) => [
    await tx.row(id),
    await tx.dead(),
    await tx.outbox(),
  ]);
  expect(run?.body).toMatchObject({
    day: today,
    answers: { a: { v: "ok" }, b: { v: "bad" } },
    notes: { b: "kẹt giấy" },
  });
  expect(dead?.mendedBy ?? entry?.n).toBe(entry?.n);
  expect(entry?.op.a).toBe("check.answer");
});

test("a deed refused for lack of rights asks for a person and can be put away only after a question", async () => {
  const dead = {
    ...refusedCheck(today),
    receipt: { n: 7, s: 0, r: "rejected" as const, at: 1, code: "denied" },
  };
  await write((tx) => tx.putDead(dead));
  await show();
  await screen.findByText(/không còn phụ trách/);
  screen.getByRole("button", { name: "Nhờ quản trị viên" });
  fireEvent.click(screen.getByText("Đã xem, bỏ khỏi danh sách"));
  fireEvent.click(screen.getByRole("button", { name: "Giữ nguyên" }));
  expect((await logbook.store.read((tx) => tx.dead())).length).toBe(1);
  fireEvent.click(screen.getByText("Đã xem, bỏ khỏi danh sách"));
  fireEvent.click(screen.getByRole("button", { name: "Bỏ khỏi danh sách" }));
  await screen.findByText("Không có mục nào chờ gửi.");
});

test("with only a refused item it does not claim that the server has everything", async () => {
  await write(async (tx) => {
    const meta = await tx.meta();
    if (!meta) throw new Error("No book");
    await tx.putMeta({ ...meta, booted: ["org"], sync: { ...meta.sync, lastSuccess: Date.now() } });
    await tx.putDead(refusedCheck(today));
  });
  await show();
  await screen.findByRole("heading", { name: "Không còn gì chờ gửi · 1 mục cần xem lại" });
  expect(screen.queryByText("Máy chủ đã nhận hết")).toBeNull();
});

test("what could not be read is kept, can be handed on without residents' own data, and put away", async () => {
  const raw = {
    i: "t9",
    k: "task",
    c: "org",
    f: { title: "Việc mới" },
    p: { contactPhone: "0912345678" },
  };
  await write((tx) => tx.putQuarantine({ id: "t9", raw, reason: "s: expected number", at: Date.now() }));
  const shared: { text?: string; files?: File[] }[] = [];
  vi.stubGlobal("navigator", {
    ...{ onLine: true, userAgent: "test", storage: undefined, canShare: () => true },
    share: async (data: { text?: string; files?: File[] }) => void shared.push(data),
  });
  await show();
  const row = (await screen.findByText("1 mục máy này chưa đọc được")).closest("li") as HTMLElement;
  expect(row.textContent).toContain("Nhiệm vụ");
  expect(row.textContent).toContain("máy này giữ nguyên văn");
  expect(screen.queryByText("Không có mục nào chờ gửi.")).toBeNull();

  fireEvent.click(within(row).getByRole("button", { name: "Nhờ quản trị viên" }));
  await waitFor(() => expect(shared[0]?.text).toContain("1 mục máy này chưa đọc được."));
  fireEvent.click(within(row).getByText("Xuất nguyên văn ra tệp"));
  await screen.findByText(/Đã xuất ra tệp so-truc-chua-doc-duoc-/);
  const text = (await shared[1]?.files?.[0]?.text()) ?? "";
  expect(JSON.parse(text)).toMatchObject([
    { reason: "s: expected number", raw: { f: { title: "Việc mới" } } },
  ]);
  expect(text).not.toContain("0912345678");

  fireEvent.click(within(row).getByText("Đã xem, bỏ khỏi danh sách"));
  fireEvent.click(screen.getByRole("button", { name: "Bỏ khỏi danh sách" }));
  await screen.findByText("Không có mục nào chờ gửi.");
  expect(await logbook.store.read((tx) => tx.quarantine())).toEqual([]);
});

function refusedCheck(day: string): DeadOp {
  const id = checkRunId({ site: "s1", template: "t1", day, slot: "morning" });
  const answer = (v: string) => ({ v, at: 1, by: "p1" });
  const body = {
    ...{ template: "t1", templateVersion: 1, site: "s1", day, slot: "morning" },
    answers: { a: answer("ok"), b: answer("bad") },
    notes: { b: "kẹt giấy" },
  };
  const stamp = { at: 1, by: "p1", device: "d1" };
  return {
    n: 7,
    ids: [id],
    op: {
      ...{ d: "d1", n: 7, v: 1, a: "check.answer", w: Date.now(), o: 0, e: "e1", u: "p1" },
      ch: [{ c: "set", k: "checkRun", id, b: 0, f: { "answers.b": answer("bad") } }],
    },
    receipt: { n: 7, s: 0, r: "rejected", at: 1, code: "day-in-future", facts: { day, today } },
    seen: [
      {
        ...{ id, kind: "checkRun", scope: "visits:counter", seq: 0, body, received: 0, keys: [], tag: 0 },
        ...{ created: stamp, changed: stamp },
      },
    ],
  };
}
