import { systems } from "#domain/contacts/systems.ts";
import { answerBy } from "#domain/incidents/incident-order.ts";
import { securityGroup } from "#domain/incidents/incident-states.ts";
import { FirstFew } from "../../book/first-few.tsx";
import { systemWord } from "../../book/incident-contacts.tsx";
import { formatMoment, inSentence } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useOnlineHint } from "../../shell/use-status.ts";
import { Banner } from "../../ui/banner.tsx";
import { ChoiceGroup } from "../../ui/choices.tsx";
import { Disclosure } from "../../ui/disclosure.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/inputs.tsx";
import { Severity } from "../../ui/severity.tsx";
import { commonGroups, groupOrder } from "./equipment-group.ts";
import { type IncidentDraft, type IncidentField, severityOfDraft } from "./incident-draft.ts";

/** Parts that reporting and mending a report share. */
export interface FieldsProps {
  readonly draft: IncidentDraft;
  readonly change: (part: Partial<IncidentDraft>) => void;
  readonly problems: readonly IncidentField[];
}

/** `fixed`: the report stands, and what is secret stays secret, what is not stays open. */
export function GroupField({ draft, change, problems, fixed }: FieldsProps & { fixed?: boolean }) {
  const t = useText("incidents");
  const secret = String(securityGroup);
  if (fixed && draft.group === secret) return null;
  return (
    <FirstFew
      id="incident-group"
      name="group"
      label={t("group")}
      error={problems.includes("group") ? t("errors.group") : undefined}
      codes={fixed ? groupOrder.filter((code) => code !== secret) : groupOrder}
      shown={commonGroups}
      text={(code) => t(`catalogue.groups.${code}`)}
      otherText={t("otherGroup")}
      value={draft.group}
      onChange={(group) => change({ group })}
    />
  );
}

/** Asked where it decides whom to call and the group alone does not say. */
const asksSystem: ReadonlySet<string> = new Set(["4", "5", "7", "9"]);

export function SystemField({ draft, change }: Pick<FieldsProps, "draft" | "change">) {
  const t = useText("incidents");
  const common = useText("common");
  if (!asksSystem.has(draft.group) && draft.system === "") return null;
  const own = draft.system !== "" && !(systems as readonly string[]).includes(draft.system);
  return (
    <Field id="incident-system" label={t("system")} optional={common("optional")}>
      <Select value={draft.system} onChange={(system) => change({ system })}>
        <option value="">{t("systemPick")}</option>
        {[...systems, ...(own ? [draft.system] : [])].map((system) => (
          <option key={system} value={system}>
            {systemWord(t, system)}
          </option>
        ))}
      </Select>
    </Field>
  );
}

export function SeverityQuestions({ draft, change, problems }: FieldsProps) {
  const t = useText("incidents");
  const yesNo = (question: string) =>
    (["yes", "no"] as const).map((value) => ({ value, text: t(`catalogue.questions.${question}.${value}`) }));
  const asksMore = draft.stoppedCounters !== "" && draft.stoppedCounters !== "all";
  return (
    <>
      <ChoiceGroup
        id="incident-stopped"
        name="stopped"
        label={t("stopped")}
        error={problems.includes("stopped") ? t("errors.stopped") : undefined}
        value={draft.stoppedCounters}
        options={(["none", "one", "most", "all"] as const).map((value) => ({
          value,
          text: t(`catalogue.questions.stoppedCounters.${value}`),
        }))}
        onChange={(stoppedCounters) => change({ stoppedCounters })}
      />
      {asksMore ? (
        <Disclosure title={t("moreQuestions")} open={draft.workaround !== "" || draft.mainSystem !== ""}>
          <ChoiceGroup
            name="workaround"
            label={t("catalogue.questions.workaround.label")}
            value={draft.workaround}
            options={yesNo("workaround")}
            onChange={(workaround) => change({ workaround })}
          />
          <ChoiceGroup
            name="mainSystem"
            label={t("catalogue.questions.mainSystem.label")}
            value={draft.mainSystem}
            options={yesNo("mainSystem")}
            onChange={(mainSystem) => change({ mainSystem })}
          />
        </Disclosure>
      ) : null}
    </>
  );
}

/** `since`: when the incident began, from which the alarm counts as well. */
export function SeverityBanner({
  draft,
  since,
  now,
}: Pick<FieldsProps, "draft"> & { since: number; now: number }) {
  const t = useText("incidents");
  const online = useOnlineHint();
  const level = severityOfDraft(draft);
  if (level === null) return null;
  const by = answerBy({ severity: level, since });
  return (
    <Banner tone={level <= 2 ? "bad" : "quiet"} mark={<Severity level={level} />}>
      <p>
        <b>{t("level", { level, name: inSentence(t(`catalogue.severity.${level}.name`)) })}</b>{" "}
        {by === null ? t("answerDays") : t("answerBy", { time: formatMoment(by, now) })}{" "}
        {level <= 2 && !online ? t("callNow") : null}
      </p>
    </Banner>
  );
}
