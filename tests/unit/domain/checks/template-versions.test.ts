import { describe, expect, it } from "vitest";
import { nextNumber, templateAt, templateOfRun } from "#domain/checks/template-at.ts";
import { type TemplateVersion, templateVersionKind } from "#domain/checks/template-versions.ts";
import { kindOf } from "#domain/kinds.ts";
import { mayDo, type Role, roles } from "#domain/rights.ts";
import { runOf, templateOf } from "./arbitraries.ts";

const first = templateOf(2);
const second: TemplateVersion = {
  ...{ template: "daily", version: 2, dueTime: "07:00", opensTime: "05:30" },
  groups: first.groups,
  items: [{ id: "new", group: "a", name: "Mục mới" }],
};
const versions = new Map([["v2", second]]);
const row = { id: "daily", body: { ...first, current: "v2" } };

describe("versions of a template", () => {
  it("gives a new run the version in force, and leaves every run on the one it began with", () => {
    expect(templateAt(row, versions)).toMatchObject({ version: 2, dueTime: "07:00", name: first.name });
    expect(templateOfRun(row, versions, null).version).toBe(2);
    expect(templateOfRun(row, versions, runOf({ version: "v2" })).items).toHaveLength(1);
    expect(templateOfRun(row, versions, runOf({ version: "daily" })).items).toHaveLength(2);
    // Written by an app from before versions.
    expect(templateOfRun(row, versions, runOf()).items).toHaveLength(2);
  });

  it("falls back to the first version while a later one has not arrived, and never takes another template's", () => {
    expect(templateAt(row, new Map()).version).toBe(1);
    expect(templateAt({ ...row, id: "other" }, versions).version).toBe(1);
  });

  it("numbers on from the highest, whichever is in force", () => {
    expect(nextNumber(row, versions)).toBe(3);
    expect(nextNumber({ id: "daily", body: first }, versions)).toBe(3);
    expect(nextNumber({ id: "other", body: first }, versions)).toBe(2);
  });

  it("refuses items without a group and ids given twice", () => {
    const ruled = (part: Partial<TemplateVersion>) =>
      templateVersionKind.rules?.({
        id: "v",
        before: null,
        body: { ...second, ...part } as never,
        today: "2026-11-22",
      });
    expect(ruled({})).toMatchObject({ ok: true });
    expect(ruled({ items: [{ id: "x", group: "gone", name: "X" }] })).toMatchObject({
      refusal: { code: "template-group-missing" },
    });
    const twice = { id: "x", group: "a", name: "X" };
    expect(ruled({ items: [twice, twice] })).toMatchObject({ refusal: { code: "template-ids-repeat" } });
  });

  it("is written by the administrator alone, once: nobody may change it", () => {
    const rights = (role: Role) => ({ roles: [role], units: [], villages: [], active: true });
    const may = (verb: "create" | "edit" | "delete") =>
      roles.filter((role) => mayDo(rights(role), "checkTemplateVersion", verb));
    expect(may("create")).toEqual(["admin"]);
    expect(may("edit")).toEqual([]);
    expect(may("delete")).toEqual([]);
  });

  it("lets the version of the phone that came first stand when two phones begin one run", () => {
    expect(kindOf("checkRun")?.firstWins).toEqual(expect.arrayContaining(["version", "templateVersion"]));
  });
});
