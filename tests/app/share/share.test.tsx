import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { ShareIncident } from "#app/book/share/share-incident.tsx";
import PastePage from "#app/features/share/paste.page.tsx";
import { useRow } from "#app/logbook-context.tsx";
import { createProfile } from "#client/create-profile.ts";
import { sendKept } from "#client/sms.ts";
import { readSms } from "#protocol/sms.ts";
import { isSignedBy } from "#server/sms/device-key.ts";
import { openTestBook, type TestBook, withTexts } from "../book/open-book.tsx";

const key = Buffer.from("khoa-cua-may-nay-dai-ba-muoi-hai").toString("base64url");
const shared: { text?: string }[] = [];

beforeAll(() => withTexts("share", "incidents", "errors", "contacts"));
beforeEach(() => {
  shared.length = 0;
  vi.stubGlobal(
    "navigator",
    Object.assign(navigator, { share: async (data: object) => void shared.push(data) }),
  );
});
afterEach(() => vi.restoreAllMocks());

function Shown({ id }: { id: string }) {
  const row = useRow(id);
  return row ? <ShareIncident row={row} /> : null;
}

/** A book of a device that the server has given its key. */
async function openBook(): Promise<TestBook> {
  const book = await openTestBook(["centre"]);
  await createProfile({ ...book.logbook.profile, smsKey: key, createdAt: 1, lastUsed: 1 } as never, "e1");
  await book.put("site", "chinh", { name: "Trung tâm" });
  await book.put("contact", "c1", { system: "any", level: "team", name: "Anh Tám", phone: "0912 345 678" });
  return book;
}

async function report(book: TestBook, part: object = {}): Promise<string> {
  const fields = {
    number: "SC-XM-001-A",
    group: 3,
    severity: 2,
    title: "Máy in hỏng",
    since: 1_764_000_000_000,
  };
  const saved = await book.logbook.commit({
    action: "incident.report",
    changes: [
      {
        c: "create",
        kind: "incident",
        id: "inc1",
        fields: { ...fields, state: "new", site: "chinh", ...part } as never,
      },
    ],
  });
  if (!saved.ok) throw new Error(saved.refusal.code);
  return "inc1";
}

const smsHref = () => screen.getByRole("link", { name: /Soạn tin nhắn SMS/ }).getAttribute("href") ?? "";
const bodyOf = (href: string) => decodeURIComponent(href.slice(href.indexOf("body=") + 5));

test("an incident that is only here goes into one signed message, to whom the ladder names first", async () => {
  const book = await openBook();
  book.show("/", { "/": <Shown id={await report(book)} /> });
  await waitFor(() => expect(bodyOf(smsHref())).toMatch(/^ST1 /));
  expect(smsHref()).toMatch(/^sms:0912345678\?body=/);
  const read = readSms(bodyOf(smsHref()));
  expect(read).toMatchObject({
    ok: true,
    value: { incident: { number: "SC-XM-001-A", n: 1, record: "inc1" } },
  });
  expect(read.ok && isSignedBy(key, read.value.body, read.value.mac)).toBe(true);
  expect(screen.queryByText(/Đã soạn tin nhắn/)).toBeNull();
  fireEvent.click(screen.getByRole("link", { name: /Soạn tin nhắn SMS/ }));
  expect(await screen.findByText("Đã soạn tin nhắn, máy chủ chưa xác nhận.")).toBeTruthy();
});

test("the short message says what, where, since when and whom to call, and carries the code", async () => {
  const book = await openBook();
  book.show("/", { "/": <Shown id={await report(book)} /> });
  await waitFor(() => expect(bodyOf(smsHref())).toMatch(/^ST1 /));
  fireEvent.click(screen.getByRole("button", { name: "Chia sẻ" }));
  await waitFor(() => expect(shared).toHaveLength(1));
  const text = shared[0]?.text ?? "";
  expect(text).toContain("SC-XM-001-A: Máy in hỏng");
  expect(text).toContain("Máy móc, thiết bị, mức 2");
  expect(text).toContain("Nơi: Trung tâm");
  expect(text).toContain("Gọi: Anh Tám 0912 345 678");
  expect(readSms(text).ok).toBe(true);
});

