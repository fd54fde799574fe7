import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  downtime,
  downtimeByMonth,
  type EntryLike,
  openOutage,
  outagesOf,
} from "#domain/incidents/outages.ts";
import { startOfDay } from "#kernel/calendar.ts";

const minute = 60_000;
let serial = 0;

function mark(sort: string, at: number, part: { id?: string; supersedes?: string } = {}): EntryLike {
  serial += 1;
  const { id = `e${serial}`, ...rest } = part;
  return { id, body: { sort, at, ...rest }, created: { at: at + 1 } };
}

describe("a time that nobody can have meant", () => {
  const now = startOfDay("2026-11-23");
  it("holds nobody up, and counts as the nearest that somebody can have", () => {
    const absurd = outagesOf([mark("outage-start", -8e15), mark("outage-end", 8e15)]);
    const months = downtimeByMonth([{ place: "s1", outages: absurd }], now).get("s1");
    expect([...(months?.keys() ?? [])].at(-1)).toBe("2026-11");
    expect(months?.size).toBeLessThan(12 * 30);
  });
});

describe("outages of an incident", () => {
  it("begin and end by the hours written, whatever the order of arrival", () => {
    const entries = [
      mark("outage-end", 50),
      mark("note", 5),
      mark("outage-start", 70),
      mark("outage-start", 10),
    ];
    expect(outagesOf(entries)).toEqual([
      { from: 10, to: 50 },
      { from: 70, to: null },
    ]);
    expect(openOutage(outagesOf(entries))).toEqual({ from: 70, to: null });
  });

  it("count once when two people wrote the same beginning and end; an end alone says nothing", () => {
    const twice = [mark("outage-start", 10), mark("outage-start", 12), mark("outage-end", 40)];
    expect(outagesOf([...twice, mark("outage-end", 45)])).toEqual([{ from: 10, to: 40 }]);
    expect(outagesOf([mark("outage-end", 40)])).toEqual([]);
  });

  it("follow a corrected hour, and vanish when the entry is taken back", () => {
    const start = mark("outage-start", 10, { id: "a" });
    expect(outagesOf([start, mark("outage-start", 4, { supersedes: "a" }), mark("outage-end", 30)])).toEqual([
      { from: 4, to: 30 },
    ]);
    expect(outagesOf([start, mark("note", 11, { supersedes: "a" })])).toEqual([]);
  });

  it("never overlap, whatever is written", () => {
    const entry = fc.record({
      sort: fc.constantFrom("outage-start", "outage-end", "note"),
      at: fc.integer({ min: 0, max: 1000 }),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 40 }), (list) => {
        const found = outagesOf(list.map(({ sort, at }) => mark(sort, at)));
        let last = -1;
        for (const { from, to } of found) {
          expect(from).toBeGreaterThanOrEqual(last);
          expect(to ?? Number.MAX_SAFE_INTEGER).toBeGreaterThanOrEqual(from);
          last = to ?? Number.MAX_SAFE_INTEGER;
        }
      }),
    );
  });
});

describe("time without service", () => {
  it("counts what is shared once, and what lasts until now", () => {
    const outages = [
      { from: 0, to: 30 * minute },
      { from: 20 * minute, to: 40 * minute },
      { from: 100 * minute, to: null },
    ];
    expect(downtime(outages, 110 * minute)).toBe(50 * minute);
  });

  it("is divided where a month ends, by the calendar of Viet Nam, and kept apart by place", () => {
    const midnight = startOfDay("2026-02-01");
    const outage = { from: midnight - 30 * minute, to: midnight + 45 * minute };
    const months = downtimeByMonth(
      [
        { place: "centre", outages: [outage] },
        { place: "centre", outages: [outage] },
        { place: "xom-5", outages: [{ from: midnight, to: null }] },
      ],
      midnight + 5 * minute,
    );
    expect(Object.fromEntries(months.get("centre") ?? [])).toEqual({ "2026-01": 30, "2026-02": 45 });
    expect(Object.fromEntries(months.get("xom-5") ?? [])).toEqual({ "2026-02": 5 });
  });
});
