import * as z from "zod/mini";
import { accept, refuse } from "#kernel/result.ts";
import type { KindDefinition, OwnershipQuestion } from "../kind.ts";
import type { Role } from "../rights.ts";
import { staffScope } from "../scope.ts";
import { calendarDay, clockTime, idText, noteText, optional } from "../shapes.ts";

/** Duty roster (lịch trực, R60): who checks in the morning, who answers at night. */
export const shiftSorts = ["check", "duty"] as const;
export type ShiftSort = (typeof shiftSorts)[number];

const moment = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}";

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
  /** Who was asked last and said no. */
  declined: optional(idText),
  /** The unbroken watch it is a link of, `yyyy-mm-ddThh:mm/yyyy-mm-ddThh:mm`: within it nobody may be missing. */
  period: optional(z.string().check(z.regex(new RegExp(`^${moment}/${moment}$`)))),
});
export type Shift = z.infer<typeof shiftSchema>;

/** Who makes the roster; others may only hand a shift of their own on to each other. */
const makers: readonly Role[] = ["admin", "responder", "coordinator", "leader"];

export function makesRoster(roles: readonly Role[]): boolean {
  return roles.some((role) => makers.includes(role));
}

const shift: KindDefinition = {
  kind: "shift",
  schema: shiftSchema as unknown as KindDefinition["schema"],
  personal: [],
  guarded: ["person"],
  firstWins: [],
  scopeOf: () => staffScope,
  keysOf: (row) => [`shift/${String(row.body["day"])}`],
  references: (body) => [
    { kind: "person", id: String(body["person"]) },
    ...(typeof body["asked"] === "string" ? [{ kind: "person", id: body["asked"] }] : []),
    ...(typeof body["site"] === "string" ? [{ kind: "site", id: body["site"] }] : []),
  ],
  ownership: (question) => makesRoster(question.rights.roles) || mayHandOn(question),
  rules: ({ body }) =>
    body["asked"] !== undefined && body["asked"] === body["person"]
      ? refuse("swap-with-oneself")
      : accept(undefined),
};

/**
 * The holder asks a colleague, or takes the question back; the one who was asked says yes or no. A yes that came after
 * the shift had gone to somebody else changes nobody's duty: it is let through, so that people are asked, unless another
 * question stands by then, which nobody else may take back.
 */
function mayHandOn({ person, before, body, fields }: OwnershipQuestion): boolean {
  if (before === null) return false;
  const within = (...allowed: string[]) =>
    fields.length > 0 && fields.every((field) => allowed.includes(field));
  const { person: holder, asked, declined } = before.body;
  const { declined: no } = body;
  if (within("asked", "declined")) {
    if (holder === person) return no === undefined || no === declined;
    return asked === person && body["asked"] === undefined && (no === undefined || no === person);
  }
  if (!within("person", "asked", "declined") || body["asked"] !== undefined) return false;
  if (asked === person) return body["person"] === person;
  return asked === undefined && body["declined"] === declined && body["person"] === holder;
}

export const shiftKinds: readonly KindDefinition[] = [shift];
