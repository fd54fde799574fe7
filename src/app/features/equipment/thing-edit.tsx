import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useHand } from "../../book/deed.ts";
import { useFormDraft } from "../../book/form-draft.ts";
import { useText } from "../../i18n/i18n.ts";
import { PageHead } from "../../ui/page-head.tsx";
import { editThing } from "./commands.ts";
import { changedFields, draftOfThing, thingProblems } from "./thing-draft.ts";
import { ThingForm } from "./thing-form.tsx";
import type { Thing } from "./use-things.ts";

/** Puts right what the register says of a thing. */
export function ThingEdit({ thing, things }: { thing: Thing; things: readonly Thing[] }) {
  const t = useText("equipment");
  const hand = useHand();
  const navigate = useNavigate();
  // What the person saw when the form was opened: the base of the change, whatever arrives meanwhile.
  const opened = useRef({ seq: thing.row.seq, draft: draftOfThing(thing.body) });
  const form = useFormDraft(`equipment/${thing.id}/edit`, () => opened.current.draft);
  const [attempt, setAttempt] = useState(0);
  const codes = things.flatMap(({ id, body }) => (id === thing.id ? [] : [body.code]));
  const page = `/thiet-bi/${encodeURIComponent(thing.id)}`;
  const save = async () => {
    if (thingProblems(form.value, codes).length > 0) return setAttempt(attempt + 1);
    const fields = changedFields(opened.current.draft, form.value);
    const { seq } = opened.current;
    if (await form.save(({ key }) => editThing(hand, thing.id, fields, seq, key)))
      void navigate(page, { replace: true });
  };
  if (!form.isReady) return null;
  return (
    <>
      <PageHead title={t("edit")} sub={thing.body.name} back={{ label: t("common:back"), to: page }} />
      <ThingForm
        id="thing-edit"
        label={t("edit")}
        {...{ form, attempt }}
        problems={attempt > 0 ? thingProblems(form.value, codes) : []}
        refusal={form.refusal}
        onSave={() => void save()}
      />
    </>
  );
}
