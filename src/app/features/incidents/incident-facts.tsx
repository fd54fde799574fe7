import type { StoredRow } from "#sync/device-store.ts";
import { systemWord } from "../../book/incident-contacts.tsx";
import { incidentOf } from "../../book/incident-row.tsx";
import type { Names } from "../../book/names.ts";
import { formatMoment, formatNumber } from "../../i18n/format.ts";
import { hasText, useText } from "../../i18n/i18n.ts";
import { TextLink } from "../../ui/button.tsx";
import { Facts } from "../../ui/facts.tsx";

/** What is known of it; what nobody said has no line. */
export function IncidentFacts({ row, names, now }: { row: StoredRow; names: Names; now: number }) {
  const t = useText("incidents");
  const incident = incidentOf(row);
  const thing = names.equipmentOf(incident.equipment);
  const { questions, level, dossiers } = incident;
  const stopped = questions?.["stoppedCounters"];
  const items = [
    { term: t("facts.group"), value: t(`catalogue.groups.${incident.group}`) },
    { term: t("facts.system"), value: incident.system && systemWord(t, incident.system) },
    { term: t("facts.equipment"), value: thing && [thing.name, thing.code].filter(Boolean).join(", ") },
    { term: t("facts.place"), value: placeOf(incident, names) },
    { term: t("facts.since"), value: formatMoment(incident.since, now) },
    { term: t("facts.by"), value: `${names.person(row.created.by)}, ${formatMoment(row.created.at, now)}` },
    { term: t("stopped"), value: stopped && t(`catalogue.questions.stoppedCounters.${stopped}`) },
    {
      term: t("facts.level"),
      value: level && (hasText(`contacts:levels.${level}`) ? t(`contacts:levels.${level}`) : level),
    },
    { term: t("note"), value: incident.note },
    { term: t("outcome.cause"), value: incident.cause },
    { term: t("outcome.fix"), value: incident.fix },
    { term: t("outcome.dossiers"), value: dossiers === undefined ? undefined : formatNumber(dossiers) },
    {
      term: t("facts.run"),
      value: incident.run && <TextLink to={`/kiem-tra/phieu/${incident.run}`}>{t("facts.openRun")}</TextLink>,
    },
  ];
  return <Facts items={items.filter(({ value }) => value)} />;
}

function placeOf(
  incident: { village?: string | undefined; site?: string | undefined; place?: string | undefined },
  names: Names,
): string {
  const where = names.village(incident.village) ?? names.site(incident.site);
  return [where, incident.place].filter(Boolean).join(", ");
}
