import { type ComponentType, lazy, Suspense } from "react";
import type { StoredRow } from "#sync/device-store.ts";
import { useAllGood } from "../../book/checks/all-good-flow.tsx";
import { runPath } from "../../book/checks/run-path.ts";
import type { SiteCheck } from "../../book/checks/site-checks.ts";
import { IncidentRow } from "../../book/incident-row.tsx";
import { type Names, useNames } from "../../book/names.ts";
import { TaskRow } from "../../book/task-row.tsx";
import { formatLongDay, formatNumber } from "../../i18n/format.ts";
import { loadTexts, useText } from "../../i18n/i18n.ts";
import { OfflineReady } from "../../shell/offline-ready.tsx";
import { ProfileButton } from "../../shell/profile-button.tsx";
import { Screen } from "../../shell/screen.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { QuickDock } from "../../ui/dock.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { DueCheck, QuietCheck } from "./check-panel.tsx";
import { type Today, useToday } from "./use-today.ts";

const shownAtOnce = 6;
/** What may come a moment later, or not at all while it cannot be fetched: whom to call, a day without incidents. */
const IncidentPart = afterwards<{ rows: readonly StoredRow[]; now: number }>(
  () => import("../../book/incidents/today-part.tsx").then((part) => part.TodayPart),
  "incidents",
  "contacts",
);
const MorningOffer = afterwards(
  () => import("../../book/morning/morning-offer.tsx").then((part) => part.MorningOffer),
  "morning",
  "month",
);
const KeptNotice = afterwards(
  () => import("../../book/kept/kept-notice.tsx").then((part) => part.KeptNotice),
  "kept",
);
const DayQuestion = afterwards<{ asked: Today["asked"]; id: string }>(() =>
  import("../../book/checks/day-question.tsx").then((part) => part.DayQuestion),
);
const ConflictPrompt = afterwards<{ day: string }>(() =>
  import("./conflict-prompt.tsx").then((part) => part.ConflictPrompt),
);
const VisitsToday = afterwards<{ rows: readonly StoredRow[]; names: Names }>(() =>
  import("./visit-line.tsx").then((part) => part.VisitsToday),
);
const AdminToday = afterwards<{ quiet: boolean }>(
  () => import("../../book/start/admin-today.tsx").then((part) => part.AdminToday),
  "start",
);
const Calls = afterwards<{ rows: readonly StoredRow[] }>(
  () => import("../../book/calls-today.tsx").then((part) => part.CallsToday),
  "contacts",
  "support",
);
const More = afterwards(() => import("./today-more.tsx").then((part) => part.TodayMore), "contacts");

function afterwards<Props = object>(load: () => Promise<ComponentType<Props>>, ...texts: readonly string[]) {
  return lazy<ComponentType<Props>>(() =>
    Promise.all([load(), loadTexts(...texts)]).then(
      ([part]) => ({ default: part }),
      () => ({ default: () => null }),
    ),
  );
}

/** *Hôm nay*: what I must do now, a short honest list. */
export default function TodayPage() {
  const t = useText("today");
  const today = useToday();
  const names = useNames();
  const all = today.checks ?? [];
  const flow = useAllGood(all, today.asked);
  const due = today.mayCheck ? all.filter((check) => !check.run?.completed && !check.closed) : [];
  const [myIncidents, incidents] = apart(today.incidents, today.isMine);
  const [myTasks, tasks] = apart(today.tasks, today.isMine);
  const quiet = all.filter((check) => !due.includes(check));
  return (
    <Screen title={t("title")} dock={<Quick today={today} />}>
      <PageHead title={t("title")} sub={formatLongDay(today.asked.day)} action={<ProfileButton />} />
      {today.keeps ? (
        <Suspense fallback={null}>
          <KeptNotice />
        </Suspense>
      ) : null}
      {due.length > 0 && today.asked.mustAsk ? (
        <Suspense fallback={null}>
          <DayQuestion asked={today.asked} id="today-day" />
        </Suspense>
      ) : null}
      {due.map((check) => (
        <DueCheck
          key={check.id}
          check={check}
          now={today.now}
          named={all.length > 1}
          onAllGood={() => flow.open(check.id)}
        />
      ))}
      {today.offersMorning ? (
        <Suspense fallback={null}>
          <MorningOffer />
        </Suspense>
      ) : null}
      {today.hasConflicts ? (
        <Suspense fallback={null}>
          <ConflictPrompt day={today.day} />
        </Suspense>
      ) : null}
      <LedgerPage ruled={due.length === 0}>
        <Checks checks={quiet} today={today} />
        <Incidents today={today} rows={myIncidents} title="incidents" />
      </LedgerPage>
      {today.incidents && today.mayReport ? (
        <Suspense fallback={null}>
          <IncidentPart
            rows={[...myIncidents.slice(0, shownAtOnce), ...incidents.slice(0, shownAtOnce)]}
            now={today.now}
          />
        </Suspense>
      ) : null}
      <LedgerPage ruled>
        <Tasks today={today} rows={myTasks} title="tasks" names={names} />
        {today.calls?.length ? (
          <Suspense fallback={null}>
            <Calls rows={today.calls} />
          </Suspense>
        ) : null}
        <Incidents today={today} rows={incidents} title="ours.incidents" />
        <Tasks today={today} rows={tasks} title="ours.tasks" names={names} />
        <Visits today={today} names={names} />
        {today.mayManage && !today.arriving ? null : <Nothing today={today} />}
      </LedgerPage>
      {today.mayManage ? (
        <Suspense fallback={null}>
          <AdminToday quiet={isQuiet(today)} />
        </Suspense>
      ) : null}
      <Suspense fallback={null}>
        <More />
      </Suspense>
      <OfflineReady />
      {flow.sheet}
    </Screen>
  );
}

