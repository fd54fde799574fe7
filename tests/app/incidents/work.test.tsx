import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import IncidentPage from "#app/features/incidents/incident.page.tsx";
import IncidentListPage from "#app/features/incidents/incident-list.page.tsx";
import IncidentReportPage from "#app/features/incidents/incident-report.page.tsx";
import OutagePage from "#app/features/incidents/outage.page.tsx";
import { heldIn } from "../book/hands.ts";
import { openTestBook, putChecks, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("incidents", "contacts", "conflicts", "paper"));

beforeEach(() => heldIn("finger"));
afterEach(() => vi.restoreAllMocks());

const pages = {
  "/su-co": <IncidentListPage />,
  "/su-co/:id": <IncidentPage />,
  "/su-co/:id/mat-dich-vu": <OutagePage />,
  "/su-co/:id/bao-cao": <IncidentReportPage />,
};

const minute = 60_000;
const open = (part: object = {}) => ({
  number: "SC-XM-001-B",
  group: 1,
  severity: 2,
  title: "Đường truyền chính",
  since: Date.now() - 60 * minute,
  state: "new",
  site: "centre",
  ...part,
});

async function openWith(roles: readonly string[], part: object = {}): Promise<TestBook> {
  const book = await openTestBook(roles);
  await putChecks(book);
  await book.put("incident", "i1", open(part));
  for (const [id, level, name, phone] of [
    ["c1", "team", "Trực tổ ứng cứu", "0900 000 001"],
    ["c2", "province", "Đường dây nóng tỉnh", "0900 000 002"],
    ["c3", "police", "Trực Công an xã", "0900 000 003"],
  ] as const)
    await book.put("contact", id, { system: "any", level, name, phone });
  return book;
}

const entries = async (book: TestBook, sort: string) =>
  (await book.outbox())
    .flatMap(({ op }) => op.ch)
    .map((change) => (change as { f?: Record<string, unknown> }).f)
    .filter((fields) => fields?.["sort"] === sort);

test("a receiver's device says once that it showed the incident; who reported it reads so", async () => {
  const book = await openWith(["responder"]);
  book.show("/su-co", pages);
  await screen.findByText("Đường truyền chính");
  await waitFor(async () => expect(await entries(book, "seen")).toHaveLength(1));
  book.show("/su-co/i1", pages);
  expect(await screen.findByText(/Đã đến máy của .* chưa có ai tiếp nhận\. Đã quá 30 phút\.$/)).toBeTruthy();
  expect(await entries(book, "seen")).toHaveLength(1);
});

test("who only reports never counts as having seen, and reads whom to call once the aim has passed", async () => {
  const book = await openWith(["centre"]);
  book.show("/su-co/i1", pages);
  expect(await screen.findByText("Chưa ai mở xem. Đã quá 30 phút: nên gọi Tổ ứng cứu.")).toBeTruthy();
  expect(await book.outbox()).toEqual([]);
});

test("a call is written down once it is answered for, and taken back without a trace on screen", async () => {
  const book = await openWith(["centre"]);
  book.show("/su-co/i1", pages);
  const call = await screen.findByRole("link", { name: /Gọi Trực tổ ứng cứu/ });
  expect(call.getAttribute("href")).toBe("tel:0900000001");
  fireEvent.click(call);
  const yes = await screen.findByRole("button", { name: "Đã gọi được" });
  expect(await book.outbox()).toEqual([]);
  fireEvent.click(yes);
  expect(await screen.findByText("Đã gọi được Trực tổ ứng cứu", { selector: ".row-title" })).toBeTruthy();
  expect(await entries(book, "call")).toEqual([
    expect.objectContaining({ contact: "c1", level: "team", answered: true, text: "" }),
  ]);
  fireEvent.click(screen.getByRole("button", { name: "Hoàn tác" }));
  const timeline = screen.getByRole("list", { name: "Diễn biến" });
  await waitFor(() => expect(within(timeline).getAllByRole("listitem")).toHaveLength(1));
  expect((await book.outbox()).map(({ op }) => op.a)).toEqual(["incident.call", "incident.entry"]);
});

test("goes up the ladder rung by rung, and the next rung is called then", async () => {
  const book = await openWith(["responder"], { state: "acknowledged" });
  book.show("/su-co/i1", pages);
  await choose("Chuyển lên tổ ứng cứu");
  await choose("Chuyển lên tỉnh");
  await waitFor(async () =>
    expect(await book.body("i1")).toMatchObject({ state: "escalated", level: "province" }),
  );
  await waitFor(() =>
    expect(screen.getByRole("link", { name: /Gọi Đường dây nóng tỉnh/ }).getAttribute("data-variant")).toBe(
      "main",
    ),
  );
});

