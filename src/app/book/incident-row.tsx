import type { Incident } from "#domain/incidents/incident-kinds.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { formatDuration, formatRowTime, inSentence } from "../i18n/format.ts";
import { useText } from "../i18n/i18n.ts";
import { Row } from "../ui/rows.tsx";
import { Severity } from "../ui/severity.tsx";
import { RowState } from "./row-state.tsx";

export function incidentOf(row: StoredRow): Incident {
  return row.body as unknown as Incident;
}

export function severityOf(incident: Incident): 1 | 2 | 3 | 4 {
  return Math.min(4, Math.max(1, incident.severity)) as 1 | 2 | 3 | 4;
}

/** One incident of a list: its hour, title, how grave it is and what is being done, and its stamp. */
export function IncidentRow({
  row,
  now,
  current,
  waits,
}: {
  row: StoredRow;
  now: number;
  current?: boolean | undefined;
  /** It is this person's to take, and nobody has: how long it has waited takes the place of its state. */
  waits?: boolean | undefined;
}) {
  const t = useText("today");
  const incident = incidentOf(row);
  const state = waits
    ? t("incident.waits", { time: formatDuration(now - incident.since) })
    : inSentence(t(`incident.states.${incident.state}`));
  return (
    <Row
      to={`/su-co/${row.id}`}
      current={current}
      due={waits}
      time={formatRowTime(incident.since, now)}
      title={incident.title}
      lines={[
        <span className="mark" data-quiet key="severity">
          <Severity level={severityOf(incident)} />
          <span>{t("incident.line", { level: incident.severity, state })}</span>
        </span>,
      ]}
      stamp={<RowState row={row} size="stamp" />}
    />
  );
}
