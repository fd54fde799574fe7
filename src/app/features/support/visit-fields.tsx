import { useState } from "react";
import {
  commonSupportKindCount,
  supportFormCodes,
  supportKindCodes,
  supportResultCodes,
  vulnerableGroupCodes,
} from "#domain/support/catalogue.ts";
import { groupsOverPeople } from "#domain/support/visit-limits.ts";
import { FirstFew } from "../../book/first-few.tsx";
import { type Names, useNames } from "../../book/names.ts";
import { inSentence } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useCommuneName, useMe } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { ChoiceGroup } from "../../ui/choices.tsx";
import { Disclosure } from "../../ui/disclosure.tsx";
import { Field } from "../../ui/field.tsx";
import { Mark } from "../../ui/mark.tsx";
import { NumberStepper } from "../../ui/number-stepper.tsx";
import { Picked } from "../../ui/picked.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { isGroupWrong, type VisitFieldsProps, visitFieldOf } from "./visit-draft.ts";
import { MoreFields } from "./visit-more-fields.tsx";
import { useVisitWords } from "./visit-words.ts";

const commonResults = 3;

/** The whole form in one column; what is rare is folded away. */
export function VisitFields(props: VisitFieldsProps) {
  const t = useText("support");
  return (
    <>
      <PlaceField {...props} />
      <SortField {...props} />
      <ResultField {...props} />
      <GroupsField {...props} />
      <Disclosure title={t("more")} open={hasMore(props)}>
        <MoreFields {...props} />
      </Disclosure>
    </>
  );
}

function hasMore({ draft, today, problems }: VisitFieldsProps): boolean {
  const rare = problems.some((problem) => ["day", "people", "contact"].includes(visitFieldOf(problem)));
  return rare || draft.people !== 1 || draft.note !== "" || draft.wantsCall || draft.day !== today;
}

/** Villages the person serves; a helper of one village never has to choose. */
export function useOwnVillages(names: Names) {
  const me = useMe();
  const own = names.villages.filter((village) => me.villages.includes(village.id));
  return me.has("centre") ? names.villages : own;
}

function PlaceField({ draft, change, problems }: VisitFieldsProps) {
  const t = useText("support");
  const common = useText("common");
  const me = useMe();
  const names = useNames();
  const { villageWord } = useCommuneName();
  const villages = useOwnVillages(names);
  const [opened, setOpened] = useState(false);
  const problem = problems.find((one) => visitFieldOf(one) === "village");
  const error = problem ? t(`errors.${problem}`, { villageWord }) : undefined;
  const place =
    names.village(draft.village) ?? (me.has("centre") ? t("atCentre") : t("noVillage", { villageWord }));
  const form = inSentence(t(`catalogue.forms.${draft.form}`));
  return (
    <div data-error={error ? true : undefined} className={error ? "field" : undefined}>
      {error ? <p className="field-error">{error}</p> : null}
      <Picked
        id="visit-village"
        icon="pin"
        look="line"
        text={
          <>
            <b>{place}</b>
            {draft.village === "" && draft.form === "centre" ? null : ` · ${form}`}
          </>
        }
        deed={t("change")}
        onChange={() => setOpened(true)}
      />
      {opened ? (
        <Sheet
          open
          onClose={() => setOpened(false)}
          title={t("placeTitle")}
          closeLabel={common("close")}
          footer={
            <Button variant="main" size="56" full onClick={() => setOpened(false)}>
              {t("placeDone")}
            </Button>
          }
        >
          <ChoiceGroup
            name="visit-village-choice"
            label={t("villageLabel", { villageWord })}
            value={draft.village}
            options={[
              ...villages.map((village) => ({ value: village.id, text: village.body.name })),
              ...(me.has("centre") ? [{ value: "", text: t("atCentre"), wide: true }] : []),
            ]}
            onChange={(village) => change({ village, ...(village === "" ? { form: "centre" } : {}) })}
          />
          <ChoiceGroup
            name="visit-form"
            label={t("formLabel")}
            value={draft.form}
            options={supportFormCodes.map((code) => ({ value: code, text: t(`catalogue.forms.${code}`) }))}
            onChange={(form) => change({ form })}
          />
        </Sheet>
      ) : null}
    </div>
  );
}

