import fc from "fast-check";
import { expect, test } from "vitest";
import { readsSome } from "#domain/reads-some.ts";
import { roles, scopesOf } from "#domain/rights.ts";

const classes = [
  ...["org", "staff", "site", "incidents", "escalated", "visits", "calls", "police", "plans"],
] as const;

test("a page has a door exactly where somebody with a village, a site and a plan of their level reads something", () => {
  const facts = { cases: [], sites: [{ id: "s", village: "v" }], provincialPlans: ["p"] };
  fc.assert(
    fc.property(fc.subarray([...roles], { minLength: 1 }), fc.constantFrom(...classes), (held, name) => {
      const rights = { roles: held, units: [], villages: ["v"], active: true };
      const scopes = scopesOf(rights, { person: "p", ...facts });
      const reads = scopes.some((scope) => scope === name || scope.startsWith(`${name}:`));
      expect(readsSome(held, name), `${held} ${name}`).toBe(reads);
    }),
  );
});

test("the province has a door to what was passed on to it and to plans, and to nothing of the commune's daily work", () => {
  expect(classes.filter((name) => readsSome(["province"], name))).toEqual(["org", "escalated", "plans"]);
});
