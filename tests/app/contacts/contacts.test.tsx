import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeAll, beforeEach, expect, test } from "vitest";
import ContactFormPage from "#app/features/contacts/contact-form.page.tsx";
import ContactListPage from "#app/features/contacts/contact-list.page.tsx";
import { heldIn } from "../book/hands.ts";
import { openTestBook, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("contacts", "conflicts"));
beforeEach(() => heldIn("finger"));

const pages = {
  "/danh-ba": <ContactListPage />,
  "/danh-ba/moi": <ContactFormPage />,
  "/danh-ba/:id": <ContactFormPage />,
};
const line = {
  system: "network",
  level: "vendor",
  name: "Trực nhà mạng",
  phone: "0900 000 001",
  hours: "Cả ngày",
};

test("lists by system and level, dials with one tap, and is found without accents", async () => {
  const book = await openTestBook(["village"]);
  await book.put("contact", "c1", line);
  await book.put("contact", "c2", {
    system: "any",
    level: "team",
    name: "Trực tổ ứng cứu",
    phone: "0900 000 002",
  });
  await book.put("contact", "c3", {
    system: "Phần mềm họ tộc",
    level: "owner",
    name: "Tác giả",
    phone: "113",
  });
  book.show("/danh-ba", pages);
  await screen.findByText("Trực nhà mạng");
  expect(screen.getAllByRole("heading", { level: 2 }).map(({ textContent }) => textContent)).toEqual([
    "Mọi hệ thống",
    "Đường truyền, mạng",
    "Phần mềm họ tộc",
  ]);
  expect(screen.queryByRole("link", { name: "Thêm liên hệ" })).toBeNull();
  fireEvent.change(screen.getByRole("searchbox"), { target: { value: "nha mang" } });
  await waitFor(() => expect(screen.queryByText("Trực tổ ứng cứu")).toBeNull());
  const calls = screen.getAllByRole("link").filter((link) => link.getAttribute("href")?.startsWith("tel:"));
  expect(calls.map((link) => link.getAttribute("href"))).toEqual(["tel:0900000001"]);
});

test("an empty list says what to do, by right", async () => {
  const team = await openTestBook(["responder"]);
  team.show("/danh-ba", pages);
  expect(await screen.findByText("Bấm Thêm liên hệ để ghi người đầu tiên cần gọi.")).toBeTruthy();
  const village = await openTestBook(["village"]);
  village.show("/danh-ba", pages);
  expect(await screen.findByText("Nhờ Tổ ứng cứu hoặc quản trị viên ghi danh bạ.")).toBeTruthy();
});

test("a contact is written with name and number apart, where they can be erased", async () => {
  const book = await openTestBook(["responder"]);
  book.show("/danh-ba/moi", pages);
  fireEvent.change(await screen.findByLabelText("Số điện thoại"), { target: { value: "hỏi văn phòng" } });
  fireEvent.click(screen.getByRole("button", { name: "Ghi liên hệ" }));
  expect(await screen.findByText("Còn 2 ô cần sửa")).toBeTruthy();
  fireEvent.change(screen.getByLabelText("Cho hệ thống nào?"), { target: { value: "own" } });
  fireEvent.change(await screen.findByLabelText("Tên hệ thống"), { target: { value: "Phần mềm kế toán" } });
  fireEvent.change(screen.getByLabelText("Tên hoặc chức danh"), { target: { value: "Trực kỹ thuật" } });
  fireEvent.change(screen.getByLabelText("Số điện thoại"), { target: { value: "0900 000 004" } });
  fireEvent.click(screen.getByRole("button", { name: "Ghi liên hệ" }));
  expect(await screen.findByText("Trực kỹ thuật")).toBeTruthy();
  expect((await book.outbox())[0]?.op).toMatchObject({
    a: "contact.edit",
    ch: [
      {
        c: "create",
        f: { system: "Phần mềm kế toán", level: "team" },
        p: { name: "Trực kỹ thuật", phone: "0900 000 004" },
      },
    ],
  });
});

test("an edit writes only what differs; a contact is deleted by who may", async () => {
  const book = await openTestBook(["coordinator"]);
  await book.put("contact", "c1", line);
  book.show("/danh-ba/c1", pages);
  fireEvent.change(await screen.findByLabelText(/Giờ gọi được/), { target: { value: "" } });
  fireEvent.click(screen.getByRole("button", { name: "Ghi liên hệ" }));
  await screen.findByRole("link", { name: "Sửa Trực nhà mạng" });
  expect((await book.outbox())[0]?.op.ch).toEqual([
    expect.objectContaining({ c: "set", f: { hours: null } }),
  ]);
  book.show("/danh-ba/c1", pages);
  fireEvent.click(await screen.findByRole("button", { name: "Xóa liên hệ này" }));
  expect(await screen.findByText("Danh bạ chưa có ai.")).toBeTruthy();
});

test("each of several numbers has its own button, and an extension is dialled after a pause", async () => {
  const book = await openTestBook(["village"]);
  await book.put("contact", "c1", { ...line, phone: "113 / 114 (Công an xã)" });
  await book.put("contact", "c2", { ...line, name: "Tổng đài", phone: "1022 nhánh 3" });
  book.show("/danh-ba", pages);
  await screen.findByText("Tổng đài");
  const calls = screen.getAllByRole("link").filter((link) => link.getAttribute("href")?.startsWith("tel:"));
  expect(calls.map((link) => link.getAttribute("href"))).toEqual(["tel:113", "tel:114", "tel:1022,3"]);
  expect(screen.getByText("(Công an xã)")).toBeTruthy();
});

test("a doubtful number is said while it is typed, and may be written all the same", async () => {
  const book = await openTestBook(["responder"]);
  book.show("/danh-ba/moi", pages);
  const phone = await screen.findByLabelText("Số điện thoại");
  fireEvent.change(phone, { target: { value: "0912 345 67" } });
  expect(await screen.findByText(/Chưa giống số điện thoại ở Việt Nam.*091234567/)).toBeTruthy();
  fireEvent.change(phone, { target: { value: "O912 345 678" } });
  expect(await screen.findByText(/sẽ gọi 0912345678/)).toBeTruthy();
  fireEvent.change(screen.getByLabelText("Tên hoặc chức danh"), { target: { value: "Trực" } });
  fireEvent.click(screen.getByRole("button", { name: "Ghi liên hệ" }));
  await waitFor(async () => expect((await book.outbox())[0]?.op.a).toBe("contact.edit"));
});
