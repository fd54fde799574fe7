import { isCalendarDay } from "#kernel/calendar.ts";
import type { DeadOp, StoredRow } from "#sync/device-store.ts";
import { formatDay, formatShortDay } from "../../i18n/format.ts";
import { hasText, type Text } from "../../i18n/i18n.ts";
import { answersIn } from "./redraft.ts";

/** What mends a refused deed: one main button each. */
export type Mend = "day" | "record" | "ask" | "again";

export function mendOf(dead: DeadOp): Mend {
  switch (dead.receipt.code) {
    case "day-in-future":
      return "day";
    case "stale-transition":
    case "move-not-allowed":
    case "already-there":
      return "record";
    case "denied":
    case "only-read":
    case "lost":
    case "refused-before":
    case "too-large":
      return "ask";
    default:
      return "again";
  }
}

/** Why the server did not take it, in plain words, and that the content is kept. */
export function reasonOf(
  t: Text,
  dead: DeadOp,
  rows: ReadonlyMap<string, StoredRow>,
  thisYear: string,
): string {
  const { code, facts } = dead.receipt;
  const words: Record<string, unknown> = { count: answersIn(dead), place: placeOf(dead, rows) };
  for (const [name, value] of Object.entries(facts ?? {})) words[name] = sayFact(value, thisYear);
  if (code === "day-in-future")
    return t(answersIn(dead) > 0 ? "reason.futureCheck" : "reason.futureDay", words);
  if (code === "denied") return t(words.place ? "reason.deniedPlace" : "reason.denied", words);
  const key = `outbox:reason.${code}`;
  return t(hasText(key) ? `reason.${code}` : "reason.other", words);
}

function sayFact(value: unknown, thisYear: string): unknown {
  if (typeof value !== "string" || !isCalendarDay(value)) return value;
  return value.startsWith(thisYear) ? formatShortDay(value) : formatDay(value);
}

/** The village or site that the refused record lies in, when this device knows its name. */
function placeOf(dead: DeadOp, rows: ReadonlyMap<string, StoredRow>): string {
  for (const { body } of dead.seen) {
    const place = rows.get(String(body.village ?? body.site ?? ""));
    if (typeof place?.body.name === "string") return place.body.name;
  }
  return "";
}
