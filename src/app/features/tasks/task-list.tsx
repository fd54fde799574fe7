import { useMemo, useState } from "react";
import type { Task } from "#domain/tasks/task-kinds.ts";
import {
  compareUrgency,
  concernsUnits,
  needsAttention,
  type Urgency,
  urgencyOf,
} from "#domain/tasks/urgency.ts";
import { matches } from "#kernel/text.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useListScroll } from "../../book/list-scroll.ts";
import { ListTools } from "../../book/list-tools.tsx";
import { type Names, useNames } from "../../book/names.ts";
import { useRemembered } from "../../book/remembered.ts";
import { MoreRows, useSlice } from "../../book/slices.tsx";
import { leadText, TaskRow, taskOf } from "../../book/task-row.tsx";
import { useWaitingNew } from "../../book/waiting-new.ts";
import { inSentence } from "../../i18n/format.ts";
import { type Text, useText } from "../../i18n/i18n.ts";
import { useDesk, useMe, useNow, useRowsByKey } from "../../logbook-context.tsx";
import { Chip, FilterChips } from "../../ui/chips.tsx";
import { Select } from "../../ui/inputs.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { Rows, WaitingNew } from "../../ui/rows.tsx";

const filters = ["all", "todo", "due", "stale", "running", "done"] as const;
type Filter = (typeof filters)[number];

interface Judged {
  readonly row: StoredRow;
  readonly task: Task;
  readonly urgency: Urgency;
}

/** Tasks in the order in which they want somebody: dated first, then the long silent. */
export function TaskList({ current }: { current?: string | undefined }) {
  const t = useText("tasks");
  const names = useNames();
  const me = useMe();
  const isKnown = useDesk() !== undefined;
  const { now, day } = useNow();
  const [query, setQuery] = useState("");
  const [kept, keep] = useRemembered<{ filter: Filter; unit: string }>("task-list", {
    filter: "all",
    unit: "",
  });
  const rows = useRowsByKey("task");
  const plans = useRowsByKey("plan");
  const judged = useMemo(
    () =>
      (rows ?? [])
        .map((row): Judged => ({ row, task: taskOf(row), urgency: urgencyOf(taskOf(row), day) }))
        .sort(compareUrgency),
    [rows, day],
  );
  const unit = useMemo(() => {
    if (kept.unit !== "") return kept.unit;
    // A plan may give a whole group of offices the lead: then nobody's own list has it, and all is shown.
    const isMine = ({ task }: Judged) => concernsUnits(task, me.units);
    const isRead = rows !== undefined && isKnown;
    return me.has("coordinator", "leader") || (isRead && !judged.some(isMine)) ? "*" : "mine";
  }, [kept.unit, me, isKnown, rows, judged]);
  const ofUnit = useMemo(
    () => judged.filter(({ task }) => isOfUnit(task, unit, me.units)),
    [judged, unit, me.units],
  );
  const found = useMemo(
    () => ofUnit.filter((one) => passes(kept.filter, one) && finds(one.task, query, names)),
    [ofUnit, kept.filter, query, names],
  );
  const asked = `${query}|${kept.filter}|${unit}`;
  const settled = useWaitingNew(rows && found, rowOf, asked);
  const { shown, rest, more } = useSlice(settled.rows ?? found, asked);
  const plan = plans?.length === 1 ? String(plans[0]?.body["number"] ?? "") : "";
  const list = useListScroll("tasks", rows !== undefined);
  return (
    <>
      <PageHead
        title={t("title")}
        sub={rows ? [plan, t("count", { count: rows.length })].filter(Boolean).join(" · ") : ""}
      />
      <ListTools
        search={t("search")}
        query={query}
        onQuery={setQuery}
        active={[
          ...(kept.filter === "all" ? [] : [inSentence(t(`filters.${kept.filter}`))]),
          ...(kept.unit === "" ? [] : [unitWord(t, kept.unit, names)]),
        ]}
        onReset={() => keep({ filter: "all", unit: "" })}
      >
        <FilterChips label={t("filters.label")}>
          {filters.map((filter) => (
            <Chip
              key={filter}
              pressed={kept.filter === filter}
              text={t(`filters.${filter}`)}
              count={ofUnit.filter((one) => passes(filter, one)).length}
              onToggle={() => keep({ filter })}
            />
          ))}
        </FilterChips>
        <div className="list-filter-fields">
          <Select aria-label={t("unit")} value={unit} onChange={(chosen) => keep({ unit: chosen })}>
            <option value="*">{t("allUnits")}</option>
            {me.units.length > 0 ? <option value="mine">{t("myUnits")}</option> : null}
            {names.units.map((unit) => (
              <option key={unit.id} value={unit.id}>
                {unit.body.name}
              </option>
            ))}
          </Select>
        </div>
      </ListTools>
      {settled.count > 0 ? (
        <WaitingNew text={t("newRows", { count: settled.count })} onShow={settled.show} />
      ) : null}
      <div className="long-list" ref={list}>
        <LedgerPage ruled>
          {sections(shown).map(([title, ofSection]) => (
            <Section key={title} title={t(`sections.${title}`)} count={found.filter(inSection(title)).length}>
              <Rows label={t(`sections.${title}`)}>
                {ofSection.map(({ row }) => (
                  <TaskRow
                    key={row.id}
                    row={row}
                    now={now}
                    today={day}
                    names={names}
                    current={row.id === current}
                  />
                ))}
              </Rows>
            </Section>
          ))}
          {rows && found.length === 0 ? <NoTasks query={query} filtered={rows.length > 0} /> : null}
        </LedgerPage>
      </div>
      <MoreRows rest={rest} onMore={more} />
    </>
  );
}

