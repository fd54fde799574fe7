import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import VisitFormPage from "#app/features/support/visit-form.page.tsx";
import VisitListPage from "#app/features/support/visit-list.page.tsx";
import { openTestBook, type TestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("support", "conflicts"));

async function openForm(): Promise<TestBook> {
  const book = await openTestBook(["village"], { villages: ["xom-5"] });
  await book.put("village", "xom-5", { name: "Xóm 5" });
  book.show("/ho-tro/moi", { "/ho-tro/moi": <VisitFormPage />, "/ho-tro": <VisitListPage /> });
  return book;
}

const save = () => fireEvent.click(screen.getByRole("button", { name: "Ghi lượt này" }));

test("a visit is saved in two taps with the village remembered, and the form is ready for the next", async () => {
  const book = await openForm();
  fireEvent.click(await screen.findByRole("radio", { name: "Cài, kích hoạt VNeID" }));
  save();
  await screen.findByText("Đã ghi một lượt");
  const [entry] = await book.outbox();
  expect(entry?.op).toMatchObject({ a: "support.visit" });
  expect(entry?.op.ch[0]).toMatchObject({
    c: "create",
    sc: "village:xom-5",
    f: { village: "xom-5", sort: "vneid", form: "home", result: "done", people: 1, day: book.today },
  });
  await waitFor(() =>
    expect((screen.getByRole("radio", { name: "Cài, kích hoạt VNeID" }) as HTMLInputElement).checked).toBe(
      false,
    ),
  );
  expect(await screen.findByText("1", { selector: "b" })).toBeTruthy();
});

test("+1 counts one more of the same without note or contact", async () => {
  const book = await openForm();
  fireEvent.click(await screen.findByRole("radio", { name: "Nộp hồ sơ trực tuyến" }));
  save();
  await screen.findByText("Đã ghi một lượt");
  fireEvent.click(screen.getByRole("button", { name: "+1 như trên" }));
  await waitFor(async () => expect(await book.outbox()).toHaveLength(2));
  const change = (await book.outbox())[1]?.op.ch[0];
  expect(change).toMatchObject({ f: { sort: "file", tally: true, people: 1 } });
  expect(change && "p" in change).toBe(false);
});

test("without a kind nothing is saved and the form says how to mend it", async () => {
  const book = await openForm();
  await screen.findByRole("radio", { name: "Cài, kích hoạt VNeID" });
  save();
  expect(await screen.findByText("Còn 1 chỗ cần sửa")).toBeTruthy();
  expect((await screen.findAllByText("Chưa chọn việc đã giúp. Chọn một việc trong danh sách.")).length).toBe(
    2,
  );
  expect(await book.outbox()).toEqual([]);
});

test("the commune's own word for a village stands wherever one is asked for", async () => {
  const book = await openTestBook(["village"]);
  await book.put("commune", "commune", { name: "Xã Thử", code: "XT", villageWord: "Tổ dân phố" });
  book.show("/ho-tro/moi", { "/ho-tro/moi": <VisitFormPage />, "/ho-tro": <VisitListPage /> });
  expect(await screen.findByText("Chưa chọn tổ dân phố")).toBeTruthy();
  fireEvent.click(screen.getByRole("radio", { name: "Cài, kích hoạt VNeID" }));
  save();
  const error = "Chưa chọn tổ dân phố. Bấm Đổi rồi chọn một tổ dân phố.";
  expect((await screen.findAllByText(error)).length).toBe(2);
  book.show("/ho-tro", { "/ho-tro": <VisitListPage /> });
  expect(await screen.findByRole("searchbox", { name: "Tìm việc, tổ dân phố, ghi chú" })).toBeTruthy();
});

test("a row says once where the help was given, and never the centre for a village it does not know", async () => {
  const book = await openForm();
  const visit = { day: book.today, sort: "file", result: "done", people: 1 };
  await book.put("supportVisit", "v1", { ...visit, form: "centre" });
  await book.put("supportVisit", "v2", { ...visit, form: "centre", village: "xom-5" });
  await book.put("supportVisit", "v3", { ...visit, form: "home", village: "not-here" });
  book.show("/ho-tro", { "/ho-tro": <VisitListPage /> });
  await screen.findByText("Xóm 5 · tại Trung tâm");
  const places = [...document.querySelectorAll(".row-title + .row-line")].map((line) => line.textContent);
  expect(places.sort()).toEqual(["Tại Trung tâm", "Tại nhà dân", "Xóm 5 · tại Trung tâm"]);
});

