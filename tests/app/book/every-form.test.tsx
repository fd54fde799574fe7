import { act, fireEvent, waitFor, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import CalendarPage from "#app/features/admin/org/calendar.page.tsx";
import SitesPage from "#app/features/admin/org/sites.page.tsx";
import UnitsPage from "#app/features/admin/org/units.page.tsx";
import TemplateEditorPage from "#app/features/admin/templates/template-editor.page.tsx";
import CheckRunPage from "#app/features/checks/check-run.page.tsx";
import ContactFormPage from "#app/features/contacts/contact-form.page.tsx";
import ThingPage from "#app/features/equipment/thing.page.tsx";
import ThingFormPage from "#app/features/equipment/thing-form.page.tsx";
import IncidentPage from "#app/features/incidents/incident.page.tsx";
import IncidentFormPage from "#app/features/incidents/incident-form.page.tsx";
import RosterPage from "#app/features/roster/roster.page.tsx";
import ShiftsFormPage from "#app/features/roster/shifts-form.page.tsx";
import ScenarioPage from "#app/features/scenarios/scenario.page.tsx";
import ScenarioFormPage from "#app/features/scenarios/scenario-form.page.tsx";
import ScenarioListPage from "#app/features/scenarios/scenario-list.page.tsx";
import VisitPage from "#app/features/support/visit.page.tsx";
import VisitFormPage from "#app/features/support/visit-form.page.tsx";
import TaskPage from "#app/features/tasks/task.page.tsx";
import { addDays, dayOf } from "#kernel/calendar.ts";
import { heldIn } from "./hands.ts";
import { openTestBook, putChecks, type TestBook, withTexts } from "./open-book.tsx";

beforeEach(() => heldIn("finger"));
beforeAll(() =>
  withTexts(
    ...["checks", "runs", "incidents", "contacts", "conflicts", "equipment", "roster", "scenarios"],
    ...["support", "tasks", "today", "org", "templates", "photos", "actions", "history", "errors"],
  ),
);

const pages: Readonly<Record<string, ReactNode>> = {
  "/kiem-tra/hom-nay": <CheckRunPage />,
  "/su-co/moi": <IncidentFormPage />,
  "/su-co/:id": <IncidentPage />,
  "/ho-tro/moi": <VisitFormPage />,
  "/ho-tro/:id": <VisitPage />,
  "/nhiem-vu/:id": <TaskPage />,
  "/danh-ba/:id": <ContactFormPage />,
  "/danh-ba/moi": <ContactFormPage />,
  "/thiet-bi/moi": <ThingFormPage />,
  "/thiet-bi/:ma": <ThingPage />,
  "/lich-truc": <RosterPage />,
  "/lich-truc/them": <ShiftsFormPage />,
  "/kich-ban": <ScenarioListPage />,
  "/kich-ban/moi": <ScenarioFormPage />,
  "/kich-ban/:id": <ScenarioPage />,
  "/quan-tri/noi-kiem": <SitesPage />,
  "/quan-tri/don-vi": <UnitsPage />,
  "/quan-tri/lich": <CalendarPage />,
  "/quan-tri/mau/:id": <TemplateEditorPage />,
};

interface Form {
  readonly name: string;
  readonly path: string;
  /** Within the page, to where its text is typed. */
  readonly open?: (tab: Tab) => Promise<void>;
  readonly fill: (tab: Tab) => Promise<void>;
  /** After what was typed, to the button. */
  readonly close?: (tab: Tab) => Promise<void>;
  /** The button that saves, whenever it is looked for. */
  readonly button: string | RegExp;
  /** Its text is kept as typed under a key, so that another tab shows it too. */
  readonly key?: string;
  /** What is typed apart in two tabs are two records: there is nothing to tell them by. */
  readonly apart?: boolean;
  /** Where one deed is more than one op. */
  readonly ops?: number;
  /** Without records of its kind. */
  readonly bare?: boolean;
}

/** One of the pages that are open. */
interface Tab {
  readonly tap: (role: "button" | "radio" | "link", name: string | RegExp) => Promise<void>;
  readonly type: (label: string | RegExp, value: string) => Promise<void>;
  /** Puts the cursor there. */
  enter(label: string): Promise<void>;
  /** In the sheet that is open, else on the page. */
  readonly button: (name: string | RegExp) => HTMLElement | null;
  readonly press: (name: string | RegExp) => void;
  /** All that is typed and chosen. */
  readonly typed: () => string[];
}

function tabOf(page: HTMLElement): Tab {
  const here = () => within(page.querySelector<HTMLElement>("dialog") ?? page);
  const formOf = (found: HTMLElement) => found.getAttribute("form");
  const button: Tab["button"] = (name) => {
    const [found] = here().queryAllByRole("button", { name, hidden: true });
    const form = found && formOf(found);
    return found && (!form || page.querySelector(`form#${form}`)) ? found : null;
  };
  return {
    button,
    async tap(role, name) {
      const [found] = await here().findAllByRole(role, { name, hidden: true });
      fireEvent.click(found as HTMLElement);
    },
    async type(label, value) {
      const field = await within(page).findByLabelText<HTMLInputElement>(label);
      // What a list offers may still be on its way.
      if (field.matches("select"))
        await waitFor(() => expect(field.querySelector(`option[value="${value}"]`)).toBeTruthy());
      fireEvent.change(field, { target: { value } });
      // The person goes on to the next; what was understood of a day or a time stands there in its own form.
      if (field.inputMode === "decimal") fireEvent.blur(field);
    },
    async enter(label) {
      fireEvent.focus(await within(page).findByLabelText(label));
    },
    press(name) {
      const found = button(name) as HTMLButtonElement | null;
      // Two tabs in one document have each a form of this name.
      const form =
        found && (formOf(found) ?? (found.matches("[type=submit]") ? found.closest("form")?.id : null));
      if (found && form) fireEvent.submit(page.querySelector(`form#${form}`) as HTMLFormElement);
      else if (found) fireEvent.click(found);
    },
    typed: () =>
      [...page.querySelectorAll<HTMLInputElement>("form input, form textarea, form select")].map((one) =>
        one.type === "radio" || one.type === "checkbox" ? String(one.checked) : one.value,
      ),
  };
}

const nothing = async () => undefined;
const forms: readonly Form[] = [
  {
    name: "new incident",
    path: "/su-co/moi",
    key: "incident/new",
    fill: async ({ tap }) => {
      await tap("radio", "Mạng, đường truyền");
      await tap("radio", "Tất cả quầy");
    },
    button: "Ghi sự cố",
  },
  {
    name: "line of the timeline",
    path: "/su-co/i1",
    key: "incident/i1/entry",
    open: ({ enter }) => enter("Ghi tiếp"),
    fill: ({ type }) => type("Ghi tiếp", "Đã gọi nhà mạng"),
    button: "Ghi diễn biến",
  },
  {
    name: "what was done, with the move it goes with",
    path: "/su-co/i1",
    key: "incident/i1/entry",
    fill: ({ type }) => type("Ghi tiếp", "Thay dây"),
    button: "Đã khắc phục",
  },
  {
    name: "up the ladder",
    path: "/su-co/i1",
    key: "incident/i1/entry",
    fill: ({ type }) => type("Ghi tiếp", "Không tự sửa được"),
    close: ({ tap }) => tap("button", "Việc khác với sự cố này"),
    button: "Chuyển lên tổ ứng cứu",
  },
  {
    name: "incident put right",
    path: "/su-co/i1?sua=1",
    key: "incident/i1/edit",
    fill: ({ type }) => type("Hỏng cái gì?", "Đường truyền phụ"),
    button: "Ghi sửa đổi",
  },
  {
    name: "how people go on meanwhile",
    path: "/su-co/i1",
    key: "incident/i1/fallback",
    fill: ({ type }) => type("Đang làm tạm thế nào?", "Ghi sổ giấy"),
    button: "Ghi cách làm tạm",
  },
  {
    name: "what came of it",
    path: "/su-co/i1",
    key: "incident/i1/outcome",
    fill: ({ type }) => type(/^Nguyên nhân \(/, "Chuột cắn dây"),
    button: "Ghi kết quả",
  },
  {
    name: "a call",
    path: "/su-co/i1",
    key: "incident/i1/call",
    fill: ({ tap }) => tap("link", /^Gọi Trực tổ/),
    button: "Đã gọi được",
  },
  {
    name: "begin of an outage",
    path: "/su-co/i1",
    fill: nothing,
    button: "Bắt đầu tính giờ mất dịch vụ",
  },
  {
    name: "hour of an outage put right",
    path: "/su-co/i3",
    key: "incident/i3/outage/e3",
    fill: ({ type }) => type("Mất từ: giờ", "0h"),
    button: "Ghi giờ",
  },
  {
    name: "taking it over",
    path: "/su-co/i1",
    fill: nothing,
    button: "Tôi nhận việc này",
  },
  {
    name: "report of a matter of security",
    path: "/su-co/i1",
    open: ({ tap }) => tap("button", "Báo lại thành sự cố an toàn"),
    fill: nothing,
    button: /^Báo lại/,
    ops: 2,
  },
  {
    name: "new visit",
    path: "/ho-tro/moi",
    key: "support/new",
    fill: ({ tap }) => tap("radio", "Cài, kích hoạt VNeID"),
    button: "Ghi lượt này",
  },
  {
    name: "visit put right",
    path: "/ho-tro/v1?sua=1",
    key: "support/v1",
    fill: ({ tap }) => tap("radio", "Tra cứu hồ sơ"),
    button: "Ghi sửa đổi",
  },
  {
    name: "progress of a task",
    path: "/nhiem-vu/t1?cap-nhat=1",
    key: "task/t1/progress",
    fill: ({ type }) => type(/^Kết quả/, "Xong 40 hộp"),
    button: "Ghi tiến độ",
  },
  {
    name: "new contact",
    path: "/danh-ba/moi",
    key: "contact/new",
    fill: async ({ type }) => {
      await type("Tên hoặc chức danh", "Trực kỹ thuật");
      await type("Số điện thoại", "0900 000 004");
    },
    button: "Ghi liên hệ",
  },
  {
    name: "contact put right",
    path: "/danh-ba/c1",
    key: "contact/c1",
    fill: ({ type }) => type("Tên hoặc chức danh", "Trực đêm"),
    button: "Ghi liên hệ",
  },
  {
    name: "new equipment",
    path: "/thiet-bi/moi",
    key: "equipment/new",
    fill: async ({ type }) => {
      await type("Tên thiết bị", "Máy chiếu");
      await type("Mã", "XM-077");
    },
    button: "Ghi thiết bị",
  },
  {
    name: "equipment put right",
    path: "/thiet-bi/printer?sua=1",
    key: "equipment/printer/edit",
    fill: ({ type }) => type("Tên thiết bị", "Máy in quầy 3"),
    button: "Ghi thiết bị",
  },
  {
    name: "new shifts",
    path: "/lich-truc/them",
    key: "roster/new",
    fill: async ({ tap, type }) => {
      await tap("radio", /^Lặp lại hằng tuần/);
      await type("Đến hết ngày", addDays(dayOf(Date.now()), 14));
      await type("Người trực", "hoa");
    },
    button: /^Xếp/,
  },
  {
    name: "shift put right",
    path: "/lich-truc?ca=s1",
    key: "shift/s1/edit",
    open: ({ tap }) => tap("button", "Sửa giờ trực"),
    fill: ({ type }) => type("Từ giờ", "18:30"),
    button: "Ghi giờ trực",
  },
  {
    name: "new scenario",
    path: "/kich-ban/moi",
    key: "scenario/new",
    fill: async ({ type }) => {
      await type("Tên kịch bản", "Mất nước");
      await type("Các bước", "Khóa van");
    },
    button: "Ghi kịch bản",
  },
  {
    name: "scenario put right",
    path: "/kich-ban/power?sua=1",
    key: "scenario/power/edit",
    fill: ({ type }) => type("Tên kịch bản", "Mất điện cả ngày"),
    button: "Ghi kịch bản",
  },
  {
    name: "a drill",
    path: "/kich-ban/power",
    key: "drill/power",
    open: ({ tap }) => tap("button", "Ghi lần diễn tập"),
    fill: ({ type }) => type("Rút kinh nghiệm", "Đèn pin hết pin"),
    button: /^Ghi/,
  },
  {
    name: "the eight samples",
    path: "/kich-ban",
    bare: true,
    fill: nothing,
    button: "Thêm 8 kịch bản mẫu",
  },
  {
    name: "a day marked closed",
    path: "/kiem-tra/hom-nay",
    open: ({ tap }) => tap("button", "Đánh dấu ngày nghỉ"),
    fill: ({ tap }) => tap("radio", /^Bão/),
    button: /^Đánh dấu/,
  },
  {
    name: "all is well",
    path: "/kiem-tra/hom-nay",
    open: ({ tap }) => tap("button", "Tất cả tốt"),
    fill: nothing,
    button: /^Xác nhận/,
  },
  {
    name: "note of an item",
    path: "/kiem-tra/hom-nay",
    key: "run/centre/daily/TODAY/morning/note/mains",
    fill: async ({ tap, type }) => {
      await tap("button", "Việc khác với Điện lưới");
      await tap("button", "Thêm ghi chú");
      await type("Ghi chú cho Điện lưới", "Chập chờn");
    },
    button: "Lưu ghi chú",
  },
  {
    name: "new site",
    path: "/quan-tri/noi-kiem",
    key: "site/new",
    open: ({ tap }) => tap("button", "Thêm điểm kiểm tra"),
    fill: ({ type }) => type("Tên điểm kiểm tra", "Điểm Đồng Mây"),
    button: /^Thêm/,
  },
  {
    name: "new unit",
    path: "/quan-tri/don-vi",
    key: "org/unit/new",
    open: ({ tap }) => tap("button", "Thêm đơn vị"),
    fill: ({ type }) => type("Tên đơn vị", "Phòng Kinh tế"),
    button: /^Thêm/,
  },
  {
    name: "site put right",
    path: "/quan-tri/noi-kiem",
    key: "site/centre",
    open: ({ tap }) => tap("button", /Trung tâm/),
    fill: ({ type }) => type("Tên điểm kiểm tra", "Trung tâm mới"),
    button: /^Ghi/,
  },
  {
    name: "unit put right",
    path: "/quan-tri/don-vi",
    key: "org/unit/vhxh",
    open: ({ tap }) => tap("button", /Văn hóa - Xã hội/),
    fill: ({ type }) => type("Tên đơn vị", "Phòng Văn hóa"),
    button: /^Ghi/,
  },
  {
    name: "days of the calendar",
    path: "/quan-tri/lich",
    key: `calendar/${dayOf(Date.now()).slice(0, 4)}`,
    open: ({ tap }) => tap("button", "Thêm ngày vào lịch"),
    fill: ({ type }) => type("Đến hết ngày", addDays(dayOf(Date.now()), 1)),
    button: "Đánh dấu ngày nghỉ",
  },
  {
    name: "published check list",
    path: "/quan-tri/mau/daily",
    key: "template:daily",
    fill: async ({ tap, type }) => {
      await tap("button", "Thêm mục vào Điện");
      await type("Mục kiểm tra", "Máy phát điện");
      await tap("button", "Thêm mục này");
    },
    close: ({ tap }) => tap("button", /^Ban hành/),
    button: /^Ban hành/,
  },
];

async function openFull({ bare = false }: Form): Promise<TestBook> {
  const book = await openTestBook(["admin", "centre", "responder", "unit", "security"], { units: ["vhxh"] });
  await putChecks(book);
  await book.put("unit", "vhxh", { name: "Phòng Văn hóa - Xã hội" });
  await book.put("person", "hoa", {
    ...{ name: "Hoa", account: "hoa", roles: ["centre"], units: [], villages: [], active: true },
  });
  await book.put("village", "xom-5", { name: "Xóm 5" });
  const stamp = { since: Date.now() - 3_600_000 };
  await book.put("incident", "i1", {
    ...{
      number: "SC-XM-001-B",
      group: 1,
      severity: 2,
      title: "Đường truyền",
      state: "working",
      site: "centre",
    },
    ...stamp,
  });
  await book.put("incident", "i2", {
    ...{ number: "SC-XM-002-B", group: 1, severity: 2, title: "Đã sửa", state: "resolved", site: "centre" },
    ...stamp,
  });
  await book.put("incident", "i3", {
    ...{ number: "SC-XM-003-B", group: 1, severity: 2, title: "Mất mạng", state: "working", site: "centre" },
    ...stamp,
  });
  await book.put("incidentEntry", "e3", { parent: "i3", sort: "outage-start", at: stamp.since });
  await book.put("contact", "c1", { system: "any", level: "team", name: "Trực tổ", phone: "0900 000 001" });
  await book.put("supportVisit", "v1", {
    ...{ day: book.today, sort: "vneid", form: "home", result: "done", people: 1, village: "xom-5" },
  });
  await book.put("task", "t1", {
    ...{
      plan: "p",
      section: "1.1",
      block: "1.1",
      lead: ["vhxh"],
      coordinating: [],
      state: "notStarted",
      order: 1,
    },
    title: "Số hóa tài liệu",
    deadline: {
      ...{ due: null, start: null, precision: null, exclusive: false, parts: [], trigger: null },
      ...{ words: null, kind: "unspecified" },
    },
  });
  await book.put("shift", "s1", {
    ...{ sort: "duty", day: addDays(book.today, 1), from: "19:00", to: "07:00", person: "lan" },
  });
  if (!bare)
    await book.put("scenario", "power", {
      title: "Mất điện",
      groups: [2],
      trigger: "",
      order: 1,
      steps: ["Tắt máy"],
    });
  return book;
}

/** Controls whose order of day and month is the browser's. */
const browsersOwn = ["date", "time", "datetime-local", "month", "week"]
  .map((type) => `input[type="${type}"]`)
  .join();

async function shown(form: Form): Promise<{ book: TestBook; tab: Tab }> {
  const book = await openFull(form);
  const page = book.tab(form.path, pages);
  const tab = tabOf(page);
  await form.open?.(tab);
  await form.fill(tab);
  await form.close?.(tab);
  await waitFor(() => expect(tab.button(form.button)).toBeTruthy());
  expect(page.querySelector(browsersOwn)).toBeNull();
  return { book, tab };
}

/** Deeds of the person; that a device showed an incident is written by itself. */
const deeds = async (book: TestBook) =>
  (await book.outbox()).map(({ op }) => op).filter(({ a }) => a !== "incident.seen");

/** Every save waits until it is let go, as on a phone whose disk is busy. */
function slowStore({ logbook }: TestBook) {
  const waiting: (() => void)[] = [];
  const slow =
    <A extends unknown[], R>(save: (...given: A) => Promise<R>) =>
    async (...given: A) => {
      await new Promise<void>((done) => waiting.push(done));
      return save(...given);
    };
  Object.assign(logbook, { commit: slow(logbook.commit), commitAll: slow(logbook.commitAll) });
  return {
    waiting,
    letGo: () => {
      for (const go of waiting.splice(0)) go();
    },
  };
}

/** What every save before it has come to is on the screen and in the book. */
async function settled(book: TestBook): Promise<void> {
  await act(() => book.logbook.store.transact("strict", async () => undefined));
}

/** Lines and records made by a person's deeds; what only changes one is no second record. */
const made = (ops: Awaited<ReturnType<typeof deeds>>) =>
  ops.flatMap(({ ch }) => ch.filter(({ c }) => c === "create" || c === "append").map(({ id }) => id));

describe.each(forms)("$name", (form) => {
  test("pressed again and again while the store is slow, and once more after, writes once", async () => {
    const { book, tab } = await shown(form);
    const store = slowStore(book);
    tab.press(form.button);
    await waitFor(() => expect(store.waiting).toHaveLength(1));
    tab.press(form.button);
    tab.press(form.button);
    await settled(book);
    expect(store.waiting).toHaveLength(1);
    store.letGo();
    const expected = form.ops ?? 1;
    await waitFor(async () => expect(await deeds(book)).toHaveLength(expected));
    await settled(book);
    tab.press(form.button);
    await settled(book);
    store.letGo();
    await settled(book);
    expect(await deeds(book)).toHaveLength(expected);
  });

  test.skipIf(form.apart)("saved at once from two tabs that show the same, makes one record", async () => {
    const { book, tab } = await shown(form);
    const key = form.key?.replace("TODAY", book.today);
    if (key)
      await waitFor(async () => expect(await book.logbook.store.read((tx) => tx.draft(key))).toBeTruthy());
    const other = tabOf(book.tab(form.path, pages));
    await waitFor(() => expect(other.button(/./)).toBeTruthy());
    await form.open?.(other);
    if (!key) await form.fill(other);
    await form.close?.(other);
    await waitFor(() => {
      expect(other.button(form.button)).toBeTruthy();
      expect(other.typed()).toEqual(tab.typed());
    });
    const store = slowStore(book);
    tab.press(form.button);
    other.press(form.button);
    await waitFor(() => expect(store.waiting).toHaveLength(2));
    store.letGo();
    await waitFor(async () => expect((await deeds(book)).length).toBeGreaterThan(0));
    await settled(book);
    const ops = await deeds(book);
    expect(made(ops)).toEqual(made(ops.slice(0, form.ops ?? 1)));
  });
});

test("every form whose text is kept is in the catalogue", async () => {
  const sources = import.meta.glob<string>("/src/app/**/*.{ts,tsx}", {
    query: "?raw",
    import: "default",
    eager: true,
  });
  const patterns = Object.values(sources)
    .flatMap((text) => [...text.matchAll(/useFormDraft(?:<\w+>)?\(\s*(?:`([^`]+)`|"([^"]+)"|(\w+)[(,])/g)])
    .map(([, template, plain, name]) => plain ?? template ?? name);
  expect(patterns.length).toBeGreaterThan(15);
  const covered = (pattern = "") => {
    const known = { noteDraftKey: "/note/", key: "template:" }[pattern];
    const shape = new RegExp(`^${pattern.replace(/\$\{[^}]+\}/g, ".+")}$`);
    return forms.some(({ key = "" }) => (known ? key.includes(known) : shape.test(key)));
  };
  expect(patterns.filter((pattern) => !covered(pattern))).toEqual([]);
});
