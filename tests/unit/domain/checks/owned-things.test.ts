import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { templateSchema } from "#domain/checks/check-kinds.ts";
import { defaultTemplate } from "#domain/checks/default-template.ts";
import {
  isStandard,
  type OwnableThing,
  ownableThings,
  ownedIn,
  templateOf,
  usualThings,
  withOwned,
} from "#domain/checks/owned-things.ts";
import {
  changesBetween,
  draftOf,
  problemsIn,
  type TemplateDraft,
  tidy,
} from "#domain/checks/template-draft.ts";
import vi from "#locales/vi/owned.json" with { type: "json" };

const { name, dueTime, opensTime } = defaultTemplate;
const subset = fc.subarray([...ownableThings]).map((things) => new Set<OwnableThing>(things));
const whole = new Set<OwnableThing>(ownableThings);
/** What a commune begins with that has just these things. */
const begun = (owned: ReadonlySet<OwnableThing>): TemplateDraft =>
  draftOf({ name, dueTime, opensTime, ...templateOf(owned) } as TemplateDraft);
const ids = (draft: TemplateDraft) => draft.items.map(({ id }) => id);
const own = { id: "generator", group: "power", name: "Máy phát điện" };

describe("a check that fits what the centre has", () => {
  it("asks after no kiosk where there is none, and after everything else", () => {
    const { items } = templateOf(new Set(ownableThings.filter((thing) => thing !== "kiosk")));
    expect(items.map(({ id }) => id)).toEqual(
      defaultTemplate.items.map(({ id }) => id).filter((id) => id !== "kiosk"),
    );
    expect(usualThings).not.toContain("kiosk");
  });

  it("is the whole default where the centre has all of it", () => {
    const { groups, items } = templateOf(whole);
    expect({ groups, items }).toEqual({ groups: defaultTemplate.groups, items: defaultTemplate.items });
  });

  it("has no group without an item, and still asks after what every centre has", () => {
    const { groups, items } = templateOf(new Set());
    expect(groups.map(({ id }) => id)).not.toContain("hall");
    for (const id of ["mains", "main-line", "printer-1", "staff", "vneid"])
      expect(items.map((item) => item.id)).toContain(id);
    expect(items.find(({ id }) => id === "vneid")?.name).not.toMatch(/đầu đọc/);
  });

  it("fits the schema, whatever the centre has, and says by itself what that is", () => {
    fc.assert(
      fc.property(subset, (owned) => {
        const draft = begun(owned);
        expect(templateSchema.safeParse({ ...draft, version: 1 }).success).toBe(true);
        expect(problemsIn(draft)).toEqual([]);
        expect(ownedIn(draft)).toEqual(owned);
        expect(isStandard(draft)).toBe(true);
      }),
    );
  });

  it("comes out the same by whatever way the centre came to these things; done twice it changes nothing", () => {
    fc.assert(
      fc.property(subset, subset, subset, (first, between, last) => {
        const changed = withOwned(withOwned(begun(first), between), last);
        expect(changesBetween(tidy(begun(last)), tidy(changed))).toEqual([]);
        expect(tidy(changed).groups.map(({ id }) => id)).toEqual(begun(last).groups.map(({ id }) => id));
        expect(changesBetween(changed, withOwned(changed, last))).toEqual([]);
      }),
    );
  });

  it("keeps the commune's own items, names and order", () => {
    const { items, ...rest } = begun(whole);
    const renamed = items.map((item) =>
      item.id === "printer-2" ? { ...item, name: "Máy in phòng Tư pháp" } : item,
    );
    const draft = draftOf({ ...rest, items: [own, ...renamed.toReversed()] });
    const after = withOwned(draft, new Set(["printer-2", "id-reader"]));
    expect(after.items.find(({ id }) => id === "printer-2")?.name).toBe("Máy in phòng Tư pháp");
    expect(ids(after)).toEqual(ids(draft).filter((id) => ids(after).includes(id)));
    expect(ids(after)).toContain("generator");
    expect(ids(after)).not.toContain("kiosk");
  });

  it("is told from a template of the commune's own", () => {
    expect(isStandard({ items: [own] })).toBe(false);
  });

  it("has a word for each thing that may be missing", () => {
    expect(Object.keys(vi.things).sort()).toEqual([...ownableThings].sort());
  });
});