test("the contact is off by default and travels apart from the log", async () => {
  const book = await openForm();
  fireEvent.click(await screen.findByRole("radio", { name: "Tra cứu hồ sơ" }));
  expect(screen.queryByLabelText(/Số điện thoại/)).toBeNull();
  fireEvent.click(screen.getByRole("switch", { name: "Cần gọi lại cho người này" }));
  fireEvent.change(await screen.findByLabelText(/Số điện thoại/), { target: { value: "0912345678" } });
  save();
  await waitFor(async () => expect(await book.outbox()).toHaveLength(1));
  const change = (await book.outbox())[0]?.op.ch[0] as { f: object; p: object };
  expect(change.p).toEqual({ contactPhone: "0912345678" });
  expect(JSON.stringify(change.f)).not.toContain("0912345678");
});

test("undoing removes the visit that was just saved", async () => {
  const book = await openForm();
  fireEvent.click(await screen.findByRole("radio", { name: "Cài, kích hoạt VNeID" }));
  save();
  fireEvent.click(await screen.findByRole("button", { name: "Hoàn tác" }));
  await waitFor(async () => expect((await book.outbox()).at(-1)?.op.a).toBe("support.delete"));
});

test("what was typed is there again after leaving", async () => {
  const book = await openForm();
  fireEvent.click(await screen.findByRole("radio", { name: "Thanh toán, mã QR" }));
  book.show("/elsewhere", {});
  await waitFor(async () => expect(await book.logbook.store.read((tx) => tx.drafts())).toHaveLength(1));
  book.show("/ho-tro/moi", { "/ho-tro/moi": <VisitFormPage /> });
  await waitFor(() =>
    expect((screen.getByRole("radio", { name: "Thanh toán, mã QR" }) as HTMLInputElement).checked).toBe(true),
  );
});

test("the list finds without accents and says what to do when nothing is found", async () => {
  const book = await openForm();
  await book.put("supportVisit", "v1", {
    day: book.today,
    village: "xom-5",
    sort: "signature",
    form: "home",
    result: "done",
    people: 1,
  });
  book.show("/ho-tro", { "/ho-tro": <VisitListPage /> });
  await screen.findByText("Chữ ký số cá nhân");
  const search = screen.getByRole("searchbox");
  fireEvent.change(search, { target: { value: "chu ky xom 5" } });
  expect(await screen.findByText("Chữ ký số cá nhân")).toBeTruthy();
  fireEvent.change(search, { target: { value: "khong co" } });
  expect(await screen.findByText('Không tìm thấy lượt nào có chữ "khong co".')).toBeTruthy();
});

test("visits that arrive while the list is read wait at its top; those of this device do not", async () => {
  const book = await openTestBook(["village"], { villages: ["xom-5"] });
  await book.put("village", "xom-5", { name: "Xóm 5" });
  const visit = (sort: string) => {
    return { day: book.today, village: "xom-5", sort, form: "home", result: "done", people: 1 };
  };
  await book.put("supportVisit", "first", visit("vneid"));
  book.show("/ho-tro", { "/ho-tro": <VisitListPage /> });
  expect(await screen.findByText(/Cài, kích hoạt VNeID/)).toBeTruthy();
  await book.put("supportVisit", "second", visit("file"));
  fireEvent.click(await screen.findByRole("button", { name: "Có 1 mục mới" }));
  expect(await screen.findByText(/Nộp hồ sơ trực tuyến/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: /mục mới/ })).toBeNull();

  await book.put("supportVisit", "third", visit("payment"));
  await screen.findByRole("button", { name: "Có 1 mục mới" });
  const changes = [{ c: "create" as const, kind: "supportVisit", id: "mine", fields: visit("signature") }];
  await book.logbook.commit({ action: "support.visit", changes });
  expect(await screen.findByText(/[Cc]hữ ký số/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Có 1 mục mới" })).toBeTruthy();
  expect(screen.queryByText(/[Tt]hanh toán|[Nn]ộp phí/)).toBeNull();
});
