import { describe, expect, it } from "vitest";
import type { Contact } from "#domain/contacts/contact-kinds.ts";
import { ladderFor, nextRung } from "#domain/contacts/ladder.ts";

const contact = (id: string, level: Contact["level"], system: string, order?: number) => ({
  id,
  body: { system, level, name: id, phone: "0900000001", ...(order === undefined ? {} : { order }) },
});

const list = [
  contact("owner", "owner", "tthc"),
  contact("police", "police", "any"),
  contact("team-2", "team", "any", 2),
  contact("team-1", "team", "any", 1),
  contact("chairman", "commune", "any"),
  contact("line-vendor", "vendor", "network"),
  contact("province-any", "province", "any"),
  contact("province-net", "province", "network"),
];
const climb = (incident: { group: number; system?: string }) =>
  ladderFor(list, incident).map(({ level, contacts }) => [level, contacts.map(({ id }) => id)]);

describe("the contact ladder", () => {
  it("goes up by level; who is listed for the system comes instead of who answers for everything", () => {
    expect(climb({ group: 1 })).toEqual([
      ["team", ["team-1", "team-2"]],
      ["commune", ["chairman"]],
      ["province", ["province-net"]],
      ["vendor", ["line-vendor"]],
    ]);
    expect(climb({ group: 3, system: "tthc" }).at(-1)).toEqual(["owner", ["owner"]]);
    expect(climb({ group: 10 }).map(([level]) => level)).toEqual(["team", "commune", "province"]);
  });

  it("begins with Công an xã for a security incident only", () => {
    expect(climb({ group: 11 })[0]).toEqual(["police", ["police"]]);
    expect(climb({ group: 4 }).map(([level]) => level)).not.toContain("police");
  });

  it("knows the next rung, also above a level where nobody stands", () => {
    const ladder = ladderFor(list, { group: 10 });
    expect(nextRung(ladder, undefined)?.level).toBe("team");
    expect(nextRung(ladder, "team")?.level).toBe("commune");
    expect(nextRung(ladder, "vendor")).toBeUndefined();
    expect(nextRung(ladderFor(list, { group: 11 }), "police")?.level).toBe("team");
  });
});
