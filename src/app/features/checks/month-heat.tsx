import { Link } from "react-router";
import type { MonthDay } from "#domain/checks/month-sheet.ts";
import { weekdayOf } from "#kernel/calendar.ts";
import { runPath } from "../../book/checks/run-path.ts";
import { formatLongDay, formatNumber } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { Icon } from "../../ui/icons.tsx";
import { daySigns, dayWords, signOf } from "./day-words.ts";
import type { MonthView } from "./use-month.ts";

const week = [1, 2, 3, 4, 5, 6, 7];

/** The month as a calendar: one sign a day, each a way to its sheet, and the signs told below with their count. */
export function MonthHeat({ view }: { view: MonthView }) {
  const t = useText("month");
  const { days, totals } = view.sheet;
  return (
    <section aria-label={t("heat")}>
      <p className="month-figures">
        <b className="month-figure">
          {formatNumber(totals.done)}/{formatNumber(totals.working)}
        </b>{" "}
        <span>{t("doneOf")}</span>
        {view.streak === null ? null : (
          <span className="month-streak">{t("streak", { count: view.streak })}</span>
        )}
        <span className="month-streak">{t("longest", { count: view.sheet.longest })}</span>
      </p>
      <table className="heat">
        <caption className="hidden-text">{t("heat")}</caption>
        <thead>
          <tr>
            {week.map((weekday) => (
              <th scope="col" key={weekday}>
                <abbr title={t(`common:weekdays.${weekday}`)}>{t(`weekdays.${weekday}`)}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(days).map((row) => (
            <tr key={row.find((one) => one)?.day}>
              {row.map((one, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the seven places of a week
                <td key={at}>{one ? <HeatDay one={one} view={view} /> : null}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Legend days={days} />
    </section>
  );
}

function HeatDay({ one, view }: { one: MonthDay; view: MonthView }) {
  const t = useText("month");
  const { icon, tone } = signOf(one);
  const words = `${formatLongDay(one.day)}: ${dayWords(one, t)}`;
  const inside = (
    <>
      <span className="heat-date">{Number(one.day.slice(8))}</span>
      <span className="heat-sign">
        {icon ? <Icon name={icon} size={20} tone={tone} /> : null}
        {one.state === "faulty" && one.bad > 1 ? <span>{one.bad}</span> : null}
        {one.state === "rest" && one.fact.why !== "week" ? <Icon name="sun" size={20} /> : null}
      </span>
      <span className="hidden-text">{words}</span>
    </>
  );
  const look = {
    className: "heat-day",
    "data-state": one.state,
    "data-late": one.late !== null || undefined,
    title: words,
  };
  if (one.state === "future") return <span {...look}>{inside}</span>;
  const key = { site: view.site.id, template: view.templateId, day: one.day, slot: "morning" } as const;
  return (
    <Link {...look} to={runPath(key)}>
      {inside}
    </Link>
  );
}

const told = ["good", "faulty", "late", "open", "missing", "due", "closed"] as const;

function Legend({ days }: { days: readonly MonthDay[] }) {
  const t = useText("month");
  const count = (is: (one: MonthDay) => boolean) => days.filter(is).length;
  const holidays = count((one) => one.state === "rest" && one.fact.why !== "week");
  return (
    <ul className="heat-legend">
      {told.map((state) => {
        const all = days.filter((one) => one.state === state);
        const isOverdue = state === "due" && all.some((one) => one.late !== null);
        const { icon, tone } = daySigns[isOverdue ? "late" : state];
        const number = all.length;
        return number === 0 || icon === null ? null : (
          <li key={state}>
            <Icon name={icon} size={20} tone={tone} />
            <span>{t(`count.${isOverdue ? "overdue" : state}`, { count: number })}</span>
          </li>
        );
      })}
      {holidays > 0 ? (
        <li>
          <Icon name="sun" size={20} />
          <span>{t("count.rest", { count: holidays })}</span>
        </li>
      ) : null}
    </ul>
  );
}

/** Weeks from Monday; the places before the first and after the last are empty. */
function weeksOf(days: readonly MonthDay[]): (MonthDay | null)[][] {
  const [first] = days;
  const lead = first ? weekdayOf(first.day) - 1 : 0;
  const places = [...Array.from({ length: lead }, () => null), ...days];
  return Array.from({ length: Math.ceil(places.length / 7) }, (_, at) =>
    week.map((weekday) => places[at * 7 + weekday - 1] ?? null),
  );
}
