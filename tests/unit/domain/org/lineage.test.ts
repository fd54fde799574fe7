import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  findByName,
  type Lineage,
  nameOn,
  renameFields,
  sameNameKey,
  successorOf,
  wouldCircle,
} from "#domain/org/lineage.ts";
import { writeFields } from "#domain/record.ts";

const rows = (bodies: Record<string, Partial<Lineage> & { name: string }>) =>
  Object.entries(bodies).map(([id, body]) => ({ id, body }));
const finder = (all: ReturnType<typeof rows>) => (id: string) => all.find((row) => row.id === id)?.body;

describe("merging", () => {
  it("leads through every merger to what is there now", () => {
    const all = rows({
      a: { name: "Xóm 1", mergedInto: "b" },
      b: { name: "Xóm 2", mergedInto: "c" },
      c: { name: "Xóm Đông" },
    });
    expect(successorOf("a", finder(all))).toBe("c");
    expect(successorOf("c", finder(all))).toBe("c");
    expect(wouldCircle("c", "a", finder(all))).toBe(true);
    expect(wouldCircle("c", "c", finder(all))).toBe(true);
    expect(wouldCircle("a", "c", finder(all))).toBe(false);
  });

  it("ends for any tangle that two devices could make", () => {
    const idArb = fc.constantFrom("a", "b", "c", "d");
    fc.assert(
      fc.property(fc.dictionary(idArb, idArb), idArb, (into, id) => {
        const found = successorOf(id, (one) => ({ name: one, mergedInto: into[one] }));
        expect(["a", "b", "c", "d"]).toContain(found);
      }),
    );
  });
});

describe("renaming", () => {
  it("keeps each name with the days on which it was in use", () => {
    let body: Lineage = { name: "Xóm 5" };
    body = writeFields(body as never, renameFields(body, "Xóm Đông", "2026-01-01")) as never;
    body = writeFields(body as never, renameFields(body, "Xóm Đông Thọ", "2026-07-01")) as never;
    expect(body.former).toEqual({ "2025-12-31": "Xóm 5", "2026-06-30": "Xóm Đông" });
    expect(
      ["2025-06-01", "2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01"].map((day) => nameOn(body, day)),
    ).toEqual(["Xóm 5", "Xóm 5", "Xóm Đông", "Xóm Đông", "Xóm Đông Thọ"]);
  });
});

describe("finding by a name as people write it", () => {
  const units = rows({
    vhxh: { name: "Phòng Văn hóa - Xã hội", short: "Phòng VH-XH", aliases: ["VHXH"] },
    office: { name: "Văn phòng HĐND và UBND", aliases: ["Văn phòng HĐND-UBND"] },
    old: { name: "Phòng Kinh tế cũ", mergedInto: "economy" },
    economy: { name: "Phòng Kinh tế" },
  });

  it("sees through tone placement, dashes, spaces, aliases and the place's name", () => {
    for (const typed of [
      "phòng văn hoá – xã hội",
      "Phòng Văn hóa- Xã hội xã Nghĩa Thọ",
      "PHONG VH-XH",
      "vhxh",
      "Phòng VH-XH xã",
    ])
      expect(findByName(units, typed, "Xã Nghĩa Thọ")).toEqual({ id: "vhxh" });
    expect(findByName(units, "Văn phòng HĐND & UBND")).toEqual({ id: "office" });
  });

  it("leads an old unit's name to what it was merged into, and guesses nothing", () => {
    expect(findByName(units, "Phòng Kinh tế cũ")).toEqual({ id: "economy" });
    expect(findByName(units, "Phòng Tài chính")).toBe("none");
    expect(findByName(units, "  ")).toBe("none");
    const twins = rows({ a: { name: "Xóm 1" }, b: { name: "xóm 1" } });
    expect(findByName(twins, "Xóm 1")).toBe("many");
    expect(sameNameKey("Xóm 1")).not.toBe(sameNameKey("Xóm 11"));
  });
});
