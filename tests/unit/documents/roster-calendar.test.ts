import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { type RosterEvent, rosterCalendar } from "#documents/roster-calendar.ts";
import type { Shift } from "#domain/roster/shift-kinds.ts";
import { endOf, startOf } from "#domain/roster/shift-times.ts";

const commune = { commune: "c1", name: "Lịch trực Xã Mẫu" };
const changed = Date.parse("2026-11-20T08:00:00Z");

function event(
  part: Partial<RosterEvent> = {},
  hours: Pick<Shift, "day" | "from" | "to"> = overnight,
): RosterEvent {
  const at = { from: startOf(hours), to: endOf(hours) };
  return { id: "s1", ...at, title: "Trực đêm", changed, cancelled: false, ...part };
}
const overnight = { day: "2026-11-23", from: "19:00", to: "07:00" };

function read(...events: RosterEvent[]) {
  const calendar = new ICAL.Component(ICAL.parse(rosterCalendar(events, commune)));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return calendar.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
}
const only = (...events: RosterEvent[]) => {
  const [first] = read(...events);
  if (!first) throw new Error("no event");
  return first;
};
const text = (one: InstanceType<typeof ICAL.Event>, name: string) =>
  String(one.component.getFirstPropertyValue(name));

describe("the roster as a calendar file", () => {
  it("says a night shift by the clock of Viet Nam, over midnight, in one fixed offset", () => {
    const one = only(event());
    expect(one.startDate.toString()).toBe("2026-11-23T19:00:00");
    expect(one.endDate.toString()).toBe("2026-11-24T07:00:00");
    expect(one.startDate.zone.tzid).toBe("Asia/Ho_Chi_Minh");
    expect(one.startDate.toJSDate().toISOString()).toBe("2026-11-23T12:00:00.000Z");
    expect(one.endDate.toJSDate().toISOString()).toBe("2026-11-24T00:00:00.000Z");
    expect(one.duration.toSeconds()).toBe(12 * 3600);
  });

  it("says the same hour all year round, at the ends of years and in leap days", () => {
    for (const day of ["2026-03-29", "2026-10-25", "2026-12-31", "2028-02-28", "2028-02-29"]) {
      const hours = { day, from: "22:30", to: "06:15" };
      const one = only(event({}, hours));
      expect(one.startDate.toJSDate().getTime(), day).toBe(startOf(hours));
      expect(one.endDate.toJSDate().getTime(), day).toBe(endOf(hours));
    }
  });

  it("rings twelve hours and half an hour before", () => {
    const alarms = only(event()).component.getAllSubcomponents("valarm");
    expect(alarms.map((alarm) => String(alarm.getFirstPropertyValue("trigger")))).toEqual([
      "-PT12H",
      "-PT30M",
    ]);
  });

  it("keeps its identity and raises its sequence, so that taking it in again mends and never doubles", () => {
    const before = only(event());
    const after = only(event({ changed: changed + 60_000, title: "Trực đêm (đổi)" }));
    expect(after.uid).toBe(before.uid);
    expect(after.sequence - before.sequence).toBe(60);
    expect(read(event(), event({ id: "s2" })).map((one) => one.uid)).toEqual([
      "s1@c1.so-truc",
      "s2@c1.so-truc",
    ]);
    expect(rosterCalendar([event()], commune)).toBe(rosterCalendar([event()], commune));
  });

  it("cancels what is no longer on, and lets it ring no more", () => {
    const one = only(event({ cancelled: true, changed: changed + 1000 }));
    expect(text(one, "status")).toBe("CANCELLED");
    expect(one.component.getAllSubcomponents("valarm")).toEqual([]);
    expect(text(only(event()), "status")).toBe("CONFIRMED");
  });

  it("keeps names and notes whole, however long, with commas, lines and accents", () => {
    const note = `${"Gọi trước; mang chìa khóa, sổ\\tay ".repeat(8)}\nDòng hai`.trim();
    const one = only(event({ title: "Trực: Lê Thị Hoa, phòng 2; tầng 1", place: "Trung tâm, sảnh", note }));
    expect([one.summary, one.location, one.description]).toEqual([
      "Trực: Lê Thị Hoa, phòng 2; tầng 1",
      "Trung tâm, sảnh",
      note,
    ]);
    const file = rosterCalendar([event({ note })], commune);
    for (const line of file.split("\r\n"))
      expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
  });
});
