import { shiftSorts } from "#domain/roster/shift-kinds.ts";
import { mostShifts } from "#domain/roster/shift-plans.ts";
import type { Refusal } from "#kernel/result.ts";
import type { FormDraft } from "../../book/form-draft.ts";
import { FormProblems } from "../../book/form-problems.tsx";
import { DayField } from "../../book/moment/day-field.tsx";
import { TimeField } from "../../book/moment/time-field.tsx";
import { useNames } from "../../book/names.ts";
import { NoteField } from "../../book/note-field.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useNow } from "../../logbook-context.tsx";
import { ChoiceGroup } from "../../ui/choices.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { Select } from "../../ui/inputs.tsx";
import { Picked } from "../../ui/picked.tsx";
import { modes, reliefs, type ShiftsDraft, type ShiftsProblem } from "./shifts-draft.ts";
import { useColleagues } from "./use-roster.ts";

const places: Readonly<Record<ShiftsProblem, string>> = {
  ...{ person: "person", nobody: "turns", day: "day", until: "until", hours: "from" },
  ...{ "end-before-start": "until", "too-many-shifts": "until", "hours-repeated": "until" },
};

interface Part {
  readonly form: FormDraft<ShiftsDraft>;
  readonly errorAt: (place: string) => string | undefined;
}

export function ShiftsForm({
  form,
  problem,
  attempt,
  refusal,
  onSave,
}: {
  form: FormDraft<ShiftsDraft>;
  problem: ShiftsProblem | null;
  attempt: number;
  refusal: Refusal | null;
  onSave: () => void;
}) {
  const t = useText("roster");
  const { sites } = useNames();
  const { value, change } = form;
  const words = problem === null ? "" : t(`errors.${problem}`, { most: mostShifts });
  const errorAt = (place: string) => (problem !== null && places[problem] === place ? words : undefined);
  return (
    <FormBody id="shifts" label={t("add")} onSubmit={onSave}>
      <FormProblems
        t={t}
        stem="shifts"
        problems={problem === null ? [] : [problem]}
        fieldOf={(one) => places[one]}
        values={{ most: mostShifts }}
        attempt={attempt}
        refusal={refusal}
      />
      <ChoiceGroup
        name="shifts-mode"
        label={t("field.mode")}
        columns={1}
        value={value.mode}
        options={modes.map((mode) => ({
          value: mode,
          text: t(`modes.${mode}.name`),
          hint: t(`modes.${mode}.hint`),
        }))}
        onChange={(mode) => change({ mode })}
      />
      <ChoiceGroup
        name="shifts-sort"
        label={t("field.sort")}
        value={value.sort}
        options={shiftSorts.map((sort) => ({ value: sort, text: t(`sorts.${sort}`) }))}
        onChange={(sort) => change({ sort })}
      />
      {value.mode === "watch" ? <Turns {...{ form, errorAt }} /> : <OnePerson {...{ form, errorAt }} />}
      <Times {...{ form, errorAt }} />
      {sites.length > 0 ? (
        <Field id="shifts-site" label={t("field.site")} optional={t("common:optional")}>
          <Select value={value.site} onChange={(site) => change({ site })}>
            <option value="">{t("anySite")}</option>
            {sites.map(({ id, body }) => (
              <option key={id} value={id}>
                {body.name}
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
      <NoteField
        id="shifts-note"
        label={t("field.note")}
        optional={t("common:optional")}
        value={value.note}
        onChange={(note) => change({ note })}
      />
    </FormBody>
  );
}

function OnePerson({ form, errorAt }: Part) {
  const t = useText("roster");
  return (
    <Field id="shifts-person" label={t("field.person")} error={errorAt("person")}>
      <PersonSelect value={form.value.person} onChange={(person) => form.change({ person })} />
    </Field>
  );
}

/** People of a watch in the order in which they relieve each other. */
function Turns({ form, errorAt }: Part) {
  const t = useText("roster");
  const names = useNames();
  const { people, perDay } = form.value;
  return (
    <>
      <ChoiceGroup
        name="shifts-per-day"
        label={t("field.perDay")}
        columns={1}
        value={perDay}
        options={(["1", "2", "3"] as const).map((count) => ({
          value: count,
          text: t(`perDay.${count}`),
          hint: reliefs[count].join(", "),
        }))}
        onChange={(next) => form.change({ perDay: next })}
      />
      <Field id="shifts-turns" label={t("field.people")} help={t("peopleHelp")} error={errorAt("turns")}>
        <PersonSelect
          value=""
          except={people}
          onChange={(person) => person !== "" && form.change({ people: [...people, person] })}
        />
      </Field>
      {people.length > 0 ? (
        <ol className="duty-turns" aria-label={t("field.people")}>
          {people.map((person, at) => (
            <li key={person}>
              <Picked
                look="line"
                text={t("turn", { turn: at + 1, name: names.person(person) })}
                deed={t("leaveOut")}
                onChange={() => form.change({ people: people.filter((one) => one !== person) })}
              />
            </li>
          ))}
        </ol>
      ) : null}
    </>
  );
}

function Times({ form, errorAt }: Part) {
  const t = useText("roster");
  const { mode, day, until, from, to } = form.value;
  const { now, day: today } = useNow();
  const parts = (name: "day" | "until" | "from" | "to", value: string) => ({
    id: `shifts-${name}`,
    label: t(name === "day" && mode !== "once" ? "field.first" : `field.${name}`),
    error: errorAt(name),
    value,
    onChange: (next: string) => form.change({ [name]: next }),
  });
  return (
    <>
      <DayField {...parts("day", day)} today={today} chips={["today", "tomorrow"]} />
      {mode === "once" ? null : <DayField {...parts("until", until)} today={today} />}
      {mode === "watch" ? null : <TimeField {...parts("from", from)} now={now} />}
      {mode === "watch" ? null : <TimeField {...parts("to", to)} help={t("toHelp")} now={now} />}
    </>
  );
}

function PersonSelect({
  value,
  except = [],
  onChange,
}: {
  value: string;
  except?: readonly string[];
  onChange: (person: string) => void;
}) {
  const t = useText("roster");
  const people = useColleagues()?.people ?? [];
  return (
    <Select value={value} onChange={onChange}>
      <option value="">{t("pickPerson")}</option>
      {people
        .filter(({ id, isOpen }) => isOpen && !except.includes(id))
        .map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
    </Select>
  );
}
