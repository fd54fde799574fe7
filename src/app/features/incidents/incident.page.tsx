import "./incident.css";
import { useMemo, useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { isOpen } from "#domain/incidents/incident-order.ts";
import { securityGroup } from "#domain/incidents/incident-states.ts";
import { openOutage, outagesOf } from "#domain/incidents/outages.ts";
import { mayDo } from "#domain/rights.ts";
import type { Scenario } from "#domain/scenarios/scenario-kinds.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { incidentOf } from "../../book/incident-row.tsx";
import { type Entry, entriesOf } from "../../book/incidents/entries.ts";
import { useSeen } from "../../book/incidents/seen.ts";
import { isKept } from "../../book/kept/only-read.tsx";
import { type Names, useNames } from "../../book/names.ts";
import { PhotoStrip } from "../../book/photos/photo-strip.tsx";
import { RecordPage, SaveDock, unlessDeleted } from "../../book/record-page.tsx";
import { RecordConflicts } from "../../conflicts/record-conflicts.tsx";
import { RecordHistory } from "../../history/record-history.tsx";
import { useText } from "../../i18n/i18n.ts";
import { LatePart, lazyPart } from "../../late-part.tsx";
import { useMe, useNow, useRow, useRowsByKey } from "../../logbook-context.tsx";
import { useStatus } from "../../shell/use-status.ts";
import { Disclosure } from "../../ui/disclosure.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { OverflowMenu } from "../../ui/overflow-menu.tsx";
import { useCommand } from "../../use-command.ts";
import { AsSecurity } from "./as-security.tsx";
import { AssigneePart, PeopleSheet } from "./assignee-part.tsx";
import { IncidentDock } from "./incident-dock.tsx";
import { IncidentFacts } from "./incident-facts.tsx";
import { IncidentList } from "./incident-list.tsx";
import { IncidentStanding } from "./incident-standing.tsx";
import { LadderPart } from "./ladder-part.tsx";
import { moveWord } from "./move-words.ts";
import { NextLine } from "./next-line.tsx";
import { OutagePart } from "./outage-part.tsx";
import { OutcomePart } from "./outcome-part.tsx";
import { Timeline } from "./timeline.tsx";
import { type IncidentWork, useIncidentWork } from "./use-incident-work.ts";
import { assignIncident } from "./work-commands.ts";

const ShareIncident = lazyPart(
  async () => (await import("../../book/share/share-incident.tsx")).ShareIncident,
  "share",
);
const FallbackPart = lazyPart(async () => (await import("./fallback-part.tsx")).FallbackPart);
const PackPart = lazyPart(async () => (await import("./pack-part.tsx")).PackPart);
const LinksPart = lazyPart(async () => (await import("./links-part.tsx")).LinksPart);
const SecurityCard = lazyPart(async () => (await import("./security-card.tsx")).SecurityCard);
const IncidentEdit = lazyPart(async () => (await import("./incident-edit.tsx")).IncidentEdit);

/** One incident: how it stands, what was done, and what may be done next. */
export default function IncidentPage() {
  const t = useText("incidents");
  const { id = "" } = useParams();
  const [search] = useSearchParams();
  const row = unlessDeleted(useRow(id));
  const me = useMe();
  const mayEdit = row
    ? !isKept(row) &&
      mayDo(me.rights, "incident", "edit") &&
      (row.created.by === me.person || me.has("centre", "responder", "security"))
    : false;
  if (row && mayEdit && search.get("sua") === "1")
    return (
      <RecordPage
        texts="incidents"
        row={row}
        title={incidentOf(row).number}
        backTo={`/su-co/${id}`}
        list={<IncidentList current={id} />}
        dock={<SaveDock form="incident-edit">{t("saveEdit")}</SaveDock>}
      >
        {(live) => (
          <LatePart>
            <IncidentEdit key={id} row={live} />
          </LatePart>
        )}
      </RecordPage>
    );
  if (row) return <OpenIncident key={id} row={row} mayEdit={mayEdit} />;
  return (
    <RecordPage texts="incidents" row={row} backTo="/su-co" list={<IncidentList current={id} />}>
      {() => null}
    </RecordPage>
  );
}

function OpenIncident({ row, mayEdit }: { row: StoredRow; mayEdit: boolean }) {
  const work = useIncidentWork(row);
  const [isWriting, setWriting] = useState(false);
  return (
    <RecordPage
      texts="incidents"
      row={row}
      title={incidentOf(row).number}
      backTo="/su-co"
      list={<IncidentList current={row.id} />}
      dock={<IncidentDock row={row} work={work} isWriting={isWriting} />}
    >
      {(live) => <IncidentRecord row={live} mayEdit={mayEdit} work={work} onWriting={setWriting} />}
    </RecordPage>
  );
}

function IncidentRecord({
  row,
  mayEdit,
  work,
  onWriting,
}: {
  row: StoredRow;
  mayEdit: boolean;
  work: IncidentWork;
  onWriting: (isWriting: boolean) => void;
}) {
  const names = useNames();
  const { now } = useNow();
  const entries = entriesOf(useRowsByKey(`under/${row.id}`) ?? []);
  const shown = useMemo(() => [row], [row]);
  useSeen(shown);
  const incident = incidentOf(row);
  const around = { row, entries, names, now };
  const isStuck = useStuck(row);
  return (
    <>
      <Head row={row} mayEdit={mayEdit} work={work} />
      <IncidentStanding {...around} />
      {isStuck ? <Share row={row} /> : null}
      {incident.group === securityGroup ? (
        <LatePart>
          <SecurityCard row={row} mayEdit={mayEdit} now={now} />
        </LatePart>
      ) : null}
      <RecordConflicts record={row.id} />
      {openOutage(outagesOf(entries)) ? <OutagePart row={row} entries={entries} now={now} /> : null}
      <Timeline {...around}>{work.mayWrite ? <NextLine work={work} onFocus={onWriting} /> : null}</Timeline>
      <PhotoStrip incident={row} />
      <Rest {...around} mayEdit={mayEdit} mayWrite={work.mayWrite} isStuck={isStuck} />
    </>
  );
}

/** Its number in the bar beside the way back, its title below; the lesser deeds stand behind the dots. */
function Head({ row, mayEdit, work }: { row: StoredRow; mayEdit: boolean; work: IncidentWork }) {
  const t = useText("incidents");
  const me = useMe();
  const hand = useHand();
  const navigate = useNavigate();
  const command = useCommand();
  const [isGiving, setGiving] = useState(false);
  const incident = incidentOf(row);
  const mayGive = work.main !== null || work.others.length > 0 || me.has("leader");
  const give = (person: string) => {
    setGiving(false);
    void command.run(() => assignIncident(hand, row, person));
  };
  const items = [
    ...[...(incident.state === "new" && work.main ? [work.main] : []), ...work.others].map((to) => ({
      text: moveWord(t, incident.state, to, work.nextLevel),
      onSelect: () => work.move(to),
    })),
    ...(mayGive
      ? [{ text: t("assignee.giveTo"), icon: "user" as const, onSelect: () => setGiving(true) }]
      : []),
    ...(mayEdit
      ? [
          {
            text: t("editTitle"),
            icon: "edit" as const,
            onSelect: () => void navigate(`/su-co/${row.id}?sua=1`),
          },
        ]
      : []),
    {
      text: t("paper.print"),
      icon: "print" as const,
      onSelect: () => void navigate(`/su-co/${row.id}/bao-cao`),
    },
  ];
  return (
    <header className="incident-head">
      <div className="incident-bar">
        <IconButton icon="back" label={t("common:back")} to="/su-co" />
        <p className="incident-number">{incident.number}</p>
        <OverflowMenu label={t("menu")} items={items} />
      </div>
      <h1 className="incident-title" tabIndex={-1}>
        {incident.title}
      </h1>
      {isGiving ? (
        <PeopleSheet group={incident.group} onPick={give} onClose={() => setGiving(false)} />
      ) : null}
    </header>
  );
}

/** While the server cannot be reached, a text message carries what it does not have: that deed stands in sight. */
function useStuck(row: StoredRow): boolean {
  const { reason, beneath } = useStatus();
  return row.seq === 0 && (reason ?? beneath?.reason) !== undefined;
}

function Share({ row }: { row: StoredRow }) {
  return (
    <div className="block">
      <LatePart>
        <ShareIncident row={row} />
      </LatePart>
    </div>
  );
}

/** Everything else that is known or may be needed, folded. */
function Rest({
  row,
  entries,
  names,
  now,
  mayEdit,
  mayWrite,
  isStuck,
}: {
  row: StoredRow;
  entries: readonly Entry[];
  names: Names;
  now: number;
  mayEdit: boolean;
  mayWrite: boolean;
  isStuck: boolean;
}) {
  const t = useText("incidents");
  const incident = incidentOf(row);
  const scenarios = useScenarios(incident.group);
  const isSecret = incident.group === securityGroup;
  return (
    <Disclosure title={t("rest")} open={!isOpen(incident) && !incident.cause && !incident.fix && mayEdit}>
      <IncidentFacts row={row} names={names} now={now} />
      {mayEdit ? <OutcomePart row={row} /> : null}
      {openOutage(outagesOf(entries)) ? null : <OutagePart row={row} entries={entries} now={now} />}
      <LadderPart key={row.id} row={row} />
      {isStuck ? null : <Share row={row} />}
      <AssigneePart row={row} names={names} />
      {mayWrite ? (
        <div className="block">
          <LatePart>
            <FallbackPart row={row} scenarios={scenarios} />
          </LatePart>
        </div>
      ) : null}
      <LatePart>
        <PackPart row={row} names={names} now={now} scenarios={scenarios} />
        <LinksPart row={row} mayLink={mayEdit} now={now} />
      </LatePart>
      <div className="block">
        {mayWrite && !isSecret ? <AsSecurity row={row} /> : null}
        <RecordHistory record={row.id} />
      </div>
    </Disclosure>
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