test("is taken over and given to somebody, each with its line", async () => {
  const book = await openWith(["responder"], { state: "working", assignee: "hoa" });
  await book.put("person", "hoa", { name: "Tổ ứng cứu 2", roles: ["responder"], active: true });
  await book.put("person", "minh", { name: "Cán bộ xóm", roles: ["village"], active: true });
  book.show("/su-co/i1", pages);
  fireEvent.click(await screen.findByRole("button", { name: "Tôi nhận thay" }));
  await waitFor(async () => expect(await book.body("i1")).toMatchObject({ assignee: "lan" }));
  fireEvent.click(await screen.findByRole("button", { name: /Lan.*Đổi/ }));
  const sheet = await screen.findByRole("dialog", { name: "Giao cho ai?" });
  fireEvent.click(await within(sheet).findByRole("button", { name: "Tổ ứng cứu 2" }));
  await waitFor(async () => expect(await book.body("i1")).toMatchObject({ assignee: "hoa" }));
  expect(await screen.findByText("Giao cho Tổ ứng cứu 2")).toBeTruthy();
});

test("an outage is begun and ended with one tap each, its hours put right, and its length follows", async () => {
  const book = await openWith(["centre"]);
  book.show("/su-co/i1", pages);
  fireEvent.click(await screen.findByRole("button", { name: "Bắt đầu tính giờ mất dịch vụ" }));
  const dark = await screen.findByRole("link", { name: "Màn hình đếm giờ (tiết kiệm pin)" });
  fireEvent.click(dark);
  fireEvent.click(await screen.findByRole("button", { name: "Đã có lại" }));
  expect(await screen.findByText("Mất dịch vụ tất cả 0 phút.")).toBeTruthy();
  fireEvent.change(await screen.findByLabelText("Mất từ: giờ"), { target: { value: "0h" } });
  fireEvent.change(await screen.findByLabelText("Có lại từ: ngày"), { target: { value: "1/1/2999" } });
  for (const save of screen.getAllByRole("button", { name: "Ghi giờ" })) fireEvent.click(save);
  expect(await screen.findByText("Giờ bắt đầu chưa đến hoặc chưa đủ. Nhập giờ đã qua.")).toBeTruthy();
  await waitFor(async () => expect(await entries(book, "outage-start")).toHaveLength(2));
  const [first, second] = await entries(book, "outage-start");
  expect(second).toMatchObject({ supersedes: expect.any(String) });
  expect(Number(second?.["at"])).toBeLessThanOrEqual(Number(first?.["at"]));
  expect(await entries(book, "outage-end")).toHaveLength(1);
});

test("what the server does not have can go by text message in sight, while it is not reached", async () => {
  const book = await openWith(["centre"], { state: "new" });
  const ways = () => screen.queryAllByRole("link", { name: /Soạn tin nhắn SMS/ });
  const folded = () => ways().map((way) => way.closest("details") !== null);
  book.show("/su-co/i1", pages);
  await waitFor(() => expect(folded()).toEqual([true]));
  cleanup();
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  const logbook = book.logbook;
  await logbook.commit({
    action: "incident.report",
    changes: [{ c: "create", kind: "incident", id: "mine", fields: open({ number: "SC-XM-009-A" }) }],
  });
  book.show("/su-co/mine", pages);
  await waitFor(() => expect(folded()).toEqual([false]));
  cleanup();
  // Received meanwhile by the server: nothing of it needs a message.
  book.show("/su-co/i1", pages);
  await waitFor(() => expect(folded()).toEqual([true]));
});

test("cause, fix and dossiers are written once it works again, and only what differs", async () => {
  const book = await openWith(["responder"], { state: "resolved", cause: "Đứt cáp" });
  book.show("/su-co/i1", pages);
  fireEvent.change(await screen.findByLabelText(/Cách khắc phục/), { target: { value: "Nối lại" } });
  fireEvent.change(screen.getByLabelText(/Số hồ sơ/), { target: { value: "12 hồ sơ" } });
  fireEvent.click(screen.getByRole("button", { name: "Ghi kết quả" }));
  await waitFor(async () => expect(await book.body("i1")).toMatchObject({ fix: "Nối lại", dossiers: 12 }));
  expect((await book.outbox())[0]?.op.ch).toEqual([
    expect.objectContaining({ c: "set", f: { fix: "Nối lại", dossiers: 12 } }),
  ]);
});