function unitWord(t: Text, unit: string, names: Names): string {
  if (unit === "*") return inSentence(t("allUnits"));
  return unit === "mine" ? inSentence(t("myUnits")) : (names.unit(unit) ?? "");
}

const rowOf = ({ row }: Judged) => row;

function NoTasks({ query, filtered }: { query: string; filtered: boolean }) {
  const t = useText("tasks");
  if (query !== "") return <EmptyState fact={t("noneFound", { query })} todo={t("noneFoundTodo")} />;
  if (filtered) return <EmptyState fact={t("noneHere")} todo={t("noneHereTodo")} />;
  return <EmptyState fact={t("none")} todo={t("noneTodo")} />;
}

function isOfUnit(task: Task, unit: string, mine: readonly string[]): boolean {
  if (unit === "*") return true;
  return concernsUnits(task, unit === "mine" ? mine : [unit]);
}

function passes(filter: Filter, { urgency, task }: Judged): boolean {
  switch (filter) {
    case "todo":
      return needsAttention(urgency);
    case "due":
      return urgency === "overdue" || urgency === "dueSoon";
    case "stale":
      return urgency === "stale";
    case "running":
      return task.state === "running";
    case "done":
      return task.state === "done";
    case "all":
      return true;
  }
}

function finds(task: Task, query: string, names: Names): boolean {
  if (query === "") return true;
  const units = [...task.lead, ...task.coordinating].map((id) => names.unit(id) ?? "");
  const words = [
    task.section,
    task.title,
    task.detail,
    task.leadWords,
    task.coordinatingWords,
    task.deadline.words,
  ];
  return matches([...words, ...units, leadText(task, names)].join(" "), query);
}

const order = ["dated", "now", "stale", "recurring", "open", "finished"] as const;
type SectionName = (typeof order)[number];

const sectionOf: Readonly<Record<Urgency, SectionName>> = {
  overdue: "dated",
  dueSoon: "dated",
  immediate: "now",
  triggered: "now",
  stale: "stale",
  due: "open",
  recurring: "recurring",
  unspecified: "open",
  waiting: "open",
  paused: "finished",
  done: "finished",
};

function inSection(name: SectionName) {
  return ({ urgency }: Judged) => sectionOf[urgency] === name;
}

function sections(judged: readonly Judged[]): [SectionName, Judged[]][] {
  return order
    .map((name): [SectionName, Judged[]] => [name, judged.filter(inSection(name))])
    .filter(([, list]) => list.length > 0);
}
