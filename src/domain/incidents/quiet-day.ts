import * as z from "zod/mini";
import { accept, refuse } from "#kernel/result.ts";
import type { KindDefinition } from "../kind.ts";
import { incidentsScope } from "../scope.ts";
import { calendarDay, idText, noteText, optional } from "../shapes.ts";

/** *Không có sự cố*: a day on which somebody signs that nothing broke; silence alone says nothing. */
export const quietDaySchema = z.looseObject({ site: idText, day: calendarDay, note: optional(noteText) });
export type QuietDay = z.infer<typeof quietDaySchema>;

export function quietDayId(site: string, day: string): string {
  return `quiet/${site}/${day}`;
}

export const quietDayKind: KindDefinition = {
  kind: "quietDay",
  schema: quietDaySchema as unknown as KindDefinition["schema"],
  personal: [],
  guarded: [],
  firstWins: ["note"],
  scopeOf: (body) => incidentsScope(String(body["site"])),
  keysOf: (row) => [`quiet/${String(row.body["day"]).slice(0, 7)}`],
  references: (body) => [{ kind: "site", id: String(body["site"]) }],
  rules({ id, body, today }) {
    const day = String(body["day"]);
    if (id !== quietDayId(String(body["site"]), day)) return refuse("quiet-day-id-mismatch");
    return day > today ? refuse("day-in-future", { day, today }) : accept(undefined);
  },
};
