import { isCalendarDay } from "#kernel/calendar.ts";
import type { Refusal } from "#kernel/result.ts";
import { formatDay, formatDuration } from "./i18n/format.ts";
import { hasText, textOf } from "./i18n/i18n.ts";

/** A refusal as a sentence: what happened and what to do. Needs the sentences of `errors`. */
export function problemWords(refusal: Refusal): string {
  const key = `errors:${refusal.code}`;
  return textOf(hasText(key) ? key : "errors:other", { ...factWords(refusal.facts), code: refusal.code });
}

function factWords(facts: Refusal["facts"]): Record<string, unknown> {
  const words: Record<string, unknown> = { wait: "" };
  for (const [name, value] of Object.entries(facts ?? {})) {
    const isDay = typeof value === "string" && isCalendarDay(value);
    words[name] = isDay ? formatDay(value) : value;
  }
  const wait = facts?.waitMs;
  if (typeof wait === "number") words.wait = formatDuration(Math.max(60_000, wait));
  return words;
}
