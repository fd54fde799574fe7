import { describe, expect, it } from "vitest";
import { defaultTemplate } from "#domain/checks/default-template.ts";
import { roles } from "#domain/rights.ts";
import {
  sampleAccounts,
  sampleCommune,
  sampleEquipment,
  sampleSites,
  sampleUnits,
  sampleVillages,
} from "#server/demo/commune.ts";

const keys = (list: readonly { key: string }[]) => new Set(list.map((one) => one.key));

describe("the sample commune", () => {
  it("has every key and code once", () => {
    for (const list of [sampleUnits, sampleVillages, sampleSites, sampleEquipment])
      expect(keys(list).size).toBe(list.length);
    expect(new Set(sampleAccounts.map((one) => one.account)).size).toBe(sampleAccounts.length);
    expect(sampleEquipment.map((one) => one.code)).toEqual(
      sampleEquipment.map((_, at) => `${sampleCommune.code}-${String(at + 1).padStart(3, "0")}`),
    );
    expect(sampleVillages).toHaveLength(8);
  });

  it("gives accounts only roles, units, villages and sites that exist, and every role someone", () => {
    for (const one of sampleAccounts) {
      if (one.unit !== null) expect(keys(sampleUnits)).toContain(one.unit);
      for (const village of one.villages) expect(keys(sampleVillages)).toContain(village);
      for (const site of one.sites) expect(keys(sampleSites)).toContain(site);
    }
    expect(new Set(sampleAccounts.flatMap((one) => one.roles))).toEqual(new Set(roles));
  });

  it("links the register and the check template both ways", () => {
    const items = new Set(defaultTemplate.items.map((item) => item.id));
    for (const one of sampleEquipment) {
      expect(keys(sampleSites)).toContain(one.site);
      for (const item of one.items) expect(items).toContain(item);
    }
    const linked = defaultTemplate.items.filter((item) => item.equipmentKey !== null);
    expect(linked.length).toBeGreaterThan(10);
    for (const item of linked)
      expect(sampleEquipment.find((one) => one.key === item.equipmentKey)?.items).toContain(item.id);
  });
});
