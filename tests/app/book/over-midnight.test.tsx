import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import IncidentFormPage from "#app/features/incidents/incident-form.page.tsx";
import ShiftsFormPage from "#app/features/roster/shifts-form.page.tsx";
import ScenarioPage from "#app/features/scenarios/scenario.page.tsx";
import VisitFormPage from "#app/features/support/visit-form.page.tsx";
import TaskPage from "#app/features/tasks/task.page.tsx";
import { formatLongDay } from "#app/i18n/format.ts";
import { addDays, dayOf, startOfDay } from "#kernel/calendar.ts";
import { press, type } from "./hands.ts";
import { openTestBook, type TestBook, withTexts } from "./open-book.tsx";

/** A form that is open over midnight writes for the day of the deed, unless the person chose one, and says so. */
beforeAll(() =>
  withTexts(
    ...["incidents", "contacts", "conflicts", "equipment", "roster", "scenarios", "support", "tasks"],
    ...["today", "org", "photos", "actions", "history", "errors", "calls"],
  ),
);
afterEach(() => vi.restoreAllMocks());

const pages: Readonly<Record<string, ReactNode>> = {
  "/su-co/moi": <IncidentFormPage />,
  "/ho-tro/moi": <VisitFormPage />,
  "/nhiem-vu/:id": <TaskPage />,
  "/lich-truc/them": <ShiftsFormPage />,
  "/kich-ban/:id": <ScenarioPage />,
};

const pick = async (name: string | RegExp) => fireEvent.click(await screen.findByRole("radio", { name }));

interface Form {
  readonly name: string;
  readonly path: string;
  readonly key: string;
  readonly fill: () => Promise<unknown>;
  readonly button: string | RegExp;
  /** The day that it wrote. */
  readonly wrote: (fields: Readonly<Record<string, unknown>>) => unknown;
  /** What its text is, with a day that the person chose. */
  readonly chosen?: (day: string) => Readonly<Record<string, unknown>>;
}

const dayField = ({ day }: Readonly<Record<string, unknown>>) => day;

const forms: readonly Form[] = [
  {
    name: "a visit",
    path: "/ho-tro/moi",
    key: "support/new",
    fill: () => pick("Cài, kích hoạt VNeID"),
    button: "Ghi lượt này",
    wrote: dayField,
    chosen: (day) => ({ day }),
  },
  {
    name: "an incident",
    path: "/su-co/moi",
    key: "incident/new",
    fill: async () => {
      await pick("Mạng, đường truyền");
      await pick("Tất cả quầy");
    },
    button: "Ghi sự cố",
    wrote: ({ since }) => dayOf(Number(since)),
    chosen: (sinceDay) => ({ sinceDay, sinceTime: "23:10" }),
  },
  {
    name: "progress of a task",
    path: "/nhiem-vu/t1?cap-nhat=1",
    key: "task/t1/progress",
    fill: async () => {
      await screen.findByLabelText(/^Kết quả/);
      type(/^Kết quả/, "Xong 40 hộp");
    },
    button: "Ghi tiến độ",
    wrote: dayField,
    chosen: (day) => ({ day }),
  },
  {
    name: "a drill",
    path: "/kich-ban/power",
    key: "drill/power",
    fill: async () => {
      await press("Ghi lần diễn tập");
      await screen.findByLabelText("Rút kinh nghiệm");
      type("Rút kinh nghiệm", "Đèn pin hết pin");
    },
    button: "Ghi lần diễn tập này",
    wrote: dayField,
    chosen: (day) => ({ day }),
  },
  {
    name: "a shift",
    path: "/lich-truc/them",
    key: "roster/new",
    fill: async () => {
      await screen.findByLabelText("Người trực");
      await waitFor(() => expect(document.querySelector('option[value="lan"]')).toBeTruthy());
      type("Người trực", "lan");
    },
    button: /^Xếp/,
    wrote: dayField,
  },
];

/** Just before midnight; `pass` brings the next day. */
async function lateEvening(): Promise<{ book: TestBook; yesterday: string; pass: () => Promise<void> }> {
  const real = Date.now;
  let shift = startOfDay(addDays(dayOf(real()), 1)) - 60_000 - real();
  vi.spyOn(Date, "now").mockImplementation(() => real() + shift);
  const book = await openTestBook(["admin", "centre", "responder", "unit"], { units: ["vhxh"] });
  await book.put("unit", "vhxh", { name: "Phòng Văn hóa - Xã hội" });
  await book.put("village", "xom-5", { name: "Xóm 5" });
  const noDates = { due: null, start: null, precision: null, exclusive: false, parts: [], trigger: null };
  await book.put("task", "t1", {
    ...{ plan: "p", section: "1.1", block: "1.1", lead: ["vhxh"], coordinating: [], order: 1 },
    ...{ state: "notStarted", title: "Số hóa tài liệu" },
    deadline: { ...noDates, words: null, kind: "unspecified" },
  });
  const steps = ["Tắt máy"];
  await book.put("scenario", "power", { title: "Mất điện", groups: [2], trigger: "", order: 1, steps });
  return {
    book,
    yesterday: book.today,
    async pass() {
      shift += 120_000;
      await act(async () => void fireEvent(document, new Event("visibilitychange")));
    },
  };
}

async function written(book: TestBook, form: Form): Promise<unknown> {
  return waitFor(async () => {
    const made = (await book.outbox())
      .flatMap(({ op }) => op.ch)
      .find(({ c }) => c === "create" || c === "append");
    expect(made).toBeTruthy();
    return form.wrote((made as unknown as { f: Record<string, unknown> }).f);
  });
}

describe.each(forms)("$name", (form) => {
  test("opened before midnight and saved after it is of the new day, and says so", async () => {
    const { book, yesterday, pass } = await lateEvening();
    book.show(form.path, pages);
    await form.fill();
    expect(screen.queryByText(/Đã sang ngày mới/)).toBeNull();
    await pass();
    const today = addDays(yesterday, 1);
    await screen.findByText(`Đã sang ngày mới. Nội dung này ghi cho ${formatLongDay(today)}.`);
    await press(form.button);
    expect(await written(book, form)).toBe(today);
  });
});

describe.each(forms.filter(({ chosen }) => chosen))("$name", (form) => {
  test("keeps the day that the person chose, and says that it does", async () => {
    const { book, yesterday, pass } = await lateEvening();
    const value = form.chosen?.(yesterday);
    await book.logbook.saveDraft({ key: form.key, value, at: Date.now(), id: "chosen" } as never);
    book.show(form.path, pages);
    await form.fill();
    await pass();
    await screen.findByText(/^Đã sang ngày mới\. Nội dung này vẫn ghi cho/);
    await press(form.button);
    expect(await written(book, form)).toBe(yesterday);
  });
});
