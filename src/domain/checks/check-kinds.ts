import * as z from "zod/mini";
import type { Json, JsonObject } from "#kernel/json.ts";
import { accept, refuse } from "#kernel/result.ts";
import type { KindDefinition } from "../kind.ts";
import { siteScope, staffScope } from "../scope.ts";
import { calendarDay, clockTime, idText, instant, noteText, optional, shortText } from "../shapes.ts";
import { checkRunId, closedDayId, slots } from "./check-ids.ts";

/** Morning checks (kiểm tra đầu giờ): R37 of the plans, Section 3.4c of the plan of xã Nghĩa Thọ. */
export const groupSchema = z.looseObject({ id: idText, name: shortText, short: optional(shortText) });
export const itemSchema = z.looseObject({
  id: idText,
  group: idText,
  name: shortText,
  short: optional(shortText),
  equipment: optional(z.nullable(idText)),
});
export const templateSchema = z.looseObject({
  name: shortText,
  version: z.number(),
  /** When the day's check is due; the commune may change it. */
  dueTime: clockTime,
  opensTime: clockTime,
  groups: z.array(groupSchema),
  items: z.array(itemSchema),
  /** The version in force (`template-versions.ts`); without one, what stands here. */
  current: optional(idText),
});
export type CheckTemplate = z.infer<typeof templateSchema>;

export const answerValues = ["ok", "bad", "off"] as const;
/** tốt, lỗi, không dùng. An item without an answer is *chưa kiểm tra*, which is not *tốt*. */
export type AnswerValue = (typeof answerValues)[number];

export const answerSchema = z.looseObject({
  v: z.enum(answerValues),
  at: instant,
  by: idText,
  /** Given by *Tất cả tốt*, not item by item; stored and printed as such. */
  bulk: optional(z.boolean()),
});
export type Answer = z.infer<typeof answerSchema>;

export const runSchema = z.looseObject({
  template: idText,
  templateVersion: z.number(),
  /** The version this run began with and stays on; the template's own id stands for its first. */
  version: optional(idText),
  site: idText,
  day: calendarDay,
  slot: z.enum(slots),
  answers: optional(z.record(idText, answerSchema)),
  notes: optional(z.record(idText, noteText)),
  /** Item → incident drafted from its fault. */
  incidents: optional(z.record(idText, idText)),
  completed: optional(z.looseObject({ at: instant, by: idText })),
});
export type CheckRun = z.infer<typeof runSchema>;

export const closedDaySchema = z.looseObject({
  site: idText,
  day: calendarDay,
  reason: z.enum(["weekend", "holiday", "storm", "other"]),
  note: optional(noteText),
});
export type ClosedDay = z.infer<typeof closedDaySchema>;

function sameAnswer(field: string, a: Json | undefined, b: Json | undefined): boolean {
  if (!field.startsWith("answers.")) return false;
  return (a as JsonObject | undefined)?.v === (b as JsonObject | undefined)?.v;
}

const template: KindDefinition = {
  kind: "checkTemplate",
  schema: templateSchema as unknown as KindDefinition["schema"],
  personal: [],
  guarded: [],
  firstWins: [],
  scopeOf: () => staffScope,
  keysOf: () => ["checkTemplate"],
};

const run: KindDefinition = {
  kind: "checkRun",
  schema: runSchema as unknown as KindDefinition["schema"],
  personal: [],
  guarded: [],
  firstWins: ["completed", "templateVersion", "version"],
  scopeOf: (body) => siteScope(String(body["site"])),
  sameValue: sameAnswer,
  keysOf: (row) => [`checkRun/${String(row.body["day"])}`],
  references: (body) => [
    { kind: "site", id: String(body["site"]) },
    { kind: "checkTemplate", id: String(body["template"]) },
  ],
  rules({ id, body, today }) {
    const run = body as unknown as CheckRun;
    if (id !== checkRunId(run)) return refuse("run-id-mismatch");
    if (run.day > today) return refuse("day-in-future", { day: run.day, today });
    return accept(undefined);
  },
};

const closedDay: KindDefinition = {
  kind: "closedDay",
  schema: closedDaySchema as unknown as KindDefinition["schema"],
  personal: [],
  guarded: [],
  firstWins: [],
  scopeOf: (body) => siteScope(String(body["site"])),
  keysOf: (row) => [`closedDay/${String(row.body["day"])}`],
  references: (body) => [{ kind: "site", id: String(body["site"]) }],
  rules: ({ id, body }) => {
    const mark = body as unknown as ClosedDay;
    return id === closedDayId(mark.site, mark.day) ? accept(undefined) : refuse("run-id-mismatch");
  },
};

export const checkKinds: readonly KindDefinition[] = [template, run, closedDay];