test("the pack shows what came before, the register and the scenarios of the group", async () => {
  const book = await openWith(["responder"], { equipment: "printer", group: 3 });
  await book.put(
    "incident",
    "i2",
    open({ title: "Kẹt giấy lần trước", equipment: "printer", state: "closed" }),
  );
  await book.put("incident", "i3", open({ title: "Mất điện tuần trước", group: 2, state: "closed" }));
  await book.put("scenario", "s1", { title: "Máy hỏng", groups: [3], trigger: "", steps: [] });
  await book.put("scenario", "s2", { title: "Mất điện", groups: [2], trigger: "", steps: [] });
  book.show("/su-co/i1", pages);
  const pack = await screen.findByRole("region", { name: "Thông tin để xử lý" });
  expect(await within(pack).findByText("Kẹt giấy lần trước")).toBeTruthy();
  expect(within(pack).getByText("Mất điện tuần trước")).toBeTruthy();
  expect(await within(pack).findByText("Máy in quầy 2, XM-014")).toBeTruthy();
  expect(within(pack).getByRole("link", { name: "Máy hỏng" }).getAttribute("href")).toBe("/kich-ban/s1");
  expect(within(pack).queryByText("Mất điện")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Đang làm theo: Máy hỏng" }));
  await waitFor(async () =>
    expect(await entries(book, "fallback")).toEqual([expect.objectContaining({ scenario: "s1" })]),
  );
});

test("a security incident: first steps, Công an xã first, both clocks, a form to print", async () => {
  const book = await openWith(["security"], { group: 11, severity: 1 });
  book.show("/su-co/i1", pages);
  expect(await screen.findByText("Không tắt máy, không khởi động lại.")).toBeTruthy();
  await screen.findByRole("link", { name: /Gọi Trực Công an xã/ });
  const calls = screen.getAllByRole("link").filter((link) => link.getAttribute("href")?.startsWith("tel:"));
  expect(calls[0]?.getAttribute("href")).toBe("tel:0900000003");
  expect(screen.getByText(/Báo cáo bằng văn bản trước/)).toBeTruthy();
  expect(screen.queryByText(/Thông báo lộ dữ liệu cá nhân trước/)).toBeNull();
  fireEvent.click(screen.getByRole("switch", { name: "Có liên quan dữ liệu cá nhân" }));
  expect(await screen.findByText(/Thông báo lộ dữ liệu cá nhân trước/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Báo lại thành sự cố an toàn" })).toBeNull();
  fireEvent.click(screen.getByRole("link", { name: "Mẫu báo cáo để in" }));
  const paper = await screen.findByRole("article");
  expect(within(paper).getByRole("row", { name: "Có dữ liệu cá nhân Có" })).toBeTruthy();
  expect(within(paper).getByRole("row", { name: /Hạn thông báo dữ liệu cá nhân/ })).toBeTruthy();
  expect(screen.getByRole("button", { name: "In báo cáo" })).toBeTruthy();
});

test("what turns out to be security is reported anew and closed; the old one never names the new", async () => {
  const book = await openWith(["responder"], { note: "Trang lạ" });
  book.show("/su-co/i1", pages);
  fireEvent.click(await screen.findByRole("button", { name: "Báo lại thành sự cố an toàn" }));
  fireEvent.click(await screen.findByRole("button", { name: "Báo lại" }));
  await waitFor(async () => expect(await book.body("i1")).toMatchObject({ state: "closed" }));
  const ops = (await book.outbox()).map(({ op }) => op).filter((op) => op.a !== "incident.seen");
  expect(ops.map((op) => op.a)).toEqual(["incident.report", "incident.move"]);
  const made = ops[0]?.ch[0];
  expect(made).toMatchObject({
    sc: `case:${made?.id}`,
    f: { group: 11, severity: 1, links: ["i1"], note: "Trang lạ" },
  });
  expect(JSON.stringify(ops[1])).not.toContain(made?.id);
});

test("an edit never makes an incident a secret one, nor a secret one public", async () => {
  const book = await openWith(["centre"]);
  book.show("/su-co/i1?sua=1", pages);
  fireEvent.click(await screen.findByRole("radio", { name: "Nhóm khác…" }));
  expect(await screen.findByRole("radio", { name: "Thiên tai" })).toBeTruthy();
  expect(screen.queryByRole("radio", { name: "An toàn thông tin" })).toBeNull();
  await book.put("incident", "i2", open({ group: 11 }));
  book.show("/su-co/i2?sua=1", pages);
  await screen.findByRole("heading", { name: "Sửa sự cố" });
  expect(screen.queryByText("Thuộc nhóm nào?")).toBeNull();
});

test("linked incidents name each other; a public one is never offered a secret one", async () => {
  const book = await openWith(["responder"]);
  await book.put("incident", "i2", open({ title: "Mất điện", number: "SC-XM-002-B" }));
  await book.put("incident", "i3", open({ title: "Lộ dữ liệu", group: 11 }));
  book.show("/su-co/i1", pages);
  fireEvent.click(await screen.findByRole("button", { name: "Liên kết sự cố" }));
  const sheet = await screen.findByRole("dialog", { name: "Liên kết sự cố" });
  const other = await within(sheet).findByRole("button", { name: /Mất điện/ });
  expect(within(sheet).queryByText("Lộ dữ liệu")).toBeNull();
  fireEvent.click(other);
  await waitFor(async () => expect(await book.body("i1")).toMatchObject({ links: ["i2"] }));
  book.show("/su-co/i2", pages);
  const linked = await screen.findByRole("region", { name: "Sự cố liên quan" });
  expect(await within(linked).findByText("Đường truyền chính")).toBeTruthy();
});

/** A deed that stands behind the dots. */
async function choose(name: string): Promise<void> {
  fireEvent.click(await screen.findByRole("button", { name: "Việc khác với sự cố này" }));
  fireEvent.click(await screen.findByRole("button", { name }));
}
