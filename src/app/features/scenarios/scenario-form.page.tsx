import { useState } from "react";
import { Navigate, useNavigate } from "react-router";
import { mayDo } from "#domain/rights.ts";
import { useHand } from "../../book/deed.ts";
import { useFormDraft } from "../../book/form-draft.ts";
import { SaveDock } from "../../book/record-page.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { addScenario } from "./commands.ts";
import { emptyScenario, fieldsOfScenario, scenarioProblems } from "./scenario-draft.ts";
import { ScenarioForm } from "./scenario-form.tsx";

export default function ScenarioFormPage() {
  const t = useText("scenarios");
  const me = useMe();
  const hand = useHand();
  const navigate = useNavigate();
  const form = useFormDraft("scenario/new", () => emptyScenario);
  const [attempt, setAttempt] = useState(0);
  const save = async () => {
    if (scenarioProblems(form.value).length > 0) return setAttempt(attempt + 1);
    const saved = await form.save((kept) => addScenario(hand, fieldsOfScenario(form.value), kept));
    const id = saved?.ids[0];
    if (id === undefined) return;
    void navigate(`/kich-ban/${id}`, { replace: true });
  };
  if (!mayDo(me.rights, "scenario", "create")) return <Navigate to="/kich-ban" replace />;
  return (
    <Screen title={t("add")} form dock={<SaveDock form="scenario">{t("save")}</SaveDock>}>
      <PageHead title={t("add")} back={{ label: t("common:back"), to: "/kich-ban" }} />
      {form.isReady ? (
        <ScenarioForm
          label={t("add")}
          {...{ form, attempt }}
          problems={attempt > 0 ? scenarioProblems(form.value) : []}
          refusal={form.refusal}
          onSave={() => void save()}
        />
      ) : null}
    </Screen>
  );
}
