import "./incident.css";
import { type ReactNode, useMemo } from "react";
import { useParams, useSearchParams } from "react-router";
import { securityGroup } from "#domain/incidents/incident-states.ts";
import { mayDo } from "#domain/rights.ts";
import type { Scenario } from "#domain/scenarios/scenario-kinds.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { incidentOf, severityOf } from "../../book/incident-row.tsx";
import { AnswerPart } from "../../book/incidents/answer-part.tsx";
import { type Entry, entriesOf } from "../../book/incidents/entries.ts";
import { useSeen } from "../../book/incidents/seen.ts";
import { useNames } from "../../book/names.ts";
import { PhotoStrip } from "../../book/photos/photo-strip.tsx";
import { RecordPage, SaveDock, unlessDeleted } from "../../book/record-page.tsx";
import { RowState } from "../../book/row-state.tsx";
import { RecordConflicts } from "../../conflicts/record-conflicts.tsx";
import { RecordHistory } from "../../history/record-history.tsx";
import { inSentence } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { LatePart, lazyPart } from "../../late-part.tsx";
import { useMe, useNow, useRow, useRowsByKey } from "../../logbook-context.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Severity } from "../../ui/severity.tsx";
import { AsSecurity } from "./as-security.tsx";
import { AssigneePart } from "./assignee-part.tsx";
import { FallbackPart } from "./fallback-part.tsx";
import { IncidentDeeds } from "./incident-deeds.tsx";
import { IncidentFacts } from "./incident-facts.tsx";
import { IncidentList } from "./incident-list.tsx";
import { LadderPart } from "./ladder-part.tsx";
import { LinksPart } from "./links-part.tsx";
import { OutagePart } from "./outage-part.tsx";
import { OutcomePart } from "./outcome-part.tsx";
import { PackPart } from "./pack-part.tsx";
import { SecurityCard } from "./security-card.tsx";
import { Timeline } from "./timeline.tsx";

const ShareIncident = lazyPart(
  async () => (await import("../../book/share/share-incident.tsx")).ShareIncident,
  "share",
);
const IncidentEdit = lazyPart(async () => (await import("./incident-edit.tsx")).IncidentEdit);

/** One incident: how it stands, what was done, and what may be done next. */
export default function IncidentPage() {
  const t = useText("incidents");
  const { id = "" } = useParams();
  const [search] = useSearchParams();
  const row = unlessDeleted(useRow(id));
  const me = useMe();
  const mayEdit = row
    ? mayDo(me.rights, "incident", "edit") &&
      (row.created.by === me.person || me.has("centre", "responder", "security"))
    : false;
  const edits = mayEdit && search.get("sua") === "1";
  return (
    <RecordPage
      texts="incidents"
      row={row}
      title={row ? incidentOf(row).number : undefined}
      backTo="/su-co"
      list={<IncidentList current={id} />}
      dock={edits ? <SaveDock form="incident-edit">{t("saveEdit")}</SaveDock> : null}
    >
      {(live) =>
        edits ? (
          <LatePart>
            <IncidentEdit key={id} row={live} />
          </LatePart>
        ) : (
          <IncidentRecord key={id} row={live} mayEdit={mayEdit} />
        )
      }
    </RecordPage>
  );
}

function IncidentRecord({ row, mayEdit }: { row: StoredRow; mayEdit: boolean }) {
  const t = useText("incidents");
  const me = useMe();
  const names = useNames();
  const { now } = useNow();
  const entries = entriesOf(useRowsByKey(`under/${row.id}`) ?? []);
  const scenarios = useScenarios(incidentOf(row).group);
  const shown = useMemo(() => [row], [row]);
  useSeen(shown);
  const incident = incidentOf(row);
  const isSecret = incident.group === securityGroup;
  const mayWrite = mayDo(me.rights, "incidentEntry", "append");
  return (
    <>
      <PageHead
        title={incident.title}
        sub={incident.number}
        back={{ label: t("common:back"), to: "/su-co" }}
      />
      <Standing row={row} entries={entries}>
        <AnswerPart row={row} entries={entries} names={names} now={now} />
      </Standing>
      {isSecret ? <SecurityCard row={row} mayEdit={mayEdit} now={now} /> : null}
      <RecordConflicts record={row.id} />
      <OutagePart row={row} entries={entries} now={now} />
      <LadderPart key={row.id} row={row} />
      <div className="block">
        <LatePart>
          <ShareIncident row={row} />
        </LatePart>
      </div>
      <IncidentFacts row={row} names={names} now={now} />
      <PhotoStrip incident={row} />
      {mayEdit ? (
        <div className="block">
          <LinkButton icon="edit" full to={`/su-co/${row.id}?sua=1`}>
            {t("editTitle")}
          </LinkButton>
        </div>
      ) : null}
      <AssigneePart row={row} names={names} />
      <IncidentDeeds row={row} />
      {mayEdit || mayWrite ? (
        <div className="block">
          {mayWrite ? <FallbackPart row={row} scenarios={scenarios} /> : null}
          {mayEdit ? <OutcomePart row={row} /> : null}
        </div>
      ) : null}
      <PackPart row={row} names={names} now={now} scenarios={scenarios} />
      <LinksPart row={row} mayLink={mayEdit} now={now} />
      <Timeline row={row} entries={entries} names={names} now={now} />
      <div className="block">
        {mayWrite && !isSecret ? <AsSecurity row={row} /> : null}
        <RecordHistory record={row.id} />
      </div>
    </>
  );
}

/** The stamp speaks for the incident and its whole timeline. */
function Standing({
  row,
  entries,
  children,
}: {
  row: StoredRow;
  entries: readonly Entry[];
  children: ReactNode;
}) {
  const today = useText("today");
  const incident = incidentOf(row);
  return (
    <div className="block">
      <RowState row={row} size="box" under={entries} />
      <p className="record-state">
        <span className="mark">
          <Severity level={severityOf(incident)} />
          <span>
            {today("incident.line", {
              level: incident.severity,
              state: inSentence(today(`incident.states.${incident.state}`)),
            })}
          </span>
        </span>
      </p>
      {children}
    </div>
  );
}

/** Scenarios that open by themselves for incidents of this group. */
function useScenarios(group: number): StoredRow[] {
  const rows = useRowsByKey("scenario");
  return useMemo(
    () => (rows ?? []).filter((row) => (row.body as unknown as Scenario).groups.includes(group)),
    [rows, group],
  );
}
