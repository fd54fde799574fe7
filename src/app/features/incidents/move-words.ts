import type { ContactLevel } from "#domain/contacts/contact-kinds.ts";
import type { IncidentState } from "#domain/incidents/incident-states.ts";
import { inSentence } from "../../i18n/format.ts";
import type { Text } from "../../i18n/i18n.ts";

/** What the button of a move says; `next` is the rung that an escalation leads to. */
export function moveWord(
  t: Text,
  from: IncidentState,
  to: IncidentState,
  next: ContactLevel | undefined,
): string {
  if (to === "escalated" && next)
    return t("moves.escalateTo", { level: inSentence(t(`contacts:levels.${next}`)) });
  if (from === "new" && to === "acknowledged") return t("moves.take");
  return t(from === "closed" || (from === "resolved" && to === "working") ? "moves.reopen" : `moves.${to}`);
}
