import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allGoodFields,
  bulkOf,
  planAllGood,
  unansweredQuestion,
  undoFields,
} from "#domain/checks/all-good.ts";
import type { CheckRun } from "#domain/checks/check-kinds.ts";
import { writeFields } from "#domain/record.ts";
import type { JsonObject } from "#kernel/json.ts";
import { answersArb, runOf, templateOf } from "./arbitraries.ts";

const template = templateOf(5);
const stamp = { at: 1_763_950_000_000, by: "lan" };
const fault = { item: "item-2", since: "2025-11-21", incident: "sc" };

function afterwards(run: CheckRun, fields: object): CheckRun {
  return writeFields(run as unknown as JsonObject, fields as never) as unknown as CheckRun;
}

describe("all good", () => {
  it("never marks an item with an open fault, and asks for it first", () => {
    const plan = planAllGood(template, null, [fault]);
    expect(plan).toMatchObject({ marks: ["item-0", "item-1", "item-3", "item-4"], total: 5 });
    expect(unansweredQuestion(plan, {})).toBe(fault);
    expect(unansweredQuestion(plan, { "item-2": "ok" })).toBeUndefined();
    const fields = allGoodFields(plan, null, { "item-2": "bad" }, stamp);
    expect(fields["answers.item-2"]).toEqual({ v: "bad", ...stamp });
    expect(fields["incidents.item-2"]).toBe("sc");
    expect(fields["answers.item-0"]).toEqual({ v: "ok", ...stamp, bulk: true });
    expect(fields["completed"]).toEqual(stamp);
  });

  it("leaves answers already given alone and keeps the first completion", () => {
    fc.assert(
      fc.property(answersArb(template), (answers) => {
        const run = runOf({ answers, completed: { at: 1, by: "hoa" } });
        const fields = allGoodFields(planAllGood(template, run, []), run, {}, stamp);
        for (const item of Object.keys(answers)) expect(fields).not.toHaveProperty([`answers.${item}`]);
        expect(fields).not.toHaveProperty("completed");
        expect(Object.keys(fields)).toHaveLength(5 - Object.keys(answers).length);
      }),
    );
  });

  it("is wholly undone when nobody has touched it since", () => {
    fc.assert(
      fc.property(answersArb(template), (answers) => {
        const run = runOf({ answers });
        const set = allGoodFields(planAllGood(template, run, []), run, {}, stamp);
        const done = afterwards(run, set);
        expect(afterwards(done, undoFields(done, set))).toEqual(run);
        expect(afterwards(done, undoFields(done, bulkOf(done, "lan")))).toEqual(
          Object.keys(answers).length === 5 ? done : run,
        );
      }),
    );
  });

  it("does not undo what another has answered meanwhile", () => {
    const set = allGoodFields(planAllGood(template, null, []), null, {}, stamp);
    const changed = afterwards(afterwards(runOf(), set), {
      "answers.item-1": { v: "bad", at: stamp.at + 5, by: "hoa" },
    });
    expect(undoFields(changed, set)).not.toHaveProperty(["answers.item-1"]);
    expect(undoFields(changed, set)).toHaveProperty(["answers.item-0"]);
  });
});
