import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addGroup,
  addItem,
  changesBetween,
  draftOf,
  itemsIn,
  moveGroup,
  moveItem,
  placeItem,
  problemsIn,
  removeGroup,
  removeItem,
  setItem,
  type TemplateDraft,
  tidy,
} from "#domain/checks/template-draft.ts";
import { templateVersionKind } from "#domain/checks/template-versions.ts";
import { templateOf } from "./arbitraries.ts";

/** a: item-0, item-2; b: item-1, item-3. */
const start = draftOf(templateOf(4));
const ids = (draft: TemplateDraft) => draft.items.map((item) => item.id);

describe("the order of a template", () => {
  it("steps an item on past the edge of its group into the next", () => {
    expect(ids(start)).toEqual(["item-0", "item-2", "item-1", "item-3"]);
    expect(ids(moveItem(start, "item-2", -1))).toEqual(["item-2", "item-0", "item-1", "item-3"]);
    const over = moveItem(start, "item-2", 1);
    expect(itemsIn(over, "b").map((item) => item.id)).toEqual(["item-2", "item-1", "item-3"]);
    expect(moveItem(start, "item-0", -1)).toBe(start);
    expect(moveItem(start, "item-3", 1)).toBe(start);
  });

  it("takes the items of a group along, and back", () => {
    expect(ids(moveGroup(start, "b", -1))).toEqual(["item-1", "item-3", "item-0", "item-2"]);
    expect(moveGroup(moveGroup(start, "a", 1), "a", -1)).toEqual(start);
    expect(moveGroup(start, "a", -1)).toBe(start);
  });

  it("keeps every item once and groups together, whatever is done", () => {
    const stepArb = fc.oneof(
      fc.record({ deed: fc.constant("move"), id: fc.nat(5), by: fc.constantFrom(-1, 1) }),
      fc.record({ deed: fc.constant("place"), id: fc.nat(5), by: fc.integer({ min: -2, max: 9 }) }),
      fc.record({ deed: fc.constant("group"), id: fc.nat(2), by: fc.constantFrom(-1, 1) }),
    );
    fc.assert(
      fc.property(fc.array(stepArb, { maxLength: 25 }), (steps) => {
        let draft = draftOf(templateOf(6));
        for (const { deed, id, by } of steps) {
          if (deed === "move") draft = moveItem(draft, `item-${id}`, by as 1);
          if (deed === "place") draft = placeItem(draft, `item-${id}`, by % 2 === 0 ? "a" : "b", by);
          if (deed === "group") draft = moveGroup(draft, id % 2 === 0 ? "a" : "b", by as 1);
        }
        expect([...ids(draft)].sort()).toEqual(["item-0", "item-1", "item-2", "item-3", "item-4", "item-5"]);
        const order = draft.items.map((item) => item.group).filter((group, at, all) => group !== all[at - 1]);
        expect(new Set(order).size).toBe(order.length);
        const ruled = templateVersionKind.rules?.({
          id: "v",
          before: null,
          body: draft as never,
          today: "2026-11-22",
        });
        expect(ruled).toMatchObject({ ok: true });
      }),
    );
  });
});

describe("what a draft changes", () => {
  it("is nothing while it is the same, and nothing again once each step is taken back", () => {
    expect(changesBetween(start, start)).toEqual([]);
    const added = addItem(start, { id: "new", group: "a", name: "Mục mới" });
    expect(changesBetween(start, removeItem(added, "new"))).toEqual([]);
    expect(changesBetween(start, moveItem(moveItem(start, "item-2", 1), "item-2", -1))).toEqual([]);
  });

  it("is told by name: added, removed, renamed, moved, device and hours", () => {
    let draft = addItem(start, { id: "new", group: "a", name: "Mục mới" });
    draft = removeItem(draft, "item-3");
    draft = setItem(draft, { id: "item-1", group: "b", name: "Mục một", equipment: "printer" });
    draft = moveItem(draft, "item-2", -1);
    expect(changesBetween(start, { ...draft, dueTime: "07:00" })).toEqual([
      { what: "dueTime", from: "07:30", to: "07:00" },
      { what: "added", name: "Mục mới" },
      { what: "removed", name: "Mục 3" },
      { what: "moved", name: "Mục 0" },
      { what: "renamed", from: "Mục 1", to: "Mục một" },
      { what: "device", name: "Mục một" },
    ]);
  });

  it("names a group that moved, not each of its items", () => {
    expect(changesBetween(start, moveGroup(start, "b", -1))).toEqual([
      { what: "groupsMoved", name: "Nhóm a" },
    ]);
    expect(changesBetween(start, removeGroup(start, "b")).map((change) => change.what)).toEqual([
      "groupRemoved",
      "removed",
      "removed",
    ]);
  });
});

describe("what may be published", () => {
  it("has a name, an item, hours in their order, and no two items of one name in a group", () => {
    expect(problemsIn(start)).toEqual([]);
    expect(problemsIn({ ...start, name: " ", opensTime: "08:00" })).toEqual([
      { code: "name" },
      { code: "hours" },
    ]);
    expect(problemsIn({ ...start, items: [] })).toEqual([{ code: "empty" }]);
    const twice = addItem(start, { id: "x", group: "a", name: " mục 0 " });
    expect(problemsIn(twice)).toEqual([
      { code: "sameName", id: "item-0" },
      { code: "sameName", id: "x" },
    ]);
    expect(problemsIn(setItem(start, { id: "item-0", group: "a", name: "" }))).toEqual([
      { code: "itemName", id: "item-0" },
    ]);
  });

  it("leaves out groups without an item and spaces round the words", () => {
    const loose = addGroup(setItem(start, { id: "item-0", group: "a", name: " Điện ", short: " " }), {
      id: "c",
      name: "Trống",
    });
    const neat = tidy(loose);
    expect(neat.groups.map((group) => group.id)).toEqual(["a", "b"]);
    expect(neat.items[0]).toEqual({ id: "item-0", group: "a", name: "Điện" });
  });
});
