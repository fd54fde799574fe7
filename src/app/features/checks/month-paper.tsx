import { Fragment } from "react";
import type { MonthDay, MonthRow } from "#domain/checks/month-sheet.ts";
import type { CellValue } from "#domain/checks/run-progress.ts";
import { weekdayOf } from "#kernel/calendar.ts";
import { silentWords } from "../../book/checks/silent-words.ts";
import type { SilentDevices } from "../../book/checks/use-silent.ts";
import type { Names } from "../../book/names.ts";
import { PrintHead } from "../../book/paper/print-head.tsx";
import { formatDay, formatDuration, formatMoment, formatTime, shortName } from "../../i18n/format.ts";
import { type Text, useText } from "../../i18n/i18n.ts";
import { useDesk, useNow } from "../../logbook-context.tsx";
import { PrintFoot, Signatures } from "../../ui/print-parts.tsx";
import { dayWords } from "./day-words.ts";
import { MonthFaults } from "./month-faults.tsx";
import type { MonthView } from "./use-month.ts";

/** One A4 page across: items down, days across, to be printed and signed. A wide screen shows its table as well. */
export function MonthPaper({
  view,
  names,
  title,
  silent,
}: {
  view: MonthView;
  names: Names;
  title: string;
  silent: SilentDevices | null;
}) {
  const t = useText("month");
  const { totals, longest, rows } = view.sheet;
  const size = sizes.find(([most]) => rows.length <= most)?.[1] ?? "tiny";
  return (
    <section className="month-paper" aria-label={t("paper")} data-size={size}>
      <PrintHead body={String(view.site.body["name"])} title={t("paperTitle")} about={title} />
      <p className="month-summary">
        {[
          t("summary.done", { done: totals.done, working: totals.working }),
          t("summary.missing", { count: totals.missing }),
          t("summary.faulty", { count: totals.faulty }),
          t("summary.late", { count: totals.late }),
          t("summary.longest", { count: longest }),
        ].join(" · ")}
      </p>
      <MonthTable view={view} names={names} />
      <p className="month-legend">{t("legend")}</p>
      <MonthFaults faults={view.faults} />
      <Signatures
        people={[
          { role: t("sign.made"), note: t("sign.how") },
          { role: t("sign.head"), note: t("sign.how") },
        ]}
      />
      <Foot silent={silent} />
    </section>
  );
}

/** So many rows fit on the page at this height of a row. */
const sizes = [
  [25, "large"],
  [31, "middle"],
  [37, "small"],
] as const;

function MonthTable({ view, names }: { view: MonthView; names: Names }) {
  const t = useText("month");
  const { days, rows } = view.sheet;
  const groups = groupsOf(rows);
  return (
    <div className="month-scroll">
      <table className="month-table">
        <caption className="hidden-text">{t("paper")}</caption>
        <colgroup>
          <col className="month-col-group" />
          <col className="month-col-item" />
          {days.map((one) => (
            <col key={one.day} />
          ))}
          {counted.map((value) => (
            <col className="month-col-count" key={value} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t("table.group")}</th>
            <th scope="col">{t("table.item")}</th>
            {days.map((one) => (
              <th scope="col" data-off={!one.fact.work || undefined} key={one.day}>
                {t(`weekdays.${weekdayOf(one.day)}`)} <b>{Number(one.day.slice(8))}</b>
              </th>
            ))}
            {counted.map((value) => (
              <th scope="col" key={value}>
                {t(`table.${value}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map(({ group, rows: own, first }) => (
            <Fragment key={`${group}-${first}`}>
              {own.map((row, at) => (
                <tr key={row.item.id} data-first={at === 0 || undefined}>
                  {at === 0 ? (
                    <th scope="rowgroup" rowSpan={own.length}>
                      {group}
                    </th>
                  ) : null}
                  <th scope="row">
                    {nameInTable(row.item)}
                    {row.retired ? ` ${t("table.retired")}` : null}
                  </th>
                  {days.map((one, column) => (
                    <DayCell
                      key={one.day}
                      one={one}
                      value={row.cells[column] ?? null}
                      tall={first && at === 0 ? rows.length : 0}
                      t={t}
                    />
                  ))}
                  {counted.map((value) => (
                    <td key={value}>{row.counts[value]}</td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {t("table.bad")}
            </th>
            {days.map((one) => (
              <td key={one.day}>{one.runs > 0 ? one.bad : null}</td>
            ))}
            <td colSpan={counted.length} />
          </tr>
          <tr className="month-done">
            <th scope="row" colSpan={2}>
              {t("table.done")}
            </th>
            {days.map((one) => (
              <td key={one.day}>
                <span className="upright">{doneWords(one, names, t)}</span>
              </td>
            ))}
            <td colSpan={counted.length} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

const counted = ["ok", "bad", "off", "none"] as const;
const signs: Readonly<Record<CellValue, string>> = { ok: "✓", bad: "✗", off: "–", none: "○" };

/** A day without a sheet is one tall cell that says why; `tall` is 0 in every row but the first. */
function DayCell({ one, value, tall, t }: { one: MonthDay; value: CellValue | null; tall: number; t: Text }) {
  if (one.runs === 0) {
    if (tall === 0) return null;
    const silent = one.state === "future" || one.state === "before";
    return (
      <td className="month-none" data-state={one.state} rowSpan={tall}>
        {silent ? null : <span className="upright">{dayWords(one, t)}</span>}
      </td>
    );
  }
  if (value === null) return <td className="month-unasked" />;
  return (
    <td data-value={value}>
      <span aria-hidden="true">{signs[value]}</span>
      <span className="hidden-text">{t(`answer.${value}`)}</span>
    </td>
  );
}

function doneWords(one: MonthDay, names: Names, t: Text): string {
  if (!one.completed) return one.runs > 0 ? t("state.open") : "";
  const { at, by } = one.completed;
  const late = lateInTable(one, t);
  const bulk = one.bulk ? ` ${t("table.bulk")}` : "";
  return `${formatTime(at)}${late}${bulk} ${shortName(names.person(by))}`;
}

function lateInTable({ late }: MonthDay, t: Text): string {
  if (late === null) return "";
  return ` ${late === "otherDay" ? t("table.otherDay") : t("table.late", { late: formatDuration(late * 60_000) })}`;
}

/** A long name gives way to its short one, as a line of a table begins. */
function nameInTable({ name, short }: MonthRow["item"]): string {
  if (name.length <= longestName || !short) return name;
  return short.charAt(0).toLocaleUpperCase("vi") + short.slice(1);
}

const longestName = 36;

function groupsOf(rows: readonly MonthRow[]) {
  const groups: { group: string; rows: MonthRow[]; first: boolean }[] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last?.group === row.group && last.rows[0]?.retired === row.retired) last.rows.push(row);
    else groups.push({ group: row.group, rows: [row], first: groups.length === 0 });
  }
  return groups;
}

function Foot({ silent }: { silent: SilentDevices | null }) {
  const t = useText("month");
  const desk = useDesk();
  const { now, day } = useNow();
  const until = desk?.meta?.sync.lastSuccess;
  const unsent = desk?.outbox.filter((entry) => !entry.receipt).length ?? 0;
  const parts = [
    t("foot.printed", { time: formatTime(now), day: formatDay(day) }),
    until ? t("foot.until", { time: formatMoment(until, now) }) : t("foot.never"),
    silent ? silentWords(silent, now, t) : "",
    unsent > 0 ? t("foot.unsent", { count: unsent }) : "",
  ];
  return <PrintFoot text={parts.filter(Boolean).join(", ")} />;
}
