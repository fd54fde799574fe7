import { useState } from "react";
import { ladderFor, nextRung } from "#domain/contacts/ladder.ts";
import { movesFrom } from "#domain/incidents/incident-order.ts";
import type { IncidentState } from "#domain/incidents/incident-states.ts";
import { noteLimit, overLimit } from "#domain/notes/limits.ts";
import { mayDo } from "#domain/rights.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { type Kept, useFormDraft } from "../../book/form-draft.ts";
import { useContacts } from "../../book/incident-contacts.tsx";
import { incidentOf } from "../../book/incident-row.tsx";
import { NoteField } from "../../book/note-field.tsx";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { inSentence } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { addEntry, moveIncident } from "./commands.ts";
import { escalateIncident } from "./work-commands.ts";

/** A note for the timeline, and the moves that the state allows; what is typed goes with the move. */
export function IncidentDeeds({ row }: { row: StoredRow }) {
  const t = useText("incidents");
  const common = useText("common");
  const me = useMe();
  const hand = useHand();
  const [pressed, setPressed] = useState(false);
  const form = useFormDraft(`incident/${row.id}/entry`, () => ({ text: "" }));
  const { state, level, assignee, group, system } = incidentOf(row);
  const contacts = useContacts() ?? [];
  const next = nextRung(ladderFor(contacts, { group, system }), level)?.level;
  const { text } = form.value;
  const mayMove = mayDo(me.rights, "incident", "move");
  if (!mayDo(me.rights, "incidentEntry", "append")) return null;

  const once = (verb: (kept: Kept) => ReturnType<typeof addEntry>) => {
    if (overLimit(text, noteLimit) === 0) void form.save(verb, { next: { text: "" } });
  };
  const note = () => {
    setPressed(text.trim() === "");
    if (text.trim() !== "") once((kept) => addEntry(hand, row.id, text, kept));
  };
  const move = (to: IncidentState) =>
    once((kept) =>
      to === "escalated"
        ? escalateIncident(hand, row, next, { text, kept })
        : moveIncident(
            hand,
            { id: row.id, from: state, base: row.seq, free: assignee === undefined },
            to,
            text,
            kept,
          ),
    );
  const moves = movesFrom(state);
  // Escalated once, it may have to go further up.
  const offered = state === "escalated" && next ? [...moves, "escalated" as const] : moves;
  const word = (to: IncidentState) => {
    if (to === "escalated" && next)
      return t("moves.escalateTo", { level: inSentence(t(`contacts:levels.${next}`)) });
    return t(
      state === "closed" || (state === "resolved" && to === "working") ? "moves.reopen" : `moves.${to}`,
    );
  };

  return (
    <FormBody label={t("deeds")} onSubmit={note}>
      <RefusalBanner refusal={form.refusal} />
      <NoteField
        id="incident-entry"
        label={t("entry")}
        optional={mayMove ? common("optional") : undefined}
        help={t("noteHelp")}
        error={pressed && text.trim() === "" ? t("errors.entry") : undefined}
        value={text}
        onChange={(next) => form.change({ text: next })}
      />
      <Button type="submit" icon="edit" full>
        {t("addEntry")}
      </Button>
      {mayMove ? (
        <div className="moves">
          {offered.map((to, at) => (
            <Button key={to} variant={at === 0 ? "main" : "plain"} onClick={() => move(to)}>
              {word(to)}
            </Button>
          ))}
        </div>
      ) : null}
    </FormBody>
  );
}
