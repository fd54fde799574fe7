import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { addDays, type CalendarDay, weekdayOf } from "#kernel/calendar.ts";
import { addMonths, daysOf, lastDayOf, type Month, monthOf } from "#kernel/month.ts";
import { type DayBounds, isWithin } from "#kernel/written-day.ts";
import { weekdayName } from "../../i18n/format.ts";
import { type Text, useText } from "../../i18n/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";

const week = [1, 2, 3, 4, 5, 6, 7];

/**
 * A month to pick a day from, Monday first, by touch and by keys as the date grid of WAI-ARIA: arrows by day and week, Home
 * and End in the week, Page Up and Down by month, with Shift by year, Enter picks, Esc closes. It stands in the page below
 * its field, since a sheet never opens over a sheet.
 */
export function DayCalendar({
  id,
  value,
  today,
  onPick,
  onClose,
  ...bounds
}: DayBounds & {
  id: string;
  value: CalendarDay | null;
  today: CalendarDay;
  onPick: (day: CalendarDay) => void;
  onClose: () => void;
}) {
  const t = useText("moment");
  const [at, setAt] = useState<CalendarDay>(() => inBounds(value ?? today, bounds));
  const box = useRef<HTMLDivElement>(null);
  const byKey = useRef(true);
  const month = monthOf(at);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the day
  useEffect(() => {
    if (byKey.current) box.current?.querySelector<HTMLElement>("[tabindex='0'][data-day]")?.focus();
    byKey.current = false;
  }, [at]);
  const turn = (count: number) => setAt((now) => inMonth(now, addMonths(monthOf(now), count)));
  const onKeyDown = (event: KeyboardEvent) => {
    // Else the sheet around it would close too.
    if (event.key === "Escape") onClose();
    const next = (event.target as HTMLElement).dataset["day"] ? dayByKey(event, at) : null;
    if (next === null && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (next === null) return;
    byKey.current = true;
    setAt(next);
  };
  const name = t("month", { month: Number(month.slice(5)), year: month.slice(0, 4) });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that bubble up from the grid and its two buttons
    <div className="day-calendar" id={id} ref={box} onKeyDown={onKeyDown}>
      <div className="day-calendar-head">
        <IconButton icon="back" label={t("previousMonth")} onClick={() => turn(-1)} />
        <span aria-live="polite">{name}</span>
        <IconButton icon="next" label={t("nextMonth")} onClick={() => turn(1)} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the date grid of WAI-ARIA, whose days arrows go through */}
      <table role="grid" aria-label={name}>
        <thead>
          <tr>
            {week.map((weekday) => (
              <th scope="col" key={weekday} abbr={t(`common:weekdays.${weekday}`)}>
                {t(`weekdays.${weekday}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((row) => (
            <tr key={row.find((day) => day)}>
              {row.map((day, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the seven places of a week
                <td key={place}>
                  {day === null ? null : (
                    <button
                      className="day-calendar-day"
                      type="button"
                      data-day={day}
                      tabIndex={day === at ? 0 : -1}
                      aria-label={nameOf(day, t)}
                      aria-pressed={day === value}
                      aria-current={day === today ? "date" : undefined}
                      aria-disabled={isWithin(day, bounds) ? undefined : true}
                      onClick={() => isWithin(day, bounds) && onPick(day)}
                    >
                      {Number(day.slice(8))}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function dayByKey({ key, shiftKey }: KeyboardEvent, at: CalendarDay): CalendarDay | null {
  const page = shiftKey ? 12 : 1;
  if (key === "ArrowLeft") return addDays(at, -1);
  if (key === "ArrowRight") return addDays(at, 1);
  if (key === "ArrowUp") return addDays(at, -7);
  if (key === "ArrowDown") return addDays(at, 7);
  if (key === "Home") return addDays(at, 1 - weekdayOf(at));
  if (key === "End") return addDays(at, 7 - weekdayOf(at));
  if (key === "PageUp") return inMonth(at, addMonths(monthOf(at), -page));
  if (key === "PageDown") return inMonth(at, addMonths(monthOf(at), page));
  return null;
}

/** Its number among its words, so that it is found by what is seen. */
function nameOf(day: CalendarDay, t: Text): string {
  const [year, month, date] = day.split("-");
  return t("dayName", { weekday: weekdayName(day), day: Number(date), month: Number(month), year });
}

/** The same date in that month, or its last day. */
function inMonth(day: CalendarDay, month: Month): CalendarDay {
  const same = `${month}${day.slice(7)}`;
  const last = lastDayOf(month);
  return same < last ? same : last;
}

function inBounds(day: CalendarDay, { min, max }: DayBounds): CalendarDay {
  if (max !== undefined && day > max) return max;
  return min !== undefined && day < min ? min : day;
}

/** Weeks from Monday; the places before the first and after the last are empty. */
function weeksOf(month: Month): (CalendarDay | null)[][] {
  const days = daysOf(month);
  const places = [...Array.from({ length: weekdayOf(`${month}-01`) - 1 }, () => null), ...days];
  return Array.from({ length: Math.ceil(places.length / 7) }, (_, at) =>
    week.map((weekday) => places[at * 7 + weekday - 1] ?? null),
  );
}
