import type { Refusal } from "#kernel/result.ts";
import type { FormDraft } from "../../book/form-draft.ts";
import { FormProblems } from "../../book/form-problems.tsx";
import { DayField } from "../../book/moment/day-field.tsx";
import { useNames } from "../../book/names.ts";
import { NoteField } from "../../book/note-field.tsx";
import { type Text, useText } from "../../i18n/i18n.ts";
import { useNow } from "../../logbook-context.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { Select, TextInput } from "../../ui/inputs.tsx";
import type { ThingDraft, ThingField, ThingProblem } from "./thing-draft.ts";
import { knownSorts, sortWord } from "./thing-words.tsx";

const places: Readonly<Record<ThingProblem, ThingField>> = {
  code: "code",
  codeTaken: "code",
  name: "name",
  long: "note",
  boughtOn: "boughtOn",
  warrantyUntil: "warrantyUntil",
  warrantyDay: "warrantyUntil",
};
const days = ["boughtOn", "warrantyUntil"] as const;

/** The fields of a thing, for a new one and for one that is put right. */
export function ThingForm({
  id,
  label,
  form,
  problems,
  attempt,
  refusal,
  onSave,
}: {
  id: string;
  label: string;
  form: FormDraft<ThingDraft>;
  problems: readonly ThingProblem[];
  attempt: number;
  refusal: Refusal | null;
  onSave: () => void;
}) {
  const t = useText("equipment");
  const { value, change } = form;
  const { day: today } = useNow();
  const optional = t("common:optional");
  const errorAt = (field: ThingField) => {
    const found = problems.find((problem) => places[problem] === field);
    return found ? t(`errors.${found}`) : undefined;
  };
  const line = (field: ThingField, isNeeded = false) => (
    <Field
      id={`thing-${field}`}
      label={t(`field.${field}`)}
      optional={isNeeded ? undefined : optional}
      error={errorAt(field)}
      help={field === "code" ? t("codeHelp") : undefined}
    >
      <TextInput value={value[field]} autoComplete="off" onChange={(text) => change({ [field]: text })} />
    </Field>
  );
  return (
    <FormBody id={id} label={label} onSubmit={onSave}>
      <FormProblems
        t={t}
        stem="thing"
        problems={problems}
        fieldOf={(problem) => places[problem]}
        attempt={attempt}
        refusal={refusal}
      />
      {line("name", true)}
      {line("code", true)}
      <SortField value={value.sort} t={t} onChange={(sort) => change({ sort })} />
      <SiteField value={value.site} onChange={(site) => change({ site })} />
      {line("place")}
      {line("serial")}
      {line("supplier")}
      {days.map((field) => (
        <DayField
          key={field}
          id={`thing-${field}`}
          label={t(`field.${field}`)}
          optional={optional}
          error={errorAt(field)}
          value={value[field]}
          today={today}
          onChange={(day) => change({ [field]: day })}
        />
      ))}
      <OwnerField value={value.owner} onChange={(owner) => change({ owner })} />
      <NoteField
        id="thing-note"
        label={t("field.note")}
        optional={optional}
        value={value.note}
        onChange={(note) => change({ note })}
      />
    </FormBody>
  );
}

interface Part {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function SortField({ value, onChange, t }: Part & { t: Text }) {
  const sorts = [...knownSorts, ...(value === "" || knownSorts.includes(value as never) ? [] : [value])];
  return (
    <Field id="thing-sort" label={t("sort")} optional={t("common:optional")}>
      <Select value={value} onChange={onChange}>
        <option value="">{t("noSort")}</option>
        {sorts.map((sort) => (
          <option key={sort} value={sort}>
            {sortWord(t, sort)}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function SiteField({ value, onChange }: Part) {
  const t = useText("equipment");
  const { sites } = useNames();
  return (
    <Field id="thing-site" label={t("field.site")} optional={t("common:optional")}>
      <Select value={value} onChange={onChange}>
        <option value="">{t("noSite")}</option>
        {sites.map(({ id, body }) => (
          <option key={id} value={id}>
            {body.name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function OwnerField({ value, onChange }: Part) {
  const t = useText("equipment");
  const { units } = useNames();
  return (
    <Field id="thing-owner" label={t("field.owner")} optional={t("common:optional")}>
      <Select value={value} onChange={onChange}>
        <option value="">{t("noOwner")}</option>
        {units.map(({ id, body }) => (
          <option key={id} value={id}>
            {body.name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
