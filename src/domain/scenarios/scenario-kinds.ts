import * as z from "zod/mini";
import type { KindDefinition } from "../kind.ts";
import { staffScope } from "../scope.ts";
import { calendarDay, count, idText, noteText, optional, shortText } from "../shapes.ts";

/** Contingency scenarios (R57, R58, R61; the fallback list of `domain.md` e) and the drills held on them. */
export const scenarioSchema = z.looseObject({
  title: shortText,
  /** Incident groups that open it by themselves. */
  groups: z.array(z.number().check(z.int(), z.minimum(1), z.maximum(12))).check(z.maxLength(12)),
  trigger: noteText,
  steps: z.array(noteText).check(z.maxLength(40)),
  who: optional(noteText),
  forms: optional(noteText),
  /** What residents are told. */
  message: optional(noteText),
  /** How paper dossiers are entered afterwards. */
  recovery: optional(noteText),
  order: optional(z.number()),
});
export type Scenario = z.infer<typeof scenarioSchema>;

export const drillSchema = z.looseObject({
  parent: idText,
  day: calendarDay,
  people: optional(count),
  text: noteText,
});
export type Drill = z.infer<typeof drillSchema>;

const base = { personal: [], guarded: [], firstWins: [], scopeOf: () => staffScope } as const;

const scenario: KindDefinition = {
  ...base,
  kind: "scenario",
  schema: scenarioSchema as unknown as KindDefinition["schema"],
  keysOf: () => ["scenario"],
};

const drill: KindDefinition = {
  ...base,
  kind: "drill",
  schema: drillSchema as unknown as KindDefinition["schema"],
  parentKind: "scenario",
  keysOf: (row) => [`under/${String(row.body["parent"])}`],
};

export const scenarioKinds: readonly KindDefinition[] = [scenario, drill];
