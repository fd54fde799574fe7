import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CheckRun, CheckTemplate } from "#domain/checks/check-kinds.ts";
import { securityGroup } from "#domain/incidents/incident-states.ts";
import {
  type MorningEntry,
  type MorningQuestion,
  type MorningSite,
  morningSheet,
} from "#domain/morning/morning-sheet.ts";
import type { Shift } from "#domain/roster/shift-kinds.ts";
import { addDays, startOfDay } from "#kernel/calendar.ts";

const day = "2026-11-24";
const hour = 3_600_000;
const at = (clock: number) => startOfDay(day) + clock * hour;
const items = ["Điện lưới", "Máy in quầy 2", "Máy quét quầy 1", "Mạng chính", "Loa", "Bảng số", "Máy tính 3"];
const template = {
  name: "Kiểm tra đầu giờ",
  version: 1,
  dueTime: "07:30",
  opensTime: "06:00",
  groups: [{ id: "g", name: "Nhóm" }],
  items: items.map((name, n) => ({ id: `i${n}`, group: "g", name })),
} as CheckTemplate;

function run(bad: readonly number[], rest: Partial<CheckRun> = {}): CheckRun {
  const answers = Object.fromEntries(
    items.map((_, n) => [`i${n}`, { v: bad.includes(n) ? "bad" : "ok", at: at(7), by: "lan" }] as const),
  );
  return {
    template: "t",
    templateVersion: 1,
    site: "centre",
    day,
    slot: "morning",
    answers,
    completed: { at: at(7.5), by: "lan" },
    ...rest,
  } as CheckRun;
}
const site = (part: Partial<MorningSite> = {}): MorningSite => ({
  name: "Trung tâm",
  template,
  run: run([]),
  closed: null,
  works: true,
  ...part,
});
const ask = (part: Partial<MorningQuestion> = {}): MorningQuestion => ({
  day,
  now: at(7.6),
  sites: [site()],
  incidents: new Map(),
  taken: new Map(),
  tasks: [],
  shifts: [],
  ...part,
});
const duty = (person: string, from: string, to: string, on = day): Shift => ({
  sort: "duty",
  day: on,
  from,
  to,
  person,
});
const placed = (...shifts: Shift[]) => shifts.map((body, n) => ({ id: `s${n}`, body }));
const of = (entries: readonly MorningEntry[], sort: MorningEntry["sort"]) =>
  entries.filter((one) => one.sort === sort);

describe("the morning sheet", () => {
  it("counts completed checks only, and names each fault with who has it", () => {
    const faulty = run([1, 3], { incidents: { i1: "a", i3: "b" } });
    const sheet = morningSheet(
      ask({
        sites: [site({ run: faulty }), site({ name: "Xóm 5", run: run([0], { completed: undefined }) })],
        incidents: new Map([
          ["a", { group: 3, state: "acknowledged", title: "Máy in quầy 2 kẹt giấy" }],
          ["b", { group: 1, state: "new", title: "Mất mạng cả dãy" }],
        ]),
        taken: new Map([["a", { by: "hoa", at: at(7.52) }]]),
      }),
    );
    expect(sheet.totals).toEqual({ ok: 5, bad: 2, none: 0, done: 1, sites: 2 });
    expect(sheet.entries).toEqual([
      { sort: "fault", what: "Mất mạng cả dãy", site: "Trung tâm", holder: { state: "waiting" } },
      {
        sort: "fault",
        what: "Máy in quầy 2 kẹt giấy",
        site: "Trung tâm",
        holder: { state: "taken", by: "hoa", at: at(7.52) },
      },
      { sort: "unchecked", site: "Xóm 5", due: "07:30", isLate: true },
      { sort: "duty", part: "night", people: [] },
    ]);
  });

  it("says nothing of a security incident but that it was reported", () => {
    const sheet = morningSheet(
      ask({
        sites: [site({ run: run([6], { incidents: { i6: "s" } }) })],
        incidents: new Map([
          ["s", { group: securityGroup, state: "working", title: "Lộ mật khẩu", assignee: "hoa" }],
        ]),
        taken: new Map([["s", { by: "hoa", at: at(7) }]]),
      }),
    );
    expect(of(sheet.entries, "fault")).toEqual([
      { sort: "fault", what: "Máy tính 3", site: "Trung tâm", holder: { state: "reported" } },
    ]);
    expect(JSON.stringify(sheet)).not.toContain("hoa");
  });

  it("leaves out closed sites and days off, unless somebody checked there", () => {
    const closed = { site: "x", day, reason: "storm" } as never;
    const sheet = morningSheet(
      ask({
        sites: [
          site({ name: "Đóng", run: null, closed }),
          site({ name: "Nghỉ", run: null, works: false }),
          site({ name: "Mở", works: false }),
        ],
      }),
    );
    expect(sheet.totals).toMatchObject({ done: 1, sites: 1 });
    expect(of(sheet.entries, "unchecked")).toEqual([]);
  });

  it("is not late before the hour, and is once the day has passed", () => {
    const open = [site({ run: null })];
    const isLate = (now: number) =>
      of(morningSheet(ask({ sites: open, now })).entries, "unchecked").map(
        (one) => "isLate" in one && one.isLate,
      );
    expect(isLate(at(7))).toEqual([false]);
    expect(isLate(at(8))).toEqual([true]);
    expect(isLate(at(24.1))).toEqual([true]);
  });

  it("names who is on by day and by night, also by a shift that began yesterday, and says when nobody is", () => {
    const both = placed(duty("hoa", "07:00", "19:00"), duty("nam", "19:00", "07:00"));
    expect(of(morningSheet(ask({ shifts: both })).entries, "duty")).toEqual([
      { sort: "duty", part: "day", people: ["hoa"] },
      { sort: "duty", part: "night", people: ["nam"] },
    ]);
    const whole = placed(duty("hoa", "17:00", "17:00", addDays(day, -1)), duty("hoa", "17:00", "17:00"));
    expect(of(morningSheet(ask({ shifts: whole })).entries, "duty")).toEqual([
      { sort: "duty", part: "both", people: ["hoa"] },
    ]);
    expect(of(morningSheet(ask()).entries, "duty")).toEqual([{ sort: "duty", part: "night", people: [] }]);
  });

  it("names tasks due on this very day and no others", () => {
    const task = (title: string, due: string, exclusive = false, state = "running") =>
      ({
        title,
        state,
        deadline: { kind: "fixed", due, exclusive, start: null, parts: [], words: "" },
      }) as never;
    const tasks = [
      task("a", addDays(day, 1), true),
      task("b", day),
      task("c", day, false, "done"),
      task("d", addDays(day, -1)),
    ];
    expect(of(morningSheet(ask({ tasks })).entries, "tasks")).toEqual([
      { sort: "tasks", count: 2, first: "a" },
    ]);
  });

  it("never loses a trouble for want of room", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: items.length - 1 })),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 2, max: 8 }),
        (bad, unchecked, most) => {
          const sites = [
            site({ run: run(bad) }),
            ...Array.from({ length: unchecked }, (_, n) => site({ name: `Xóm ${n}`, run: null })),
          ];
          const { entries } = morningSheet(ask({ sites, most }));
          const more = entries.find((one) => one.sort === "more");
          expect(entries.length).toBeLessThanOrEqual(Math.max(2, most));
          expect(of(entries, "fault").length + (more?.sort === "more" ? more.faults : 0)).toBe(bad.length);
          expect(of(entries, "unchecked").length + (more?.sort === "more" ? more.sites : 0)).toBe(unchecked);
        },
      ),
    );
  });
});
