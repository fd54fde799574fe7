import { describe, expect, it } from "vitest";
import type { CheckRun, CheckTemplate } from "#domain/checks/check-kinds.ts";
import { type FaultIncident, mendedDay, monthFaults } from "#domain/checks/month-faults.ts";
import { securityGroup } from "#domain/incidents/incident-states.ts";
import { startOfDay } from "#kernel/calendar.ts";

const template = {
  name: "t",
  version: 1,
  dueTime: "07:30",
  opensTime: "06:00",
  groups: [{ id: "g", name: "g" }],
  items: [
    { id: "printer", group: "g", name: "Máy in quầy 2" },
    { id: "mains", group: "g", name: "Điện lưới" },
  ],
} as CheckTemplate;
const day = (n: number) => `2026-11-${String(n).padStart(2, "0")}`;
const run = (n: number, answers: Record<string, string>, rest: Partial<CheckRun> = {}) => ({
  run: {
    template: "t",
    templateVersion: 1,
    site: "s",
    day: day(n),
    slot: "morning",
    answers: Object.fromEntries(
      Object.entries(answers).map(([id, v]) => [id, { v, at: startOfDay(day(n)), by: "lan" }]),
    ),
    ...rest,
  } as CheckRun,
});
const incident = (
  part: Partial<FaultIncident["incident"]>,
  mendedAt: number | null = null,
): FaultIncident => ({
  incident: { group: 3, number: "SC-XM-001-A", title: "Kẹt giấy", state: "working", ...part },
  mendedAt,
});

describe("the faults of a month", () => {
  it("are one line however many days they lasted, with number, words and the hour of mending", () => {
    const at = startOfDay(day(5)) + 9 * 3_600_000;
    const runs = [
      run(3, { printer: "bad" }, { incidents: { printer: "i" } }),
      run(4, { printer: "bad" }),
      run(6, { printer: "ok" }),
    ];
    const faults = monthFaults(template, runs, new Map([["i", incident({ state: "closed" }, at)]]));
    expect(faults).toEqual([
      {
        item: "Máy in quầy 2",
        from: day(3),
        to: day(4),
        what: "Kẹt giấy",
        number: "SC-XM-001-A",
        mended: { at },
      },
    ]);
    expect(mendedDay(faults[0] as never)).toBe(day(5));
  });

  it("end at the next good answer where no incident tells more, and a new one begins after it", () => {
    const runs = [
      run(2, { mains: "bad" }),
      run(3, { mains: "ok" }),
      run(9, { mains: "bad" }, { notes: { mains: "Cháy cầu chì" } }),
    ];
    const faults = monthFaults(template, runs, new Map());
    expect(faults.map(({ from, to, what }) => [from, to, what])).toEqual([
      [day(2), day(2), ""],
      [day(9), day(9), "Cháy cầu chì"],
    ]);
    expect(faults.map(mendedDay)).toEqual([day(3), null]);
  });

  it("of two incidents on one item are two, and an item left out says nothing of mending", () => {
    const runs = [
      run(2, { printer: "bad" }, { incidents: { printer: "a" } }),
      run(3, { printer: "off" }),
      run(4, { printer: "bad" }, { incidents: { printer: "b" } }),
    ];
    const known = new Map([
      ["a", incident({ number: "SC-1" })],
      ["b", incident({ number: "SC-2" })],
    ]);
    expect(monthFaults(template, runs, known).map(({ number, mended }) => [number, mended])).toEqual([
      ["SC-1", null],
      ["SC-2", null],
    ]);
  });

  it("tell no words of a security incident", () => {
    const runs = [run(2, { mains: "bad" }, { incidents: { mains: "s" }, notes: { mains: "lộ mật khẩu" } })];
    const secret = incident({ group: securityGroup, title: "Lộ mật khẩu", number: "SC-9" });
    const [fault] = monthFaults(template, runs, new Map([["s", secret]]));
    expect(fault).toMatchObject({ what: "", number: "SC-9" });
  });

  it("are named also for items that the form no longer asks", () => {
    const older = { ...template, items: [{ id: "fax", group: "g", name: "Máy fax" }] } as CheckTemplate;
    const runs = [{ ...run(2, { fax: "bad" }), template: older }];
    expect(monthFaults(template, runs, new Map()).map(({ item }) => item)).toEqual(["Máy fax"]);
  });
});
