import * as z from "zod/mini";
import { accept, refuse } from "#kernel/result.ts";
import type { KindDefinition } from "../../kind.ts";
import { communeScope } from "../../scope.ts";
import { calendarDay, optional, shortText } from "../../shapes.ts";

/**
 * One day on which the commune differs from the week and the public holidays: a swapped day, a Saturday worked for it,
 * a closure of the whole commune, a holiday moved. One record a day, so that two people who mark it agree.
 */
export const markReasons = ["holiday", "swap", "makeup", "closure", "extra"] as const;
export type MarkReason = (typeof markReasons)[number];

export const calendarMarkSchema = z.looseObject({
  day: calendarDay,
  work: z.boolean(),
  why: z.enum(markReasons),
  /** In the commune's own words: Tết Nguyên đán, bão số 5. */
  name: optional(shortText),
  /** The other day of a swap. */
  pair: optional(calendarDay),
});
export type CalendarMark = z.infer<typeof calendarMarkSchema>;

export function calendarMarkId(day: string): string {
  return `calendar/${day}`;
}

export const calendarMarkKind: KindDefinition = {
  kind: "calendarMark",
  schema: calendarMarkSchema as unknown as KindDefinition["schema"],
  personal: [],
  guarded: [],
  firstWins: [],
  scopeOf: () => communeScope,
  keysOf: () => ["calendarMark"],
  rules: ({ id, body }) =>
    id === calendarMarkId(String(body["day"])) ? accept(undefined) : refuse("mark-id-mismatch"),
};
