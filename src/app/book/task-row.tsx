import type { Task } from "#domain/tasks/task-kinds.ts";
import { lastDay, type Urgency, urgencyOf } from "#domain/tasks/urgency.ts";
import { type CalendarDay, daysBetween } from "#kernel/calendar.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { formatDay, formatRowDay } from "../i18n/format.ts";
import { useText } from "../i18n/i18n.ts";
import { Mark } from "../ui/mark.tsx";
import { Row } from "../ui/rows.tsx";
import type { Names } from "./names.ts";
import { RowState, useRowState } from "./row-state.tsx";

export function taskOf(row: StoredRow): Task {
  return row.body as unknown as Task;
}

/** Leading units by name; a group that nobody may guess keeps the plan's words. */
export function leadText(task: Task, names: Pick<Names, "unit">): string {
  const known = task.lead.map((id) => names.unit(id));
  const named = known.filter((name) => name !== undefined);
  // Where the plan also names a group of offices, its own words tell all of it.
  return named.length < known.length && task.leadWords ? task.leadWords : named.join("; ");
}

/** One task of a list: due day and progress, title, who leads, and what makes it urgent. */
export function TaskRow({
  row,
  now,
  today,
  names,
  current,
}: {
  row: StoredRow;
  now: number;
  today: CalendarDay;
  names: Pick<Names, "unit">;
  current?: boolean | undefined;
}) {
  const t = useText("today");
  const task = taskOf(row);
  const urgency = urgencyOf(task, today);
  const isQuiet = useRowState(row) === "received";
  const lead = leadText(task, names);
  const why = <TaskWhy task={task} urgency={urgency} today={today} />;
  return (
    <Row
      to={`/nhiem-vu/${row.id}`}
      current={current}
      time={taskTime(task, urgency, today, now, t)}
      timeStrong={task.progress === undefined ? undefined : `${task.progress}%`}
      title={task.title}
      lines={[lead === "" ? null : t("task.leads", { unit: lead }), why].filter((line) => line !== null)}
      stamp={isQuiet ? null : <RowState row={row} />}
    />
  );
}

function taskTime(
  task: Task,
  urgency: Urgency,
  today: CalendarDay,
  now: number,
  t: ReturnType<typeof useText>,
) {
  if (urgency === "stale" && task.updatedDay)
    return t("task.days", { count: daysBetween(task.updatedDay, today) });
  const last = task.deadline.due;
  if (last !== null && urgency !== "stale") return formatRowDay(last, now);
  return urgency === "stale"
    ? t("task.never")
    : (task.updatedDay && formatRowDay(task.updatedDay, now)) || "";
}

/** Why this task stands where it stands, in one line with its icon. */
export function TaskWhy({ task, urgency, today }: { task: Task; urgency: Urgency; today: CalendarDay }) {
  const t = useText("today");
  const last = lastDay(task.deadline);
  switch (urgency) {
    case "overdue":
      return (
        <Mark icon="due" tone="bad">
          {t("task.overdue", { count: last ? daysBetween(last, today) : 0 })}
        </Mark>
      );
    case "dueSoon":
      return (
        <Mark icon="due" tone="warn">
          {last === today
            ? t("task.dueToday")
            : t("task.dueIn", { count: last ? daysBetween(today, last) : 0 })}
        </Mark>
      );
    case "stale":
      return (
        <Mark icon="stale" tone="warn">
          {task.updatedDay
            ? t("task.lastUpdate", { day: formatDay(task.updatedDay) })
            : t("task.neverUpdated")}
        </Mark>
      );
    case "done":
      return (
        <Mark icon="ok" tone="ok">
          {t("task.states.done")}
        </Mark>
      );
    default:
      return (
        <Mark icon="due" tone="dim">
          {task.deadline.words ?? t("task.noDeadline")}
        </Mark>
      );
  }
}
