import * as z from "zod/mini";
import { accept, refuse } from "#kernel/result.ts";
import type { KindDefinition } from "../kind.ts";
import { communeScope } from "../scope.ts";
import { calendarDay, clockTime, idText, noteText, optional } from "../shapes.ts";

/** Duty roster (lịch trực, R60): who checks in the morning, who answers at night. */
export const shiftSorts = ["check", "duty"] as const;
export type ShiftSort = (typeof shiftSorts)[number];

export const shiftSchema = z.looseObject({
  sort: z.enum(shiftSorts),
  day: calendarDay,
  from: clockTime,
  /** At or before `from`: on the next day; `from` itself is a whole day and night. */
  to: clockTime,
  person: idText,
  site: optional(idText),
  note: optional(noteText),
  /** Somebody who was asked to take it over and has not answered. */
  asked: optional(idText),
});
export type Shift = z.infer<typeof shiftSchema>;

const shift: KindDefinition = {
  kind: "shift",
  schema: shiftSchema as unknown as KindDefinition["schema"],
  personal: [],
  guarded: ["person"],
  firstWins: [],
  scopeOf: () => communeScope,
  keysOf: (row) => [`shift/${String(row.body["day"])}`],
  references: (body) => [
    { kind: "person", id: String(body["person"]) },
    ...(typeof body["asked"] === "string" ? [{ kind: "person", id: body["asked"] }] : []),
    ...(typeof body["site"] === "string" ? [{ kind: "site", id: body["site"] }] : []),
  ],
  rules: ({ body }) =>
    body["asked"] !== undefined && body["asked"] === body["person"]
      ? refuse("swap-with-oneself")
      : accept(undefined),
};

export const shiftKinds: readonly KindDefinition[] = [shift];
