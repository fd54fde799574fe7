import { describe, expect, it } from "vitest";
import {
  commonSupportKindCount,
  supportFormCodes,
  supportKindCodes,
  supportResultCodes,
  vulnerableGroupCodes,
} from "#domain/support/catalogue.ts";
import en from "#locales/en/support.json" with { type: "json" };
import vi from "#locales/vi/support.json" with { type: "json" };

describe("the catalogue of support", () => {
  it("has each code once", () => {
    expect(
      [supportKindCodes, supportFormCodes, supportResultCodes, vulnerableGroupCodes].map(
        (list) => list.length,
      ),
    ).toEqual([14, 5, 6, 9]);
    for (const list of [supportKindCodes, supportFormCodes, supportResultCodes, vulnerableGroupCodes])
      expect(new Set(list).size).toBe(list.length);
    expect(supportKindCodes.slice(0, commonSupportKindCount)).toEqual([
      "vneid",
      "file",
      "follow",
      "payment",
      "signature",
    ]);
  });

  it.each([
    ["vi", vi],
    ["en", en],
  ])("has its words in %s, in the same order", (_, { catalogue }) => {
    expect(Object.keys(catalogue.kinds)).toEqual(supportKindCodes);
    expect(Object.keys(catalogue.forms)).toEqual(supportFormCodes);
    expect(Object.keys(catalogue.results)).toEqual(supportResultCodes);
    expect(Object.keys(catalogue.groups)).toEqual(vulnerableGroupCodes);
  });
});
