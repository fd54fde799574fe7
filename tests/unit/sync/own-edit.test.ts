import fc from "fast-check";
import { expect, it } from "vitest";
import { editVisit, SmallCommune, visit } from "#tests/support/small-commune.ts";

const step = fc.oneof(
  fc.record({ do: fc.constant("edit" as const), minutes: fc.nat(99) }),
  fc.record({ do: fc.constant("other" as const), people: fc.nat(99) }),
  fc.record({
    do: fc.constantFrom("exchange" as const, "lose" as const),
    ops: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ do: fc.constantFrom("other tab" as const, "late" as const, "restore" as const) }),
);

it("never disappears and comes back, however the exchanges go, and ends where the server's is", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const commune = await SmallCommune.with();
      await commune.person("pa", ["village"]);
      await commune.person("pb", ["centre", "village"]);
      const phone = await commune.phone("d1", "pa");
      const other = await commune.phone("d2", "pb");
      await phone.save(visit("a"));
      await phone.rest();
      await other.rest();
      const copy = commune.copy();
      let mine: number | undefined;
      let late: { letThrough: () => void; end: Promise<unknown> } | undefined;

      for (const one of steps) {
        commune.now += 1000;
        if (one.do === "edit") {
          mine = one.minutes;
          await phone.save(editVisit("a", { minutes: mine }));
        } else if (one.do === "other") {
          await other.save(editVisit("a", { people: one.people }));
          await other.rest();
        } else if (one.do === "exchange") await phone.exchange({ ops: one.ops, rows: 1 });
        else if (one.do === "lose") {
          phone.loseNext();
          await phone.exchange({ ops: one.ops, rows: 1 });
        } else if (one.do === "other tab") await phone.exchange(undefined, phone.openTab());
        else if (one.do === "restore") await commune.restore(copy);
        else if (!late) {
          const letThrough = phone.holdNext();
          late = { letThrough, end: phone.exchange() };
          await new Promise((turn) => setImmediate(turn));
        } else {
          late.letThrough();
          await late.end;
          late = undefined;
        }
        expect(phone.shown("a")?.["minutes"]).toBe(mine);
      }
      late?.letThrough();
      await late?.end;
      for (let i = 0; i < 3; i++) for (const each of [phone, other]) await each.rest();
      const truth = await commune.body("a");
      expect(truth?.["minutes"]).toBe(mine);
      expect([phone.shown("a"), other.shown("a")]).toEqual([truth, truth]);
      expect([phone.content.outbox.size, phone.content.shadows.size, phone.content.dead.size]).toEqual([
        0, 0, 0,
      ]);
    }),
    { numRuns: 60 },
  );
});
