import { useRef } from "react";
import { isOpen } from "#domain/incidents/incident-order.ts";
import { noteLimit, overLimit } from "#domain/notes/limits.ts";
import type { Fields } from "#domain/record.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { useFormDraft } from "../../book/form-draft.ts";
import { incidentOf } from "../../book/incident-row.tsx";
import { NoteField } from "../../book/note-field.tsx";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { useText } from "../../i18n/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { Disclosure } from "../../ui/disclosure.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { TextInput } from "../../ui/inputs.tsx";
import { editIncident } from "./commands.ts";

/** Why it happened, what put it right and how many dossiers were held up; opened once it works again. */
export function OutcomePart({ row }: { row: StoredRow }) {
  const t = useText("incidents");
  const common = useText("common");
  const hand = useHand();
  // What the person saw when the part was opened: the base of the change, whatever arrives meanwhile.
  const opened = useRef({ seq: row.seq, said: outcomeOf(incidentOf(row)) });
  const form = useFormDraft(`incident/${row.id}/outcome`, () => opened.current.said);
  const { cause, fix, dossiers } = form.value;
  const save = async () => {
    const fields = changed(opened.current.said, form.value);
    if ([cause, fix].some((text) => overLimit(text, noteLimit) > 0) || Object.keys(fields).length === 0)
      return;
    const { seq } = opened.current;
    const next = { cause: cause.trim(), fix: fix.trim(), dossiers };
    const saved = await form.save(({ key }) => editIncident(hand, row.id, fields, seq, key), { next });
    if (saved) opened.current = { seq: row.seq, said: next };
  };
  if (!form.isReady) return null;
  const asks = !isOpen(incidentOf(row)) && !incidentOf(row).cause && !incidentOf(row).fix;
  return (
    <Disclosure title={t("outcome.title")} open={asks}>
      <FormBody label={t("outcome.title")} onSubmit={() => void save()}>
        <RefusalBanner refusal={form.refusal} />
        {(["cause", "fix"] as const).map((name) => (
          <NoteField
            key={name}
            id={`incident-${name}`}
            label={t(`outcome.${name}`)}
            optional={common("optional")}
            value={form.value[name]}
            onChange={(text) => form.change({ [name]: text })}
          />
        ))}
        <Field id="incident-dossiers" label={t("outcome.dossiers")} optional={common("optional")}>
          <TextInput
            inputMode="numeric"
            value={dossiers}
            onChange={(text) => form.change({ dossiers: text.replace(/\D/g, "").slice(0, 5) })}
          />
        </Field>
        <Button type="submit" full>
          {t("outcome.save")}
        </Button>
      </FormBody>
    </Disclosure>
  );
}

interface Outcome {
  readonly cause: string;
  readonly fix: string;
  readonly dossiers: string;
}

function outcomeOf({ cause, fix, dossiers }: ReturnType<typeof incidentOf>): Outcome {
  return { cause: cause ?? "", fix: fix ?? "", dossiers: dossiers === undefined ? "" : String(dossiers) };
}

/** Only what differs is written; what was emptied is cleared. */
function changed(before: Outcome, after: Outcome): Fields {
  const text = (name: "cause" | "fix") => {
    const now = after[name].trim();
    return now === before[name] ? {} : { [name]: now || null };
  };
  const number = after.dossiers === "" ? null : Number(after.dossiers);
  return {
    ...text("cause"),
    ...text("fix"),
    ...(after.dossiers === before.dossiers ? {} : { dossiers: number }),
  };
}
