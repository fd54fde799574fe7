import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { useFormDraft } from "../../book/form-draft.ts";
import { FormProblems } from "../../book/form-problems.tsx";
import { incidentOf } from "../../book/incident-row.tsx";
import { NoteField } from "../../book/note-field.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useNow } from "../../logbook-context.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { TextInput } from "../../ui/inputs.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { editIncident } from "./commands.ts";
import { draftOf, editFields, editProblems } from "./incident-draft.ts";
import { GroupField, SeverityBanner, SeverityQuestions, SystemField } from "./incident-fields.tsx";

/** Puts right what the report says; number, place and hour of the report stay. */
export function IncidentEdit({ row }: { row: StoredRow }) {
  const t = useText("incidents");
  const common = useText("common");
  const hand = useHand();
  const navigate = useNavigate();
  const { now } = useNow();
  // What the person saw when the form was opened: the base of the change, whatever arrives meanwhile.
  const opened = useRef({ seq: row.seq, incident: incidentOf(row) });
  const form = useFormDraft(`incident/${row.id}/edit`, () => draftOf(opened.current.incident));
  const [attempt, setAttempt] = useState(0);
  const problems = attempt > 0 ? editProblems(form.value) : [];
  const save = async () => {
    if (editProblems(form.value).length > 0) return setAttempt(attempt + 1);
    const { seq, incident } = opened.current;
    const fields = editFields(incident, form.value);
    if (await form.save(({ key }) => editIncident(hand, row.id, fields, seq, key)))
      void navigate(`/su-co/${row.id}`, { replace: true });
  };
  if (!form.isReady) return null;
  return (
    <>
      <PageHead
        title={t("editTitle")}
        sub={opened.current.incident.number}
        back={{ label: common("back"), to: `/su-co/${row.id}` }}
      />
      <FormBody id="incident-edit" label={t("editTitle")} onSubmit={() => void save()}>
        <FormProblems t={t} stem="incident" problems={problems} attempt={attempt} refusal={form.refusal} />
        <Field
          id="incident-what"
          label={t("what.label")}
          error={problems.includes("what") ? t("errors.what") : undefined}
        >
          <TextInput value={form.value.title} onChange={(title) => form.change({ title })} />
        </Field>
        <GroupField draft={form.value} change={form.change} problems={problems} fixed />
        <SystemField draft={form.value} change={form.change} />
        <SeverityQuestions draft={form.value} change={form.change} problems={problems} />
        <SeverityBanner draft={form.value} since={opened.current.incident.since} now={now} />
        <NoteField
          id="incident-note"
          label={t("note")}
          optional={common("optional")}
          help={t("noteHelp")}
          value={form.value.note}
          onChange={(note) => form.change({ note })}
        />
      </FormBody>
    </>
  );
}
