import "./incident.css";
import { useParams } from "react-router";
import { clocksOf } from "#domain/incidents/answering.ts";
import { securityGroup } from "#domain/incidents/incident-states.ts";
import { standing } from "#domain/incidents/outages.ts";
import { dayOf } from "#kernel/calendar.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { incidentOf } from "../../book/incident-row.tsx";
import { entriesOf } from "../../book/incidents/entries.ts";
import { type Names, useNames } from "../../book/names.ts";
import { RecordPage, unlessDeleted } from "../../book/record-page.tsx";
import { formatDay, formatTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useCommuneName, useNow, useRow, useRowsByKey } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { usePaperLetters } from "../../ui/paper.ts";
import { EmptyState } from "../../ui/plain-states.tsx";
import { PrintFoot, Signatures } from "../../ui/print-parts.tsx";

/** The report of a security incident on A4, to be signed and sent within five days. */
export default function SecurityReportPage() {
  const t = useText("incidents");
  const { id = "" } = useParams();
  const found = unlessDeleted(useRow(id));
  const row = found && incidentOf(found).group !== securityGroup ? null : found;
  const names = useNames();
  usePaperLetters();
  return (
    <RecordPage
      texts="incidents"
      row={row}
      title={t("paper.title")}
      backTo={`/su-co/${id}`}
      list={<EmptyState fact={t("paper.title")} todo={t("paper.todo")} />}
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
  const commune = useCommuneName().name;
  const lines = useLines(row, names);
  return (
    <>
      <PageHead
        title={t("paper.title")}
        sub={incidentOf(row).number}
        back={{ label: t("common:back"), to: `/su-co/${row.id}` }}
      />
      <article className="report-paper">
        <p>{commune}</p>
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
    [t("paper.people"), t(incident.personalData ? "paper.yes" : "paper.no")],
    [t("paper.done"), done.join("\n")],
    [t("paper.state"), t(`today:incident.states.${incident.state}`)],
    [t("outcome.cause"), incident.cause ?? ""],
    [t("outcome.fix"), incident.fix ?? ""],
    [t("paper.due"), moment(clocks.report)],
    ...(clocks.personalData === null
      ? []
      : [[t("paper.duePeople"), moment(clocks.personalData)] as [string, string]]),
    [t("paper.ask"), ""],
  ];
}

function moment(ms: number): string {
  return `${formatTime(ms)} ${formatDay(dayOf(ms))}`;
}
