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
import { addThing } from "./commands.ts";
import { emptyThing, fieldsOfThing, thingProblems } from "./thing-draft.ts";
import { ThingForm } from "./thing-form.tsx";
import { useThings } from "./use-things.ts";

/** *Thêm thiết bị*: name and code are enough; the rest may follow. */
export default function ThingFormPage() {
  const t = useText("equipment");
  const me = useMe();
  const hand = useHand();
  const navigate = useNavigate();
  const things = useThings();
  const form = useFormDraft("equipment/new", () => emptyThing);
  const [attempt, setAttempt] = useState(0);
  const judge = () => thingProblems(form.value, things?.map(({ body }) => body.code) ?? []);
  const save = async () => {
    if (judge().length > 0) return setAttempt(attempt + 1);
    const saved = await form.save((kept) => addThing(hand, fieldsOfThing(form.value), kept));
    const id = saved?.ids[0];
    if (id === undefined) return;
    void navigate(`/thiet-bi/${id}`, { replace: true });
  };
  if (!mayDo(me.rights, "equipment", "create")) return <Navigate to="/thiet-bi" replace />;
  return (
    <Screen title={t("add")} form dock={<SaveDock form="thing-new">{t("save")}</SaveDock>}>
      <PageHead title={t("add")} back={{ label: t("common:back"), to: "/thiet-bi" }} />
      {form.isReady && things ? (
        <ThingForm
          id="thing-new"
          label={t("add")}
          {...{ form, attempt }}
          problems={attempt > 0 ? judge() : []}
          refusal={form.refusal}
          onSave={() => void save()}
        />
      ) : null}
    </Screen>
  );
}
