import { Link } from "react-router";
import type { CalendarDay } from "#kernel/calendar.ts";
import { addDays, weekdayOf } from "#kernel/calendar.ts";
import { daysOf, type Month, monthOf } from "#kernel/month.ts";
import { useNames } from "../../book/names.ts";
import { RowState } from "../../book/row-state.tsx";
import { formatShortDay, shortName, weekdayName } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { Mark } from "../../ui/mark.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { hoursWords } from "./shift-words.ts";
import type { RosterShift } from "./use-roster.ts";

/** Monday of the week of a day. */
export function mondayOf(day: CalendarDay): CalendarDay {
  return addDays(day, 1 - weekdayOf(day));
}

/** Whole weeks, Monday first, that hold a month. */
export function weeksOf(month: Month): CalendarDay[][] {
  const days = daysOf(month);
  const first = mondayOf(days[0] ?? "");
  const last = addDays(mondayOf(days.at(-1) ?? ""), 6);
  const weeks: CalendarDay[][] = [];
  for (let monday = first; monday < last; monday = addDays(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, at) => addDays(monday, at)));
  return weeks;
}

interface Shown {
  readonly shifts: readonly RosterShift[];
  readonly today: CalendarDay;
  /** Where the sheet of a shift is opened. */
  readonly to: (id: string) => string;
}

/** A week as a list, day by day. */
export function WeekList({ monday, shifts, today, to }: Shown & { monday: CalendarDay }) {
  const t = useText("roster");
  const names = useNames();
  const days = Array.from({ length: 7 }, (_, at) => addDays(monday, at));
  return (
    <LedgerPage ruled>
      {days.map((day) => {
        const own = shifts.filter(({ body }) => body.day === day);
        const name = `${weekdayName(day)}, ${formatShortDay(day)}`;
        const title = day === today ? t("todayDay", { day: name }) : name;
        return (
          <Section key={day} title={title} count={own.length === 0 ? t("nobody") : null}>
            <Rows label={title}>
              {own.map(({ id, body, row }) => (
                <Row
                  key={id}
                  to={to(id)}
                  time={body.from}
                  title={names.person(body.person)}
                  lines={[
                    [t(`sorts.${body.sort}`), hoursWords(t, body), names.site(body.site)]
                      .filter(Boolean)
                      .join(" · "),
                    body.asked ? (
                      <Mark icon="due" tone="warn" key="asked">
                        {t("asked.waits", { name: names.person(body.asked) })}
                      </Mark>
                    ) : null,
                  ].filter((line) => line !== null)}
                  state={<RowState row={row} />}
                />
              ))}
            </Rows>
          </Section>
        );
      })}
    </LedgerPage>
  );
}

/** A month as a table, on a wide screen. */
export function MonthTable({ month, shifts, today, to }: Shown & { month: Month }) {
  const t = useText("roster");
  const names = useNames();
  const weeks = weeksOf(month);
  return (
    <table className="duty-month">
      <caption className="hidden-text">{t("title")}</caption>
      <thead>
        <tr>
          {(weeks[0] ?? []).map((day) => (
            <th scope="col" key={day}>
              {weekdayName(day)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td
                key={day}
                data-today={day === today || undefined}
                data-out={monthOf(day) !== month || undefined}
              >
                <span className="duty-day">
                  {monthOf(day) === month ? Number(day.slice(8)) : formatShortDay(day)}
                </span>
                {shifts
                  .filter(({ body }) => body.day === day)
                  .map(({ id, body }) => (
                    <Link className="duty-entry" data-sort={body.sort} to={to(id)} key={id}>
                      <span>{body.from}</span> {shortName(names.person(body.person))}
                      <span className="hidden-text"> {t(`sorts.${body.sort}`)}</span>
                      {body.asked ? <span aria-hidden="true"> ?</span> : null}
                    </Link>
                  ))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
