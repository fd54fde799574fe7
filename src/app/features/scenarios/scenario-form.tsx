import type { Refusal } from "#kernel/result.ts";
import type { FormDraft } from "../../book/form-draft.ts";
import { FormProblems } from "../../book/form-problems.tsx";
import { NoteField } from "../../book/note-field.tsx";
import { useText } from "../../i18n/i18n.ts";
import { MultiChoice } from "../../ui/choices.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { TextArea, TextInput } from "../../ui/inputs.tsx";
import { longParts, type ScenarioDraft, type ScenarioProblem } from "./scenario-draft.ts";

const groups = Array.from({ length: 12 }, (_, at) => String(at + 1));
const places: Readonly<Record<ScenarioProblem, string>> = {
  title: "title",
  steps: "steps",
  manySteps: "steps",
  long: "steps",
};

/** The parts of a scenario, for a new one and for one that is put right. */
export function ScenarioForm({
  label,
  form,
  problems,
  attempt,
  refusal,
  onSave,
}: {
  label: string;
  form: FormDraft<ScenarioDraft>;
  problems: readonly ScenarioProblem[];
  attempt: number;
  refusal: Refusal | null;
  onSave: () => void;
}) {
  const t = useText("scenarios");
  const { value, change } = form;
  const errorAt = (place: string) => {
    const found = problems.find((problem) => places[problem] === place);
    return found ? t(`errors.${found}`) : undefined;
  };
  return (
    <FormBody id="scenario" label={label} onSubmit={onSave}>
      <FormProblems
        t={t}
        stem="scenario"
        problems={problems}
        fieldOf={(problem) => places[problem]}
        attempt={attempt}
        refusal={refusal}
      />
      <Field id="scenario-title" label={t("field.title")} error={errorAt("title")}>
        <TextInput value={value.title} autoComplete="off" onChange={(title) => change({ title })} />
      </Field>
      <Field id="scenario-trigger" label={t("field.trigger")} optional={t("common:optional")}>
        <TextArea value={value.trigger} onChange={(trigger) => change({ trigger })} />
      </Field>
      <Field id="scenario-steps" label={t("field.steps")} help={t("stepsHelp")} error={errorAt("steps")}>
        <TextArea rows={8} value={value.steps} onChange={(steps) => change({ steps })} />
      </Field>
      {longParts.map((part) => (
        <NoteField
          key={part}
          id={`scenario-${part}`}
          label={t(`field.${part}`)}
          optional={t("common:optional")}
          value={value[part]}
          onChange={(text) => change({ [part]: text })}
        />
      ))}
      <MultiChoice
        name="scenario-groups"
        label={t("field.groups")}
        help={t("groupsHelp")}
        optional={t("common:optional")}
        columns={1}
        options={groups.map((group) => ({ value: group, text: t(`incidents:catalogue.groups.${group}`) }))}
        values={value.groups}
        onChange={(chosen) => change({ groups: chosen })}
      />
    </FormBody>
  );
}
