import "./incident.css";
import { useParams } from "react-router";
import { clocksOf } from "#domain/incidents/answering.ts";
import { securityGroup } from "#domain/incidents/incident-states.ts";
import { downtime, outagesOf, standing } from "#domain/incidents/outages.ts";
import { dayOf } from "#kernel/calendar.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { incidentOf } from "../../book/incident-row.tsx";
import { entriesOf } from "../../book/incidents/entries.ts";
import { type Names, useNames } from "../../book/names.ts";
import { PrintHead } from "../../book/paper/print-head.tsx";
import { RecordPage, unlessDeleted } from "../../book/record-page.tsx";
import { formatDay, formatDuration, formatTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useNow, useRow, useRowsByKey } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { usePaperLetters } from "../../ui/paper.ts";
import { EmptyState } from "../../ui/plain-states.tsx";
import { PrintFoot, Signatures } from "../../ui/print-parts.tsx";

/** The report of an incident on A4, to be signed; one of information security is sent within five days. */
export default function IncidentReportPage() {
  const t = useText("incidents");
  const { id = "" } = useParams();
  const row = unlessDeleted(useRow(id));
  const isSecurity = row ? incidentOf(row).group === securityGroup : false;
  const names = useNames();
  usePaperLetters();
  return (
    <RecordPage
      texts="incidents"
      row={row}
      title={t(isSecurity ? "paper.title" : "paper.plainTitle")}
      backTo={`/su-co/${id}`}
      list={
        <EmptyState
          fact={t(isSecurity ? "paper.title" : "paper.plainTitle")}
          todo={t(isSecurity ? "paper.todo" : "paper.plainTodo")}
        />
      }
      dock={
        row ? (
          <Dock>
            <Button variant="main" size="56" full icon="print" onClick={() => window.print()}>
              {t("paper.print")}
            </Button>
          </Dock>
        ) : null
      }
    >
      {(live) => <Paper row={live} names={names} />}
    </RecordPage>
  );
}

function Paper({ row, names }: { row: StoredRow; names: Names }) {
  const t = useText("incidents");
  const { now } = useNow();
  const incident = incidentOf(row);
  const title = t(incident.group === securityGroup ? "paper.title" : "paper.plainTitle");
  const lines = useLines(row, names);
  return (
    <>
      <PrintHead title={title} about={t("paper.about", { number: incident.number })} numbered="BC-UBND" />
      <div className="screen-only">
        <PageHead
          title={title}
          sub={incident.number}
          back={{ label: t("common:back"), to: `/su-co/${row.id}` }}
        />
      </div>
      <article className="report-paper">
        <table className="print-table">
          <tbody>
            {lines.map(([term, value]) => (
              <tr key={term}>
                <th scope="row">{term}</th>
                <td>{value || "…"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </article>
      <Signatures people={[{ role: t("paper.writer") }, { role: t("paper.leader") }]} />
      <PrintFoot text={t("paper.foot", { moment: moment(now) })} />
    </>
  );
}

/** What the law asks to be told, in its order; what is not known yet stays open to be written in. */
function useLines(row: StoredRow, names: Names): [term: string, value: string][] {
  const t = useText("incidents");
  const entries = standing(entriesOf(useRowsByKey(`under/${row.id}`) ?? []));
  const incident = incidentOf(row);
  const thing = names.equipmentOf(incident.equipment);
  const clocks = clocksOf(incident);
  const isSecurity = incident.group === securityGroup;
  const outages = outagesOf(entries);
  const { now } = useNow();
  const done = entries
    .filter(({ body }) => body.text !== "" && body.sort !== "void")
    .sort((a, b) => a.created.at - b.created.at)
    .map(({ body, created }) => `${moment(created.at)}: ${body.text}`);
  return [
    [t("paper.what"), incident.title],
    [t("paper.found"), moment(incident.since)],
    [t("paper.by"), `${names.person(row.created.by)}, ${moment(row.created.at)}`],
    [t("paper.where"), names.site(incident.site) ?? names.village(incident.village) ?? ""],
    [t("paper.thing"), thing ? `${thing.name}, ${thing.code}` : ""],
    [t("paper.note"), incident.note ?? ""],
    ...(isSecurity
      ? [[t("paper.people"), t(incident.personalData ? "paper.yes" : "paper.no")] as [string, string]]
      : [
          [t("paper.level"), t("paper.levelOf", { level: incident.severity })] as [string, string],
          [t("paper.downtime"), outages.length > 0 ? formatDuration(downtime(outages, now)) : ""] as [
            string,
            string,
          ],
        ]),
    [t("paper.done"), done.join("\n")],
    [t("paper.state"), t(`today:incident.states.${incident.state}`)],
    [t("outcome.cause"), incident.cause ?? ""],
    [t("outcome.fix"), incident.fix ?? ""],
    ...(isSecurity ? [[t("paper.due"), moment(clocks.report)] as [string, string]] : []),
    ...(!isSecurity || clocks.personalData === null
      ? []
      : [[t("paper.duePeople"), moment(clocks.personalData)] as [string, string]]),
    [t("paper.ask"), ""],
  ];
}

function moment(ms: number): string {
  return `${formatTime(ms)} ${formatDay(dayOf(ms))}`;
}