test("of a security incident the short message tells nothing but its number", async () => {
  const book = await openBook();
  await book.put("contact", "c2", { system: "any", level: "police", name: "Trực ban", phone: "113" });
  book.show("/", { "/": <Shown id={await report(book, { group: 11, title: "Lộ danh sách hộ nghèo" })} /> });
  fireEvent.click(await screen.findByRole("button", { name: "Chia sẻ" }));
  await waitFor(() => expect(shared).toHaveLength(1));
  expect(shared[0]?.text).toContain("SC-XM-001-A: sự cố an toàn thông tin");
  expect(shared[0]?.text?.split("Dán vào")[0]).not.toMatch(/Lộ danh sách|Trung tâm/);
});

async function messageOf(book: TestBook): Promise<string> {
  book.show("/", { "/": <Shown id={await report(book)} /> });
  await waitFor(() => expect(bodyOf(smsHref())).toMatch(/^ST1 /));
  return bodyOf(smsHref());
}

test("a pasted message is shown before it is recorded; without a link it waits here and goes out later", async () => {
  const message = await messageOf(await openBook());
  const book = await openBook();
  book.show("/su-co/dan-tin", { "/su-co/dan-tin": <PastePage /> });
  fireEvent.change(await screen.findByLabelText("Tin nhắn nhận được"), {
    target: { value: `Em gửi: ${message}` },
  });
  expect(await screen.findByText("SC-XM-001-A")).toBeTruthy();
  expect(await screen.findByText("Trung tâm")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Ghi sự cố này" }));
  expect(await screen.findByText("Chưa có mạng. Tin đã lưu trên máy, có mạng sẽ tự gửi.")).toBeTruthy();
  expect(await screen.findByText("Chờ mạng")).toBeTruthy();

  const posted: string[] = [];
  const json = { "content-type": "application/json", "x-so-truc": "1" };
  vi.stubGlobal("fetch", async (path: string) => {
    posted.push(path);
    const error = { error: { code: "bad-sms", facts: { why: "forged" } } };
    return new Response(JSON.stringify(error), { status: 400, headers: json });
  });
  expect(await sendKept(book.logbook)).toBe(0);
  expect(posted).toEqual(["/api/sms"]);
  expect(await screen.findByText(/không có chữ ký đúng/)).toBeTruthy();
  expect(await sendKept(book.logbook)).toBe(0);
  expect(posted).toHaveLength(1);
  fireEvent.click(screen.getByRole("button", { name: "Bỏ tin này" }));
  await waitFor(() => expect(screen.queryByText("Tin chờ gửi")).toBeNull());
});

test("a message with a wrong character says so and offers nothing to record", async () => {
  const message = await messageOf(await openBook());
  const book = await openBook();
  const wrong = message.replace("INC1", "INC2");
  book.show("/su-co/dan-tin?text=x", { "/su-co/dan-tin": <PastePage /> });
  const field = await screen.findByLabelText("Tin nhắn nhận được");
  fireEvent.change(field, { target: { value: wrong } });
  expect(await screen.findByText(/sai hoặc thiếu ký tự/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Ghi sự cố này" })).toBeNull();
});

test("a text message goes to mobiles alone, and says so where there is none", async () => {
  const book = await openBook();
  await book.put("contact", "c1", { system: "any", level: "team", name: "Máy bàn", phone: "0238 3842 100" });
  book.show(`/su-co/${await report(book)}`, { "/su-co/:id": <Shown id="inc1" /> });
  expect(await screen.findByText(/không có số di động nào/)).toBeTruthy();
  expect(smsHref()).toMatch(/^sms:\?body=/);
  await book.put("contact", "c2", {
    system: "any",
    level: "commune",
    name: "Tổng đài",
    phone: "1900 9095 / 113",
  });
  await book.put("contact", "c3", {
    system: "any",
    level: "vendor",
    name: "Kỹ thuật",
    phone: "113, 0355.123.456",
  });
  await waitFor(() => expect(smsHref()).toMatch(/^sms:0355123456\?body=/));
  expect(screen.queryByText(/không có số di động nào/)).toBeNull();
});
