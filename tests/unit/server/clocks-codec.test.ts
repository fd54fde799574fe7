import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packClocks, readClocks } from "#server/store/clocks-codec.ts";

const clock = (seq: number, device = "d1") => ({
  at: 1_800_000_000_000 + seq,
  by: "p1",
  device,
  seq,
  n: seq,
});

describe("who wrote each field last", () => {
  it("is kept once for all fields of one op, and apart for the others", () => {
    const [first, later] = [clock(7), clock(9, "d2")];
    const fields = [
      "day",
      "village",
      "sort",
      "form",
      "result",
      "people",
      "minutes",
      "note",
      "groups.elderly",
    ];
    const same = Object.fromEntries(fields.map((field) => [field, { ...first }]));
    const plain = JSON.stringify(same);
    expect(packClocks(same).length).toBeLessThan(plain.length / 4);
    const mixed = { ...same, people: later, $deleted: later };
    expect(readClocks(packClocks(mixed))).toEqual(mixed);
    expect(packClocks(mixed).length).toBeLessThan(plain.length / 3);
  });

  it("comes back as it was, in the same order, whatever the fields are called", () => {
    const one = fc.record({
      at: fc.integer(),
      by: fc.string(),
      device: fc.constantFrom("d1", "d2"),
      seq: fc.integer({ min: 0, max: 3 }),
      n: fc.integer({ min: 1, max: 3 }),
    });
    const name = fc.string({ minLength: 1 }).filter((field) => field !== "__proto__");
    fc.assert(
      fc.property(fc.dictionary(name, one), (clocks) => {
        const back = readClocks(packClocks(clocks));
        expect(back).toEqual(clocks);
        expect(Object.keys(back)).toEqual(Object.keys(clocks));
      }),
    );
  });

  it("is read from rows of before, which kept a clock for each field", () => {
    const old = { day: clock(1), "links#c": clock(2, "d2") };
    expect(readClocks(JSON.stringify(old))).toEqual(old);
    expect(readClocks("{}")).toEqual({});
    expect(readClocks(packClocks({}))).toEqual({});
  });
});