function SortField({ draft, change, problems }: VisitFieldsProps) {
  const t = useText("support");
  return (
    <FirstFew
      id="visit-sort"
      name="sort"
      label={t("sortLabel")}
      error={problems.includes("sort") ? t("errors.sort") : undefined}
      codes={supportKindCodes}
      shown={commonSupportKindCount}
      text={(code) => t(`catalogue.kinds.${code}`)}
      otherText={t("otherSort")}
      value={draft.sort}
      onChange={(sort) => change({ sort })}
    />
  );
}

function ResultField({ draft, change }: VisitFieldsProps) {
  const t = useText("support");
  return (
    <FirstFew
      id="visit-result"
      name="result"
      label={t("resultLabel")}
      codes={supportResultCodes}
      shown={commonResults}
      text={(code) => t(`catalogue.results.${code}`)}
      otherText={t("otherResult")}
      value={draft.result}
      onChange={(result) => change({ result })}
    />
  );
}

function GroupsField({ draft, change, today, problems }: VisitFieldsProps) {
  const t = useText("support");
  const common = useText("common");
  const said = useVisitWords(today);
  const [opened, setOpened] = useState(false);
  const chosen = vulnerableGroupCodes.filter((code) => (draft.groups[code] ?? 0) !== 0);
  const words = chosen
    .map((code) => {
      const count = draft.groups[code] ?? 0;
      const word = inSentence(t(`catalogue.groups.${code}`));
      return count === 1 ? word : `${count} ${word}`;
    })
    .join(", ");
  const wrong = vulnerableGroupCodes.filter((code) => isGroupWrong(draft.groups[code] ?? 0));
  const error = problems.includes("groups") && wrong.length > 0 ? t("errors.groups", said) : undefined;
  const done = () => {
    const [first] = wrong;
    if (first === undefined) setOpened(false);
    else document.getElementById(groupId(first))?.focus();
  };
  return (
    <div data-error={error ? true : undefined} className={error ? "field" : undefined}>
      {error ? <p className="field-error">{error}</p> : null}
      <Picked
        id="visit-groups"
        icon="support"
        look="line"
        text={
          <>
            {t("groupsLabel")} <b>{words === "" ? t("noGroups") : words}</b>
          </>
        }
        deed={t(chosen.length > 0 ? "edit" : "add")}
        onChange={() => setOpened(true)}
      />
      {opened ? (
        <Sheet
          open
          onClose={() => setOpened(false)}
          title={t("groupsTitle")}
          closeLabel={common("close")}
          note={t("groupsHelp")}
          footer={
            <Button variant="main" size="56" full onClick={done}>
              {t("groupsDone")}
            </Button>
          }
        >
          {vulnerableGroupCodes.map((code) => {
            const name = t(`catalogue.groups.${code}`);
            return (
              <Field
                key={code}
                id={groupId(code)}
                label={name}
                error={wrong.includes(code) ? t("errors.groupCount", said) : undefined}
              >
                <NumberStepper
                  value={code in draft.groups ? (draft.groups[code] ?? null) : 0}
                  min={0}
                  max={1000}
                  minusLabel={t("fewer", { name })}
                  plusLabel={t("moreOf", { name })}
                  onChange={(count) => change({ groups: { ...draft.groups, [code]: count } })}
                />
              </Field>
            );
          })}
        </Sheet>
      ) : null}
      <div className="note-warnings" role="status">
        {groupsOverPeople(draft.groups, draft.people).map((code) => (
          <p key={code}>
            <Mark icon="warning" tone="warn">
              {t("groupOverPeople", {
                group: t(`catalogue.groups.${code}`),
                number: draft.groups[code],
                people: draft.people,
              })}
            </Mark>
          </p>
        ))}
      </div>
    </div>
  );
}

function groupId(code: string): string {
  return `visit-group-${code}`;
}
