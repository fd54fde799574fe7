import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Attention,
  attentionOf,
  oldBackupMs,
  type Waiting,
  waitingSchema,
} from "#domain/org/attention.ts";
import { type CommuneHas, firstSteps, stepsLeft, worksWithBook } from "#domain/org/first-steps.ts";
import vi from "#locales/vi/start.json" with { type: "json" };

const nothing: CommuneHas = {
  ...{ villages: 0, units: 0, people: 0, equipment: 0, contacts: 0, scenarios: 0, roster: 0 },
};
const well: Waiting = {
  clockIsSound: true,
  backup: { ageMs: 1000, failed: false, missingPhotos: 0 },
  ...{ gaps: 0, silent: 0, held: 0, parked: 0, refused: 0, unreadable: 0, defects: 0, neverIn: 0 },
};

describe("the first steps", () => {
  it("are seven, and a commune fresh from its set-up has taken two", () => {
    expect(stepsLeft(nothing)).toEqual([...firstSteps]);
    expect(firstSteps).toHaveLength(7);
    expect(stepsLeft({ ...nothing, villages: 12, units: 7 })).toHaveLength(5);
  });

  it("tick by what the commune has, each by itself, in one order", () => {
    const has = fc.record(
      Object.fromEntries(firstSteps.map((step) => [step, fc.nat(3)])) as Record<
        keyof CommuneHas,
        fc.Arbitrary<number>
      >,
    );
    fc.assert(
      fc.property(has, (some) => {
        const left = stepsLeft(some);
        expect(left).toEqual(firstSteps.filter((step) => some[step] === 0));
      }),
    );
  });

  it("count only people who work with the book", () => {
    expect(worksWithBook({ active: true, roles: ["admin"] })).toBe(false);
    expect(worksWithBook({ active: true, roles: ["admin", "centre"] })).toBe(true);
    expect(worksWithBook({ active: false, roles: ["centre"] })).toBe(false);
    expect(worksWithBook({ active: true, roles: [] })).toBe(false);
  });

  it("each have a name and a reason", () => {
    for (const step of firstSteps)
      expect(vi.steps[step]).toMatchObject({ name: expect.any(String), why: expect.any(String) });
  });
});

describe("what waits for the administrator", () => {
  it("is nothing while all is well, nor before the first backup of a new server", () => {
    expect(attentionOf(well)).toEqual([]);
    expect(attentionOf({ ...well, backup: { ...well.backup, ageMs: null } })).toEqual([]);
  });

  it("puts what may be lost before what only waits", () => {
    const found = attentionOf({
      ...{ clockIsSound: false, backup: { ageMs: null, failed: true, missingPhotos: 2 } },
      ...{ gaps: 1, silent: 3, held: 1, parked: 2, refused: 1, unreadable: 1, defects: 4, neverIn: 5 },
    });
    const order: Attention[] = [
      ...(["clock", "backupFailed", "missingPhotos", "gaps", "held", "unreadable"] as const),
      ...(["defects", "parked", "refused", "silent", "neverIn"] as const),
    ];
    expect(found.map(({ what }) => what)).toEqual(order);
    expect(found.at(-1)).toEqual({ what: "neverIn", count: 5 });
    for (const { what } of found) expect(vi.attention[what]).toMatchObject({ what: expect.any(String) });
  });

  it("says of a backup that is too old how many days it is, once it is", () => {
    const of = (ageMs: number) => attentionOf({ ...well, backup: { ...well.backup, ageMs } });
    expect(of(oldBackupMs)).toEqual([]);
    expect(of(oldBackupMs + 1)).toEqual([{ what: "backupOld", count: 1 }]);
    expect(of(5.2 * 86_400_000)).toEqual([{ what: "backupOld", count: 5 }]);
  });

  it("is read only as it should be", () => {
    expect(waitingSchema.safeParse(well).success).toBe(true);
    for (const wrong of [null, {}, { ...well, gaps: -1 }, { ...well, silent: "3" }, "<html>"])
      expect(waitingSchema.safeParse(wrong).success).toBe(false);
  });
});
