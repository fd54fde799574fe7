import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import type { Scenario } from "#domain/scenarios/scenario-kinds.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { useFormDraft } from "../../book/form-draft.ts";
import { useText } from "../../i18n/i18n.ts";
import { PageHead } from "../../ui/page-head.tsx";
import { editScenario } from "./commands.ts";
import { changedFields, draftOfScenario, scenarioProblems } from "./scenario-draft.ts";
import { ScenarioForm } from "./scenario-form.tsx";

/** Makes a scenario fit the commune. */
export function ScenarioEdit({ row }: { row: StoredRow }) {
  const t = useText("scenarios");
  const hand = useHand();
  const navigate = useNavigate();
  // What the person saw when the form was opened: the base of the change, whatever arrives meanwhile.
  const opened = useRef({ seq: row.seq, draft: draftOfScenario(row.body as unknown as Scenario) });
  const form = useFormDraft(`scenario/${row.id}/edit`, () => opened.current.draft);
  const [attempt, setAttempt] = useState(0);
  const page = `/kich-ban/${row.id}`;
  const save = async () => {
    if (scenarioProblems(form.value).length > 0) return setAttempt(attempt + 1);
    const { seq, draft } = opened.current;
    const fields = changedFields(draft, form.value);
    if (await form.save(({ key }) => editScenario(hand, row.id, fields, seq, key)))
      void navigate(page, { replace: true });
  };
  if (!form.isReady) return null;
  return (
    <>
      <PageHead
        title={t("edit")}
        sub={opened.current.draft.title}
        back={{ label: t("common:back"), to: page }}
      />
      <ScenarioForm
        label={t("edit")}
        {...{ form, attempt }}
        problems={attempt > 0 ? scenarioProblems(form.value) : []}
        refusal={form.refusal}
        onSave={() => void save()}
      />
    </>
  );
}
