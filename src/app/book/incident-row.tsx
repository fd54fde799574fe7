import type { Incident } from "#domain/incidents/incident-kinds.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { formatRowTime, inSentence } from "../i18n/format.ts";
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

/** One incident of a list: its hour, title, severity with what is being done, its number, and how far it got. */
export function IncidentRow({
  row,
  now,
  current,
}: {
  row: StoredRow;
  now: number;
  current?: boolean | undefined;
}) {
  const t = useText("today");
  const incident = incidentOf(row);
  return (
    <Row
      to={`/su-co/${row.id}`}
      current={current}
      time={formatRowTime(incident.since, now)}
      title={incident.title}
      lines={[
        <span className="mark" data-quiet key="severity">
          <Severity level={severityOf(incident)} />
          <span>
            {t("incident.line", {
              level: incident.severity,
              state: inSentence(t(`incident.states.${incident.state}`)),
            })}
          </span>
        </span>,
        incident.number,
      ]}
      state={<RowState row={row} />}
    />
  );
}
