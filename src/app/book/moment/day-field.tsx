import { useId, useRef, useState } from "react";
import { addDays, type CalendarDay, isCalendarDay } from "#kernel/calendar.ts";
import { type DayBounds, readDay, type WrittenDay } from "#kernel/written-day.ts";
import { formatDay, formatLongDay, weekdayInside } from "../../i18n/format.ts";
import { type Text, useText } from "../../i18n/i18n.ts";
import { LatePart, lazyPart } from "../../late-part.tsx";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icons.tsx";
import { type Reading, WrittenField, type WrittenFieldTexts } from "./written-input.tsx";

const DayCalendar = lazyPart(async () => (await import("./day-calendar.tsx")).DayCalendar, "moment");

const near = { yesterday: -1, today: 0, tomorrow: 1 } as const;

/**
 * A day, typed as people write it or picked in the calendar. The value is `yyyy-mm-dd`; or the text as typed while it is no
 * day, which forms refuse by `isCalendarDay`.
 */
export function DayField({
  value,
  today,
  min,
  max,
  chips = [],
  onChange,
  ...texts
}: WrittenFieldTexts &
  DayBounds & {
    value: string;
    today: CalendarDay;
    /** Days that are often meant, one tap each. */
    chips?: readonly (keyof typeof near)[] | undefined;
    onChange: (value: string) => void;
  }) {
  const t = useText("moment");
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const calendarId = useId();
  const read = (text: string) => dayReading(readDay(text, today, { min, max }), text, t, today, { min, max });
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <WrittenField
      {...texts}
      value={value}
      written={(kept) => (isCalendarDay(kept) ? formatDay(kept) : kept)}
      read={read}
      hint={t("dayHint")}
      onChange={onChange}
      beside={
        <button
          className="icon-btn"
          data-line
          type="button"
          aria-label={t(isOpen ? "closeCalendar" : "openCalendar")}
          aria-expanded={isOpen}
          aria-controls={isOpen ? calendarId : undefined}
          ref={opener}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="shift" />
        </button>
      }
    >
      {chips.length > 0 && !isOpen ? (
        <span className="written-chips">
          {chips.map((chip) => (
            <Button key={chip} onClick={() => onChange(addDays(today, near[chip]))}>
              {t(chip)}
            </Button>
          ))}
        </span>
      ) : null}
      {isOpen ? (
        <LatePart>
          <DayCalendar
            id={calendarId}
            value={isCalendarDay(value) ? value : null}
            today={today}
            min={min}
            max={max}
            onPick={(day) => {
              onChange(day);
              close();
            }}
            onClose={close}
          />
        </LatePart>
      ) : null}
    </WrittenField>
  );
}

function dayReading(
  found: WrittenDay,
  text: string,
  t: Text,
  today: CalendarDay,
  bounds: DayBounds,
): Reading {
  if (found.is === "nothing") return { value: "", said: null };
  if (found.is !== "day")
    return { value: text, said: null, wrong: t(`wrong.${found.is}`, valuesOf(found, text)) };
  const { day } = found;
  const chip = (["yesterday", "today", "tomorrow"] as const).find((one) => addDays(today, near[one]) === day);
  const said = chip
    ? t("dayNear", { day: formatLongDay(day), near: t(`common:${chip}`) })
    : formatLongDay(day);
  return { value: day, said, beyond: beyondWords(day, bounds, t) };
}

function beyondWords(day: CalendarDay, { min, max }: DayBounds, t: Text): string | undefined {
  if (min !== undefined && day < min) return t("wrong.early", { day: formatDay(min) });
  return max !== undefined && day > max ? t("wrong.late", { day: formatDay(max) }) : undefined;
}

function valuesOf(found: WrittenDay, text: string) {
  const common = { text: text.trim() };
  if (found.is === "otherWeekday")
    return { ...common, day: formatDay(found.day), weekday: weekdayInside(found.day) };
  return found.is === "pastMonth" || found.is === "noMonth" ? { ...found, ...common } : common;
}
