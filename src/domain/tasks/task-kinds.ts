import * as z from "zod/mini";
import { accept, refuse } from "#kernel/result.ts";
import type { KindDefinition } from "../kind.ts";
import { planScope } from "../scope.ts";
import { calendarDay, idText, noteText, optional, shortText } from "../shapes.ts";
import { taskMachine, taskStates } from "./task-states.ts";

/** Tasks of the plans (nhiệm vụ) and the progress on them; deadline forms of `domain.md` b. */
export const deadlineKinds = [
  "fixed",
  "recurring",
  "immediate",
  "mixed",
  "onRequest",
  "conditional",
  "range",
  "unspecified",
] as const;

export const deadlineSchema = z.looseObject({
  /** The plan's own words, kept for ever. */
  words: z.nullable(z.string()),
  kind: z.enum(deadlineKinds),
  due: z.nullable(calendarDay),
  start: z.nullable(calendarDay),
  precision: z.nullable(z.enum(["day", "month", "quarter", "year"])),
  /** "Trước ngày": due the day before the printed date. */
  exclusive: z.boolean(),
  parts: z.array(z.string()),
  trigger: z.nullable(z.string()),
});
export type Deadline = z.infer<typeof deadlineSchema>;

export const planSchema = z.looseObject({
  title: shortText,
  number: optional(z.string()),
  issued: optional(z.string()),
  parents: optional(z.array(z.string())),
  /** Who issued it: the province reads its own plans in the communes' books. */
  level: optional(z.enum(["commune", "province"])),
});

export const taskSchema = z.looseObject({
  plan: idText,
  section: shortText,
  /** Tasks of one owner block share their owners and deadline line. */
  block: shortText,
  order: z.number(),
  title: shortText,
  detail: optional(noteText),
  lead: z.array(idText),
  leadWords: optional(z.string()),
  coordinating: z.array(idText),
  coordinatingWords: optional(z.string()),
  deadline: deadlineSchema,
  state: z.enum(taskStates),
  /** Percent of the latest update; kept on the task so that a list needs one record. */
  progress: optional(z.number().check(z.int(), z.minimum(0), z.maximum(100))),
  /** Day of the latest progress update: recurring tasks go stale by it. */
  updatedDay: optional(calendarDay),
});
export type Task = z.infer<typeof taskSchema>;
export type Plan = z.infer<typeof planSchema>;

export const progressUpdateSchema = z.looseObject({
  parent: idText,
  day: calendarDay,
  progress: optional(z.number().check(z.int(), z.minimum(0), z.maximum(100))),
  result: optional(noteText),
  /** Document number, file or count that proves the result. */
  evidence: optional(noteText),
  obstacle: optional(noteText),
  proposal: optional(noteText),
  supersedes: optional(idText),
});
export type ProgressUpdate = z.infer<typeof progressUpdateSchema>;

const common = { personal: [], guarded: [], firstWins: [] } as const;

const plan: KindDefinition = {
  ...common,
  kind: "plan",
  schema: planSchema as unknown as KindDefinition["schema"],
  scopeOf: (_body, id) => planScope(id),
  keysOf: () => ["plan"],
};

const task: KindDefinition = {
  ...common,
  kind: "task",
  schema: taskSchema as unknown as KindDefinition["schema"],
  states: taskMachine,
  firstWins: ["updatedDay"],
  scopeOf: (body) => planScope(String(body["plan"])),
  keysOf: () => ["task"],
  references: (body) => [{ kind: "plan", id: String(body["plan"]) }],
  ownership: ({ rights, before, body, fields }) =>
    rights.roles.includes("coordinator") ||
    (fields.every((field) => field === "progress" || field === "updatedDay") &&
      leads(rights.units, (before?.body ?? body)["lead"], (before?.body ?? body)["coordinating"])),
};

const progressUpdate: KindDefinition = {
  ...common,
  kind: "progressUpdate",
  schema: progressUpdateSchema as unknown as KindDefinition["schema"],
  parentKind: "task",
  scopeOf: (body, _id, parent) => parent?.scope ?? planScope(String(body["parent"])),
  keysOf: (row) => [`under/${String(row.body["parent"])}`],
  ownership: ({ rights, parent }) =>
    rights.roles.includes("coordinator") ||
    (parent !== null && leads(rights.units, parent.body["lead"], parent.body["coordinating"])),
  rules: ({ body, today }) => {
    const day = String(body["day"]);
    return day > today ? refuse("day-in-future", { day, today }) : accept(undefined);
  },
};

/** A unit updates the tasks it leads or coordinates. */
function leads(units: readonly string[], ...lists: unknown[]): boolean {
  return lists.some((list) => Array.isArray(list) && list.some((unit) => units.includes(String(unit))));
}

export const taskKinds: readonly KindDefinition[] = [plan, task, progressUpdate];
