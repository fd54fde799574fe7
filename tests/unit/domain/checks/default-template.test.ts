import { describe, expect, it } from "vitest";
import { templateSchema } from "#domain/checks/check-kinds.ts";
import { defaultTemplate } from "#domain/checks/default-template.ts";

const { groups, items } = defaultTemplate;

describe("the default check template", () => {
  it("has 24 items, each once, in 10 groups", () => {
    expect(items).toHaveLength(24);
    expect(new Set(items.map((item) => item.id)).size).toBe(24);
    expect(groups).toHaveLength(10);
  });

  it("keeps the items of a group together, in the order of the groups", () => {
    const order = items.map((item) => groups.findIndex((group) => group.id === item.group));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(new Set(order).size).toBe(groups.length);
  });

  it("uses ids that are safe as field names", () => {
    for (const { id } of [...items, ...groups]) expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
  });

  it("fits the schema of a template", () => {
    const parsed = templateSchema.safeParse({ ...defaultTemplate, version: 1 });
    expect(parsed.success).toBe(true);
  });
});
