import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeAll, describe, expect, test } from "vitest";
import CalendarPage from "#app/features/admin/org/calendar.page.tsx";
import SitesPage from "#app/features/admin/org/sites.page.tsx";
import UnitsPage from "#app/features/admin/org/units.page.tsx";
import VillagesPage from "#app/features/admin/org/villages.page.tsx";
import { PersonSheet } from "#app/features/admin/person-sheet.tsx";
import { RenameDialog } from "#app/features/admin/rename-dialog.tsx";
import TemplateEditorPage from "#app/features/admin/templates/template-editor.page.tsx";
import PastePage from "#app/features/share/paste.page.tsx";
import { press, type } from "../book/hands.ts";
import { openTestBook, putChecks, withTexts } from "../book/open-book.tsx";

beforeAll(() => withTexts("org", "admin", "errors", "templates", "conflicts", "share", "incidents"));

const nothing = () => undefined;
const device = { id: "d1", name: "Điện thoại", letter: "B" };
const pages: Readonly<Record<string, ReactNode>> = {
  "/noi-kiem": <SitesPage />,
  "/don-vi": <UnitsPage />,
  "/dia-ban": <VillagesPage />,
  "/lich": <CalendarPage />,
  "/mau/:id": <TemplateEditorPage />,
  "/can-bo": <PersonSheet person={null} onClose={nothing} onChanged={nothing} onCode={nothing} />,
  "/may": <RenameDialog device={device as never} onClose={nothing} onDone={nothing} />,
  "/dan-tin": <PastePage />,
};

interface Typed {
  readonly name: string;
  readonly path: string;
  /** To the form, on its page. */
  readonly open?: string | RegExp;
  readonly label: string | RegExp;
  readonly text: string;
  /** Where what stands there is not the text as it was typed. */
  readonly shown?: string;
}

const forms: readonly Typed[] = [
  {
    name: "a new site",
    path: "/noi-kiem",
    open: "Thêm điểm kiểm tra",
    label: "Tên điểm kiểm tra",
    text: "Điểm Đồng Mây",
  },
  {
    name: "a site",
    path: "/noi-kiem",
    open: /^Trung tâm/,
    label: "Tên điểm kiểm tra",
    text: "Trung tâm mới",
  },
  { name: "a new unit", path: "/don-vi", open: "Thêm đơn vị", label: "Tên đơn vị", text: "Phòng Kinh tế" },
  { name: "a village", path: "/dia-ban", open: /^Xóm 5/, label: /^Tên gọi khác/, text: "Xóm Năm" },
  { name: "days of the calendar", path: "/lich", open: "Thêm ngày vào lịch", label: "Từ ngày", text: "31/2" },
  {
    name: "an item of a check list",
    path: "/mau/daily",
    open: "Thêm mục vào Điện",
    label: "Mục kiểm tra",
    text: "Máy phát",
  },
  {
    name: "the hours of a check list",
    path: "/mau/daily",
    open: /Mở từ|Kiểm tra đầu giờ/,
    label: /^Hạn/,
    text: "7h45",
    shown: "07:45",
  },
  { name: "a new account", path: "/can-bo", label: "Họ và tên", text: "Cán bộ mới" },
  { name: "the name of a device", path: "/may", label: "Tên máy", text: "Máy quầy 2" },
  { name: "a message that is pasted", path: "/dan-tin", label: /^Tin nhắn|^Nội dung/, text: "SC-XM-001" },
];

async function open() {
  const book = await openTestBook(["admin", "centre"]);
  await putChecks(book);
  await book.put("village", "v5", { name: "Xóm 5" });
  return book;
}

describe.each(forms)("$name", ({ path, open: way, label, text, shown = text }) => {
  const reach = async () => {
    if (way) await press(way);
    return screen.findByLabelText<HTMLInputElement>(label);
  };

  test("is as it was typed when the page is opened again, and is no record yet", async () => {
    const book = await open();
    book.show(path, pages);
    await reach();
    type(label, text);
    // As a phone does that puts the page aside.
    act(() => void window.dispatchEvent(new Event("pagehide")));
    await waitFor(async () => expect(await book.logbook.store.read((tx) => tx.drafts())).toHaveLength(1));
    cleanup();
    book.show(path, pages);
    await waitFor(async () =>
      expect((await reach().catch(() => screen.getByLabelText<HTMLInputElement>(label))).value).toBe(shown),
    );
    expect(await book.outbox()).toEqual([]);
  });
});

test("what was saved is no longer kept, and the next form begins empty", async () => {
  const book = await open();
  book.show("/don-vi", pages);
  await press("Thêm đơn vị");
  await screen.findByLabelText("Tên đơn vị");
  type("Tên đơn vị", "Phòng Kinh tế");
  await press("Thêm đơn vị này");
  await waitFor(async () => expect(await book.outbox()).toHaveLength(1));
  await waitFor(async () => expect(await book.logbook.store.read((tx) => tx.drafts())).toEqual([]));
  await press("Thêm đơn vị");
  expect((await screen.findByLabelText<HTMLInputElement>("Tên đơn vị")).value).toBe("");
});

test("a site that is put right writes only what was changed, and clears what was emptied", async () => {
  const book = await open();
  await book.put("site", "hall", { name: "Nhà văn hóa", short: "NVH", templateId: "daily", order: 7 });
  book.show("/noi-kiem", pages);
  await press(/^Nhà văn hóa/);
  await screen.findByLabelText("Tên điểm kiểm tra");
  fireEvent.change(screen.getByLabelText(/^Tên gọn|^Tên ngắn/), { target: { value: "" } });
  await press("Ghi thay đổi");
  await waitFor(async () => expect(await book.outbox()).toHaveLength(1));
  expect((await book.outbox())[0]?.op.ch).toEqual([
    expect.objectContaining({ c: "set", id: "hall", f: { short: null } }),
  ]);
});
