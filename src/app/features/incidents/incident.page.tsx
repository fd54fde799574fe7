import { useParams, useSearchParams } from "react-router";
import type { Incident } from "#domain/incidents/incident-kinds.ts";
import { answerBy } from "#domain/incidents/incident-order.ts";
import { mayDo } from "#domain/rights.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { incidentOf, severityOf } from "../../book/incident-row.tsx";
import { type Names, useNames } from "../../book/names.ts";
import { RecordPage, SaveDock, unlessDeleted } from "../../book/record-page.tsx";
import { RowState } from "../../book/row-state.tsx";
import { RecordConflicts } from "../../conflicts/record-conflicts.tsx";
import { RecordHistory } from "../../history/record-history.tsx";
import { formatDuration, formatMoment, formatRowTime, inSentence } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useNow, useRow, useRowsByKey } from "../../logbook-context.tsx";
import { LinkButton, TextLink } from "../../ui/button.tsx";
import { Facts } from "../../ui/facts.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { Mark } from "../../ui/mark.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { Severity } from "../../ui/severity.tsx";
import { IncidentDeeds } from "./incident-deeds.tsx";
import { IncidentEdit } from "./incident-edit.tsx";
import { IncidentList } from "./incident-list.tsx";

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
          <IncidentEdit key={id} row={live} />
        ) : (
          <IncidentRecord key={id} row={live} mayEdit={mayEdit} />
        )
      }
    </RecordPage>
  );
}

function IncidentRecord({ row, mayEdit }: { row: StoredRow; mayEdit: boolean }) {
  const t = useText("incidents");
  const today = useText("today");
  const names = useNames();
  const { now } = useNow();
  const incident = incidentOf(row);
  return (
    <>
      <PageHead
        title={incident.title}
        sub={incident.number}
        back={{ label: t("common:back"), to: "/su-co" }}
      />
      <div className="block">
        <RowState row={row} size="box" />
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
        {incident.state === "new" ? <Unseen incident={incident} now={now} /> : null}
      </div>
      <RecordConflicts record={row.id} />
      <IncidentFacts row={row} names={names} now={now} />
      {mayEdit ? (
        <div className="block">
          <LinkButton icon="edit" full to={`/su-co/${row.id}?sua=1`}>
            {t("editTitle")}
          </LinkButton>
        </div>
      ) : null}
      <IncidentDeeds row={row} />
      <Timeline row={row} names={names} now={now} />
      <div className="block">
        <RecordHistory record={row.id} />
      </div>
    </>
  );
}

/** Until somebody takes it up; once the time to answer has passed, what to do instead. */
function Unseen({ incident, now }: { incident: Incident; now: number }) {
  const t = useText("incidents");
  const by = answerBy(incident);
  if (by === null || now < by) return <p>{t("unseen")}</p>;
  return (
    <p>
      <Mark icon="warning" tone="warn">
        {t("unseenLong", { time: formatDuration(by - incident.since) })}
      </Mark>
    </p>
  );
}

function IncidentFacts({ row, names, now }: { row: StoredRow; names: Names; now: number }) {
  const t = useText("incidents");
  const incident = incidentOf(row);
  const thing = names.equipmentOf(incident.equipment);
  const place = names.village(incident.village) ?? names.site(incident.site);
  const items = [
    { term: t("facts.group"), value: t(`catalogue.groups.${incident.group}`) },
    ...(thing
      ? [{ term: t("facts.equipment"), value: [thing.name, thing.code].filter(Boolean).join(", ") }]
      : []),
    ...(place ? [{ term: t("facts.place"), value: place }] : []),
    { term: t("facts.since"), value: formatMoment(incident.since, now) },
    { term: t("facts.by"), value: `${names.person(row.created.by)}, ${formatMoment(row.created.at, now)}` },
    ...(incident.questions?.["stoppedCounters"]
      ? [
          {
            term: t("stopped"),
            value: t(`catalogue.questions.stoppedCounters.${incident.questions["stoppedCounters"]}`),
          },
        ]
      : []),
    ...(incident.note ? [{ term: t("note"), value: incident.note }] : []),
    ...(incident.run
      ? [
          {
            term: t("facts.run"),
            value: <TextLink to={`/kiem-tra/phieu/${incident.run}`}>{t("facts.openRun")}</TextLink>,
          },
        ]
      : []),
  ];
  return <Facts items={items} />;
}

function Timeline({ row, names, now }: { row: StoredRow; names: Names; now: number }) {
  const t = useText("incidents");
  const today = useText("today");
  const entries = useRowsByKey(`under/${row.id}`) ?? [];
  const sorted = [...entries].sort((a, b) => b.created.at - a.created.at);
  return (
    <LedgerPage ruled>
      <Section title={t("timeline")} count={sorted.length + 1}>
        <Rows label={t("timeline")}>
          {sorted.map((entry) => {
            const sort = String(entry.body["sort"]);
            const text = String(entry.body["text"] ?? "");
            const title = sort === "note" ? text : today(`incident.states.${sort}`);
            return (
              <Row
                key={entry.id}
                time={formatRowTime(entry.created.at, now)}
                title={title}
                lines={[...(sort === "note" || text === "" ? [] : [text]), names.person(entry.created.by)]}
                state={<RowState row={entry} />}
              />
            );
          })}
          <Row
            time={formatRowTime(row.created.at, now)}
            title={t("reported")}
            lines={[names.person(row.created.by)]}
          />
        </Rows>
      </Section>
    </LedgerPage>
  );
}
