import type { Person } from "#domain/org/org-kinds.ts";
import type { Plan, ProgressUpdate, Task } from "#domain/tasks/task-kinds.ts";
import type { TaskState } from "#domain/tasks/task-states.ts";
import { taskMachine } from "#domain/tasks/task-states.ts";
import { lastDay, urgencyOf } from "#domain/tasks/urgency.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { PersonCall } from "../../book/duty/person-call.tsx";
import { type Names, useNames } from "../../book/names.ts";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { RowState } from "../../book/row-state.tsx";
import { leadText, TaskWhy, taskOf } from "../../book/task-row.tsx";
import { RecordConflicts } from "../../conflicts/record-conflicts.tsx";
import { RecordHistory } from "../../history/record-history.tsx";
import { formatDay, formatRowDay, inSentence } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useNow, useRow, useRowsByKey } from "../../logbook-context.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { Facts } from "../../ui/facts.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { useCommand } from "../../use-command.ts";
import { moveTask } from "./commands.ts";

/** A task as the plan words it, what was done for it, and how it stands. */
export function TaskRecord({ row, mayUpdate }: { row: StoredRow; mayUpdate: boolean }) {
  const t = useText("tasks");
  const today = useText("today");
  const common = useText("common");
  const names = useNames();
  const { day } = useNow();
  const task = taskOf(row);
  const plan = useRow(task.plan)?.body as Plan | undefined;
  return (
    <>
      <PageHead
        title={task.title}
        sub={t("sectionOf", { section: task.section, plan: plan?.number || t("thePlan") })}
        back={{ label: common("back"), to: "/nhiem-vu" }}
      />
      <div className="block">
        <p className="record-progress">
          <b>{task.progress === undefined ? t("noProgress") : `${task.progress}%`}</b>
          {` · ${inSentence(today(`task.states.${task.state}`))}`}
        </p>
        <TaskWhy task={task} urgency={urgencyOf(task, day)} today={day} />
        <p>
          <RowState row={row} size="box" />
        </p>
      </div>
      <RecordConflicts record={row.id} />
      <OfferDone row={row} mayUpdate={mayUpdate} />
      <TaskFacts task={task} names={names} plan={plan} />
      <LeadPeople task={task} names={names} />
      <Updates row={row} names={names} />
      {mayUpdate ? <Moves row={row} /> : null}
      <div className="block">
        <RecordHistory record={row.id} />
      </div>
    </>
  );
}

/** 100 % asks nothing of itself; it offers the last step. */
function OfferDone({ row, mayUpdate }: { row: StoredRow; mayUpdate: boolean }) {
  const t = useText("tasks");
  const hand = useHand();
  const command = useCommand();
  const task = taskOf(row);
  if (!mayUpdate || task.progress !== 100 || task.state === "done") return null;
  return (
    <>
      <RefusalBanner refusal={command.refusal} />
      <Banner
        tone="pen"
        icon="check"
        title={t("full")}
        action={
          <Button
            variant="main"
            icon="check"
            onClick={() =>
              void command.run(() => moveTask(hand, { id: row.id, task, base: row.seq }, "done"))
            }
          >
            {t("moves.done")}
          </Button>
        }
      />
    </>
  );
}

function TaskFacts({ task, names, plan }: { task: Task; names: Names; plan: Plan | undefined }) {
  const t = useText("tasks");
  const last = lastDay(task.deadline);
  const coordinating = task.coordinating.map((id) => names.unit(id)).filter((name) => name !== undefined);
  const words = coordinating.length > 0 ? coordinating.join("; ") : (task.coordinatingWords ?? "");
  const items = [
    { term: t("facts.deadline"), value: task.deadline.words ?? t("facts.noDeadline") },
    ...(last ? [{ term: t("facts.lastDay"), value: formatDay(last) }] : []),
    ...(task.deadline.trigger ? [{ term: t("facts.trigger"), value: task.deadline.trigger }] : []),
    { term: t("facts.lead"), value: leadText(task, names) || t("facts.noLead") },
    ...(task.leadWords && task.leadWords !== leadText(task, names)
      ? [{ term: t("facts.leadWords"), value: task.leadWords }]
      : []),
    ...(words === "" ? [] : [{ term: t("facts.coordinating"), value: words }]),
    ...(task.coordinatingWords && task.coordinatingWords !== words
      ? [{ term: t("facts.coordinatingWords"), value: task.coordinatingWords }]
      : []),
    ...(task.detail ? [{ term: t("facts.detail"), value: task.detail }] : []),
    ...(plan ? [{ term: t("facts.plan"), value: plan.title }] : []),
  ];
  return (
    <div className="facts-long">
      <Facts items={items} />
    </div>
  );
}

/** *Gọi* for those of the lead unit who show a number. */
function LeadPeople({ task, names }: { task: Task; names: Names }) {
  const t = useText("tasks");
  const me = useMe();
  const found = (useRowsByKey("person") ?? []).filter(({ id, body }) => {
    const person = body as unknown as Person;
    const leads = person.units.some((unit) => task.lead.includes(unit));
    return leads && person.active && id !== me.person && names.phone(id) !== undefined;
  });
  if (found.length === 0) return null;
  return (
    <section className="block" aria-label={t("leadPeople")}>
      <h2 className="block-title">{t("leadPeople")}</h2>
      {found.map(({ id }) => (
        <PersonCall key={id} id={id} names={names} />
      ))}
    </section>
  );
}

function Updates({ row, names }: { row: StoredRow; names: Names }) {
  const t = useText("tasks");
  const { now } = useNow();
  const rows = useRowsByKey(`under/${row.id}`);
  const sorted = [...(rows ?? [])].sort((a, b) => b.created.at - a.created.at);
  return (
    <LedgerPage ruled>
      <Section title={t("updates")} count={sorted.length}>
        <Rows label={t("updates")}>
          {sorted.map((update) => (
            <UpdateRow key={update.id} row={update} names={names} now={now} />
          ))}
        </Rows>
        {rows && sorted.length === 0 ? <EmptyState fact={t("noUpdates")} todo={t("noUpdatesTodo")} /> : null}
      </Section>
    </LedgerPage>
  );
}

function UpdateRow({ row, names, now }: { row: StoredRow; names: Names; now: number }) {
  const t = useText("tasks");
  const update = row.body as unknown as ProgressUpdate;
  const lines = (["evidence", "obstacle", "proposal"] as const)
    .filter((field) => update[field])
    .map((field) => `${t(`fields.${field}`)}: ${update[field]}`);
  return (
    <Row
      time={formatRowDay(update.day, now)}
      timeStrong={update.progress === undefined ? undefined : `${update.progress}%`}
      title={
        update.result ??
        (update.progress === undefined ? t("updated") : t("progressOnly", { progress: update.progress }))
      }
      lines={[...lines, names.person(row.created.by)]}
      state={<RowState row={row} />}
    />
  );
}

function Moves({ row }: { row: StoredRow }) {
  const t = useText("tasks");
  const hand = useHand();
  const command = useCommand();
  const task = taskOf(row);
  const next = (taskMachine.moves[task.state] ?? []) as TaskState[];
  const word = (to: TaskState) => t(task.state === "done" ? "moves.reopen" : `moves.${to}`);
  return (
    <div className="block">
      <RefusalBanner refusal={command.refusal} />
      <div className="moves">
        {next
          .filter((to) => !(to === "done" && task.progress === 100))
          .map((to) => (
            <Button
              key={to}
              onClick={() => void command.run(() => moveTask(hand, { id: row.id, task, base: row.seq }, to))}
            >
              {word(to)}
            </Button>
          ))}
      </div>
    </div>
  );
}
