import { act, cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { DayChoice } from "#app/book/moment/day-choice.tsx";
import { DayField } from "#app/book/moment/day-field.tsx";
import { TimeField } from "#app/book/moment/time-field.tsx";
import { loadTexts } from "#app/i18n/i18n.ts";
import { startOfDay } from "#kernel/calendar.ts";

beforeAll(() => loadTexts("moment"));
afterEach(cleanup);

/** A Tuesday. */
const today = "2026-12-01";

interface Given {
  readonly start?: string;
  readonly now?: string;
  readonly min?: string;
  readonly max?: string;
  readonly error?: string;
  readonly chips?: readonly ("today" | "yesterday" | "tomorrow")[];
}

let kept = "";

function Day({ start = "", now = today, ...given }: Given) {
  const [value, setValue] = useState(start);
  kept = value;
  return <DayField id="day" label="Đến hết ngày" value={value} today={now} onChange={setValue} {...given} />;
}

function Time({ start = "" }: Given) {
  const [value, setValue] = useState(start);
  kept = value;
  const now = startOfDay(today) + (9 * 60 + 41) * 60_000;
  return <TimeField id="time" label="Từ giờ" value={value} now={now} offersNow onChange={setValue} />;
}

const field = (label = "Đến hết ngày") => screen.getByLabelText<HTMLInputElement>(label);

function type(text: string, label?: string) {
  fireEvent.focus(field(label));
  fireEvent.change(field(label), { target: { value: text } });
}

const leave = (label?: string) => fireEvent.blur(field(label));
const said = (label?: string) =>
  (field(label).getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent)
    .join(" ");

describe("a day that is typed", () => {
  test("is understood while it is typed, said with its weekday, and written in our order afterwards", () => {
    render(<Day />);
    expect(said()).toBe("Nhập ngày trước, tháng sau, ví dụ 1/12");
    type("3/12");
    expect(field().value).toBe("3/12");
    expect(said()).toBe("Thứ Năm, 03/12/2026");
    expect(kept).toBe("2026-12-03");
    leave();
    expect(field().value).toBe("03/12/2026");
    type("hôm qua");
    expect(said()).toBe("Thứ Hai, 30/11/2026, hôm qua");
    leave();
    expect(field().value).toBe("30/11/2026");
  });

  test("that no calendar has is refused in words that say what is kept, and stays as typed", () => {
    render(<Day start="2026-11-28" />);
    type("31/2");
    expect(field().getAttribute("aria-invalid")).toBeNull();
    leave();
    expect(said()).toContain("Tháng 2/2026 chỉ có 28 ngày. Nội dung đã nhập vẫn giữ: 31/2.");
    expect(field().getAttribute("aria-invalid")).toBe("true");
    expect(field().value).toBe("31/2");
    expect(kept).toBe("31/2");
  });

  test("is shown with its fault again when the form is opened with what was kept", () => {
    render(<Day start="12/25/2026" />);
    expect(field().value).toBe("12/25/2026");
    expect(said()).toContain("Không có tháng 25.");
  });

  test("is never another day because midnight passed", () => {
    const { rerender } = render(<Day />);
    type("hôm nay");
    rerender(<Day now="2026-12-02" />);
    expect(kept).toBe("2026-12-01");
    expect(field().value).toBe("01/12/2026");
    expect(said()).toBe("Thứ Ba, 01/12/2026, hôm qua");
  });

  test("beyond its bounds is said so, in the form's own words where it has them", () => {
    const { rerender } = render(<Day max={today} />);
    type("25/12/2026");
    leave();
    expect(said()).toContain("Ngày muộn nhất ghi được là 01/12/2026.");
    rerender(<Day max={today} error="Ngày này chưa đến." />);
    expect(said()).toContain("Ngày này chưa đến.");
    type("thứ sáu");
    expect(kept).toBe("2026-11-27");
  });

  test("may be emptied", () => {
    render(<Day start="2026-11-28" />);
    type("");
    leave();
    expect(kept).toBe("");
    expect(field().getAttribute("aria-invalid")).toBeNull();
  });

  test("is one tap where it is often meant", () => {
    render(<Day chips={["today", "yesterday"]} />);
    type("31/2");
    fireEvent.click(screen.getByRole("button", { name: "Hôm qua" }));
    expect(kept).toBe("2026-11-30");
    expect(field().value).toBe("30/11/2026");
  });

  test("has a keypad with a separator, and no control of the browser", () => {
    render(<Day />);
    expect(field().type).toBe("text");
    expect(field().inputMode).toBe("decimal");
  });
});

describe("the calendar", () => {
  const open = async (given: Given = {}) => {
    render(<Day {...given} />);
    const opener = screen.getByRole("button", { name: "Mở lịch" });
    fireEvent.click(opener);
    expect(opener.getAttribute("aria-expanded")).toBe("true");
    const grid = await screen.findByRole("grid");
    await waitFor(() => expect(grid.contains(document.activeElement)).toBe(true));
    return opener;
  };
  const here = () => document.activeElement as HTMLElement;
  const press = (key: string, more = {}) => fireEvent.keyDown(here(), { key, ...more });

  test("begins on Monday, knows today and what is chosen, and gives the focus back", async () => {
    const opener = await open({ start: "2026-12-05" });
    const grid = screen.getByRole("grid", { name: "Tháng 12/2026" });
    expect(
      within(grid)
        .getAllByRole("columnheader")
        .map((one) => one.textContent),
    ).toEqual(["T2", "T3", "T4", "T5", "T6", "T7", "CN"]);
    expect(within(grid).getAllByRole("row")).toHaveLength(6);
    const first = within(grid).getAllByRole("row")[1] as HTMLElement;
    expect(
      within(first)
        .getAllByRole("button")
        .map((one) => one.textContent),
    ).toEqual(["1", "2", "3", "4", "5", "6"]);
    expect(within(grid).getByRole("button", { current: "date" }).textContent).toBe("1");
    expect(within(grid).getByRole("button", { pressed: true }).textContent).toBe("5");
    expect(here().getAttribute("aria-label")).toBe("Thứ Bảy, ngày 5 tháng 12 năm 2026");
    fireEvent.click(within(grid).getByRole("button", { name: "Thứ Năm, ngày 24 tháng 12 năm 2026" }));
    expect(kept).toBe("2026-12-24");
    expect(screen.queryByRole("grid")).toBeNull();
    expect(here()).toBe(opener);
  });

  test.each([
    ["ArrowLeft", {}, "Thứ Sáu, ngày 30 tháng 1 năm 2026"],
    ["ArrowRight", {}, "Chủ nhật, ngày 1 tháng 2 năm 2026"],
    ["ArrowUp", {}, "Thứ Bảy, ngày 24 tháng 1 năm 2026"],
    ["ArrowDown", {}, "Thứ Bảy, ngày 7 tháng 2 năm 2026"],
    ["Home", {}, "Thứ Hai, ngày 26 tháng 1 năm 2026"],
    ["End", {}, "Chủ nhật, ngày 1 tháng 2 năm 2026"],
    ["PageUp", {}, "Thứ Tư, ngày 31 tháng 12 năm 2025"],
    ["PageDown", {}, "Thứ Bảy, ngày 28 tháng 2 năm 2026"],
    ["PageDown", { shiftKey: true }, "Chủ nhật, ngày 31 tháng 1 năm 2027"],
    ["PageUp", { shiftKey: true }, "Thứ Sáu, ngày 31 tháng 1 năm 2025"],
  ])("goes with %s %o from 31/01 to %s", async (key, more, there) => {
    await open({ start: "2026-01-31" });
    press(key, more);
    expect(here().getAttribute("aria-label")).toBe(there);
    expect(here().tabIndex).toBe(0);
    expect(
      screen.getAllByRole("button").filter((one) => one.dataset["day"] && one.tabIndex === 0),
    ).toHaveLength(1);
  });

  test("closes by Esc alone, with the sheet around it open and the day as it was", async () => {
    const outside: string[] = [];
    const note = ({ key }: KeyboardEvent) => outside.push(key);
    document.addEventListener("keydown", note);
    const opener = await open({ start: "2026-12-05" });
    const event = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });
    act(() => void here().dispatchEvent(event));
    document.removeEventListener("keydown", note);
    expect(event.defaultPrevented).toBe(true);
    expect(screen.queryByRole("grid")).toBeNull();
    expect(here()).toBe(opener);
    expect(kept).toBe("2026-12-05");
  });

  test("turns by its buttons without taking the focus from them", async () => {
    await open();
    const next = screen.getByRole("button", { name: "Tháng sau" });
    next.focus();
    fireEvent.click(next);
    expect(screen.getByRole("grid", { name: "Tháng 1/2027" })).toBeTruthy();
    expect(here()).toBe(next);
  });

  test("does not give a day beyond the bounds, and says so", async () => {
    await open({ min: "2026-11-20", max: today });
    const tomorrow = screen.getByRole("button", { name: "Thứ Tư, ngày 2 tháng 12 năm 2026" });
    expect(tomorrow.getAttribute("aria-disabled")).toBe("true");
    fireEvent.click(tomorrow);
    expect(kept).toBe("");
    expect(screen.getByRole("grid")).toBeTruthy();
  });
});