function Quick({ today }: { today: Today }) {
  const t = useText("today");
  if (!today.mayReport && !today.mayVisit) return null;
  return (
    <QuickDock>
      {today.mayReport ? (
        <LinkButton icon="plus" to="/su-co/moi">
          {t("report")}
        </LinkButton>
      ) : null}
      {today.mayVisit ? (
        <LinkButton icon="plus" to="/ho-tro/moi">
          {t("visit")}
        </LinkButton>
      ) : null}
    </QuickDock>
  );
}

function Checks({ checks, today }: { checks: readonly SiteCheck[]; today: Today }) {
  const t = useText("checks");
  if (checks.length === 0) return null;
  return (
    <Section title={t("panel.title")}>
      <Rows label={t("panel.title")}>
        {checks.map((check) => (
          <QuietCheck key={check.id} check={check} now={today.now} />
        ))}
        {today.mayCheck && today.secondCheck
          ? checks
              .filter((check) => check.run?.completed)
              .map((check) => (
                <Row
                  key={`${check.id}-second`}
                  to={runPath({ ...check.key, slot: "afternoon" })}
                  time=""
                  title={t("second.title")}
                  lines={[t("second.offer")]}
                />
              ))
          : null}
      </Rows>
    </Section>
  );
}

/** Mine, or the rest of the commune's. */
interface Part {
  today: Today;
  rows: readonly StoredRow[];
  title: string;
}

function Incidents({ today, rows, title }: Part) {
  const t = useText("today");
  if (rows.length === 0) return null;
  return (
    <Section title={t(title)} count={rows.length}>
      <Rows label={t(title)}>
        {rows.slice(0, shownAtOnce).map((row) => (
          <IncidentRow key={row.id} row={row} now={today.now} />
        ))}
        <Rest count={rows.length - shownAtOnce} to="/su-co" />
      </Rows>
    </Section>
  );
}

function Tasks({ today, rows, title, names }: Part & { names: Names }) {
  const t = useText("today");
  if (rows.length === 0) return null;
  return (
    <Section title={t(title)} count={rows.length}>
      <Rows label={t(title)}>
        {rows.slice(0, shownAtOnce).map((row) => (
          <TaskRow key={row.id} row={row} now={today.now} today={today.day} names={names} />
        ))}
        <Rest count={rows.length - shownAtOnce} to="/nhiem-vu" />
      </Rows>
    </Section>
  );
}

/** The rows that wait for me, and the rest. */
function apart(rows: readonly StoredRow[] = [], isMine: Today["isMine"]) {
  return [rows.filter(isMine), rows.filter((row) => !isMine(row))] as const;
}

function Visits({ today, names }: { today: Today; names: Names }) {
  const t = useText("today");
  const rows = today.visits ?? [];
  if (rows.length === 0) return null;
  return (
    <Section title={t("visits.title")} count={rows.length}>
      <Rows label={t("visits.title")}>
        <Suspense fallback={null}>
          <VisitsToday rows={rows} names={names} />
        </Suspense>
      </Rows>
    </Section>
  );
}

function Rest({ count, to }: { count: number; to: string }) {
  const t = useText("today");
  return count > 0 ? <Row to={to} time="" title={t("rest", { count })} /> : null;
}

/** Everything is known, and nothing is in it. */
function isQuiet({ checks, incidents, tasks, calls, visits }: Today): boolean {
  return [checks, incidents, tasks, calls, visits].every((part) => part?.length === 0);
}

/** Quiet emptiness once everything is known; while the first records arrive, that is said instead. */
function Nothing({ today }: { today: Today }) {
  const t = useText("today");
  if (!isQuiet(today)) return null;
  if (today.arriving !== null) {
    const { items, percent } = today.arriving;
    return (
      <EmptyState
        fact={t("arriving.fact", { items: formatNumber(items), percent })}
        todo={t("arriving.todo")}
      />
    );
  }
  const todo = today.mayVisit ? "visit" : today.mayReport ? "report" : "rest";
  return <EmptyState fact={t("empty.fact")} todo={t(`empty.${todo}`)} />;
}
