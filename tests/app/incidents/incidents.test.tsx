import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import IncidentPage from "#app/features/incidents/incident.page.tsx";
import IncidentFormPage from "#app/features/incidents/incident-form.page.tsx";
import IncidentListPage from "#app/features/incidents/incident-list.page.tsx";
import { formatMoment } from "#app/i18n/format.ts";
import { answerBy } from "#domain/incidents/incident-order.ts";
import { openTestBook, putChecks, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("incidents", "contacts", "conflicts"));

const pages = {
  "/su-co": <IncidentListPage />,
  "/su-co/moi": <IncidentFormPage />,
  "/su-co/:id": <IncidentPage />,
};

async function openForm(): Promise<TestBook> {
  const book = await openTestBook(["centre"]);
  await putChecks(book);
  book.show("/su-co/moi", pages);
  await screen.findByRole("textbox", { name: "Hỏng cái gì?" });
  return book;
}

const open = (part: object = {}) => ({
  number: "SC-XM-001-B",
  group: 1,
  severity: 2,
  title: "Đường truyền chính",
  since: Date.now() - 3_600_000,
  state: "new",
  ...part,
});

test("a report takes the severity from the plain question and a number of this device", async () => {
  const book = await openForm();
  fireEvent.change(screen.getByRole("textbox", { name: "Hỏng cái gì?" }), { target: { value: "Mạng rớt" } });
  fireEvent.click(screen.getByRole("radio", { name: "Mạng, đường truyền" }));
  fireEvent.click(screen.getByRole("radio", { name: "Tất cả quầy" }));
  expect(await screen.findByText("Mức 1, nghiêm trọng.")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Ghi sự cố" }));
  expect(await screen.findByRole("heading", { level: 1, name: "Mạng rớt" })).toBeTruthy();
  const [entry] = await book.outbox();
  expect(entry?.op.ch[0]).toMatchObject({
    f: {
      number: "SC-XM-001-A",
      severity: 1,
      group: 1,
      state: "new",
      site: "centre",
      questions: { stoppedCounters: "all" },
    },
  });
  expect(screen.getByText("Chưa ai mở xem.")).toBeTruthy();
});

test("a thing of the register is found without accents and fills in group and place", async () => {
  const book = await openForm();
  fireEvent.change(screen.getByRole("textbox", { name: "Hỏng cái gì?" }), { target: { value: "may in" } });
  fireEvent.click(await screen.findByRole("button", { name: /Máy in quầy 2/ }));
  fireEvent.click(screen.getByRole("radio", { name: "Không quầy nào" }));
  fireEvent.click(screen.getByRole("button", { name: "Ghi sự cố" }));
  await screen.findByRole("heading", { level: 1, name: "Máy in quầy 2" });
  expect((await book.outbox())[0]?.op.ch[0]).toMatchObject({
    f: { equipment: "printer", group: 3, severity: 4 },
  });
});

test("an empty report saves nothing and names each place to mend", async () => {
  const book = await openForm();
  fireEvent.click(screen.getByRole("button", { name: "Ghi sự cố" }));
  expect(await screen.findByText("Còn 3 ô cần sửa")).toBeTruthy();
  expect(await book.outbox()).toEqual([]);
});

test("two reports on one device never bear the same number", async () => {
  const book = await openForm();
  for (const title of ["Một", "Hai"]) {
    book.show("/su-co/moi", pages);
    fireEvent.change(await screen.findByRole("textbox", { name: "Hỏng cái gì?" }), {
      target: { value: title },
    });
    fireEvent.click(screen.getByRole("radio", { name: "Điện" }));
    fireEvent.click(screen.getByRole("radio", { name: "Một quầy" }));
    fireEvent.click(screen.getByRole("button", { name: "Ghi sự cố" }));
    await screen.findByRole("heading", { level: 1, name: title });
    localStorage.clear();
  }
  const numbers = (await book.outbox()).map(
    ({ op }) => (op.ch[0] as never as { f: { number: string } }).f.number,
  );
  expect(numbers).toEqual(["SC-XM-001-A", "SC-XM-002-A"]);
});

test("a move goes with its entry in one op, and only allowed moves have a button", async () => {
  const book = await openTestBook(["responder"]);
  await book.put("incident", "i1", open());
  book.show("/su-co/i1", pages);
  fireEvent.change(await screen.findByLabelText("Ghi tiếp"), { target: { value: "Đang gọi nhà mạng" } });
  expect(screen.queryByRole("button", { name: "Mở lại" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Tôi nhận" }));
  await waitFor(async () => expect((await book.outbox()).map(({ op }) => op.a)).toContain("incident.move"));
  const changes = (await book.outbox()).find(({ op }) => op.a === "incident.move")?.op.ch;
  expect(changes?.map((change) => change.c)).toEqual(["move", "set", "append"]);
  expect(await book.body("i1")).toMatchObject({ state: "acknowledged", assignee: "lan" });
  expect(await screen.findByText("Đang gọi nhà mạng")).toBeTruthy();
  expect((await screen.findAllByText("Mức 2 · đã nhận")).length).toBeGreaterThan(0);
});

test("the list shows what is open, gravest first, and finds by number", async () => {
  const book = await openTestBook(["centre"]);
  await book.put("incident", "i1", open({ severity: 3, title: "Nhẹ" }));
  await book.put("incident", "i2", open({ severity: 1, title: "Nặng", number: "SC-XM-002-B" }));
  await book.put("incident", "i3", open({ state: "closed", title: "Xong rồi" }));
  book.show("/su-co", pages);
  await screen.findByText("Nặng");
  const rows = screen.getAllByRole("listitem");
  expect(
    rows
      .filter((row) => row.querySelector("a.row"))
      .map((row) => row.querySelector(".row-title")?.textContent),
  ).toEqual(["Nặng", "Nhẹ"]);
  const lines = [...document.querySelectorAll(".row-line")].map((line) => line.firstChild?.textContent);
  expect(lines).toEqual(["Mức 1 · mới", "Mức 3 · mới"]);
  fireEvent.click(screen.getByRole("button", { name: "Lọc" }));
  fireEvent.click(screen.getByRole("button", { name: "Tất cả" }));
  expect(await screen.findByText("Xong rồi")).toBeTruthy();
  fireEvent.change(screen.getByRole("searchbox"), { target: { value: "002" } });
  await waitFor(() => expect(screen.queryByText("Nhẹ")).toBeNull());
});

test("what waits for me comes first, says how long, and is the only tinted row", async () => {
  const book = await openTestBook(["responder"]);
  await book.put(
    "incident",
    "i1",
    open({ severity: 1, title: "Đang làm", state: "working", assignee: "hoa" }),
  );
  await book.put("incident", "i2", open({ severity: 3, title: "Chưa ai nhận" }));
  book.show("/su-co", pages);
  await screen.findByText("1 chờ tôi", { exact: false });
  const rows = [...document.querySelectorAll("a.row")];
  expect(rows.map((row) => row.querySelector(".row-title")?.textContent)).toEqual([
    "Chưa ai nhận",
    "Đang làm",
  ]);
  expect(rows.map((row) => row.hasAttribute("data-due"))).toEqual([true, false]);
  expect(rows[0]?.textContent).toContain("Mức 3 · chờ 1 giờ");
});

test("all incidents stand newest first, as their title says, whoever is waited for", async () => {
  const book = await openTestBook(["responder"]);
  const hoursAgo = (hours: number) => Date.now() - hours * 3_600_000;
  await book.put("incident", "i1", open({ title: "Cũ, chưa ai nhận", since: hoursAgo(9) }));
  await book.put("incident", "i2", open({ title: "Giữa, đã đóng", since: hoursAgo(5), state: "closed" }));
  await book.put("incident", "i3", open({ title: "Mới, đang làm", since: hoursAgo(1), state: "working" }));
  book.show("/su-co", pages);
  fireEvent.click(await screen.findByRole("button", { name: "Lọc" }));
  fireEvent.click(screen.getByRole("button", { name: "Tất cả" }));
  await screen.findByRole("heading", { name: /Mới nhất trước/ });
  await waitFor(() =>
    expect([...document.querySelectorAll("a.row .row-title")].map((title) => title.textContent)).toEqual([
      "Mới, đang làm",
      "Giữa, đã đóng",
      "Cũ, chưa ai nhận",
    ]),
  );
});

test("incidents that arrive while the list is read wait at its top; those of this device do not", async () => {
  const book = await openTestBook(["centre"]);
  await book.put("incident", "a", open());
  book.show("/su-co", pages);
  await screen.findByText(/Đường truyền chính/);
  await book.put("incident", "b", open({ number: "SC-XM-002-B", severity: 1, title: "Mất điện" }));
  const news = await screen.findByRole("button", { name: "Có 1 mục mới" });
  expect(screen.queryByText(/Mất điện/)).toBeNull();
  fireEvent.click(news);
  await screen.findByText(/Mất điện/);
  expect(screen.queryByRole("button", { name: /mục mới/ })).toBeNull();

  await book.put("incident", "c", open({ number: "SC-XM-003-B", title: "Cổng chậm" }));
  await screen.findByRole("button", { name: "Có 1 mục mới" });
  const fields = open({ number: "SC-XM-001-A", title: "Máy quét kẹt giấy" });
  const changes = [{ c: "create" as const, kind: "incident", id: "mine", fields }];
  expect(await book.logbook.commit({ action: "incident.report", changes })).toMatchObject({ ok: true });
  await screen.findByText(/Máy quét kẹt giấy/);
  expect(screen.getByRole("button", { name: "Có 1 mục mới" })).toBeTruthy();
  expect(screen.queryByText(/Cổng chậm/)).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Lọc" }));
  fireEvent.click(screen.getByRole("button", { name: "Tất cả" }));
  await screen.findByText(/Cổng chậm/);
});

test("nothing open says what to do next", async () => {
  const book = await openTestBook(["centre"]);
  book.show("/su-co", pages);
  expect(await screen.findByText("Chưa có sự cố nào đang mở.")).toBeTruthy();
  expect(screen.getByText("Có gì hỏng, bấm Báo sự cố.")).toBeTruthy();
});

test("while a report is mended the deadline runs from when it began, not from now", async () => {
  const book = await openTestBook(["centre"]);
  const since = Date.now() - 50 * 60_000;
  await book.put("incident", "i1", open({ severity: 3, since }));
  book.show("/su-co/i1?sua=1", pages);
  fireEvent.click(await screen.findByRole("radio", { name: "Tất cả quầy" }));
  const by = answerBy({ severity: 1, since }) ?? 0;
  expect(
    await screen.findByText(new RegExp(`tiếp nhận trước ${formatMoment(by, Date.now())}\\.`)),
  ).toBeTruthy();
});

test("mending a report writes only what differs, and new answers give the severity anew", async () => {
  const book = await openTestBook(["centre"]);
  await book.put("incident", "i1", open({ severity: 3, note: "Đèn LOS đỏ" }));
  book.show("/su-co/i1?sua=1", pages);
  fireEvent.click(await screen.findByRole("radio", { name: "Tất cả quầy" }));
  fireEvent.click(screen.getByRole("button", { name: "Ghi sửa đổi" }));
  await screen.findByRole("button", { name: "Việc khác với sự cố này" });
  expect((await book.outbox())[0]?.op).toMatchObject({
    a: "incident.edit",
    ch: [{ c: "set", b: 5, f: { questions: { stoppedCounters: "all" }, severity: 1 } }],
  });
  expect(await book.body("i1")).toMatchObject({ note: "Đèn LOS đỏ", group: 1, severity: 1 });
});