describe("a time that is typed", () => {
  test("is understood on the clock of 24 hours, with the part of the day", () => {
    render(<Time />);
    type("7h5", "Từ giờ");
    expect(said("Từ giờ")).toBe("07:05 sáng");
    expect(kept).toBe("07:05");
    leave("Từ giờ");
    expect(field("Từ giờ").value).toBe("07:05");
    type("1905", "Từ giờ");
    expect(said("Từ giờ")).toBe("19:05 tối");
  });

  test("that no day has is refused, and stays as typed", () => {
    render(<Time />);
    type("25h", "Từ giờ");
    leave("Từ giờ");
    expect(said("Từ giờ")).toContain(
      "Giờ có từ 00:00 đến 23:59, nửa đêm là 00:00. Nội dung đã nhập vẫn giữ: 25h.",
    );
    expect(field("Từ giờ").value).toBe("25h");
    fireEvent.click(screen.getByRole("button", { name: "Bây giờ" }));
    expect(kept).toBe("09:41");
    expect(field("Từ giờ").value).toBe("09:41");
  });
});

test("another day opens a field of its own, today and yesterday close it", async () => {
  const seen: string[] = [];
  function Stage() {
    const [day, setDay] = useState("2025-11-24");
    return (
      <DayChoice
        name="ngay"
        label="Ngày kiểm tra"
        value={day}
        today="2025-11-24"
        onChange={(next) => {
          seen.push(next);
          setDay(next);
        }}
      />
    );
  }
  render(<Stage />);
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "Hôm nay" }).checked).toBe(true);
  fireEvent.click(screen.getByRole("radio", { name: "Ngày khác" }));
  fireEvent.change(await screen.findByLabelText("Chọn ngày"), { target: { value: "2025-11-20" } });
  fireEvent.click(screen.getByRole("radio", { name: "Hôm qua" }));
  expect(screen.queryByLabelText("Chọn ngày")).toBeNull();
  expect(seen).toEqual(["", "2025-11-20", "2025-11-23"]);
});

test("no form leaves a day or a time to the browser's own control", () => {
  const sources = import.meta.glob<string>("/src/app/**/*.tsx", {
    query: "?raw",
    import: "default",
    eager: true,
  });
  const own = /["'`](?:date|time|datetime-local|month|week)["'`]/;
  const found = Object.entries(sources).flatMap(([name, code]) =>
    code
      .split("\n")
      .filter((line) => /\btype\s*[=:?]|<input\b|\bline\(|\binput\(/.test(line) && own.test(line))
      .map((line) => `${name}: ${line.trim()}`),
  );
  expect(Object.keys(sources).length).toBeGreaterThan(200);
  expect(found).toEqual([]);
});
