import { minuteOf } from "#kernel/calendar.ts";
import { clockTime, isClockTime } from "#kernel/clock-time.ts";
import { readTime } from "#kernel/written-time.ts";
import { useText } from "../../i18n/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { type Reading, WrittenField, type WrittenFieldTexts } from "./written-input.tsx";

/**
 * A time of the day on the clock of 24 hours, typed as people write it. The value is `HH:mm`; or the text as typed while it is
 * no time, which forms refuse by `isClockTime`.
 */
export function TimeField({
  value,
  now,
  offersNow,
  onChange,
  ...texts
}: WrittenFieldTexts & {
  value: string;
  /** Unix ms. */
  now: number;
  /** Whether the present minute is often meant. */
  offersNow?: boolean | undefined;
  onChange: (value: string) => void;
}) {
  const t = useText("moment");
  const read = (text: string): Reading => {
    const found = readTime(text, minuteOf(now));
    if (found.is === "time")
      return { value: found.time, said: t(`timeOf.${partOf(found.time)}`, { time: found.time }) };
    if (found.is === "nothing") return { value: "", said: null };
    const wrong = t(`wrong.${found.is === "unread" ? "unreadTime" : "noTime"}`, { text: text.trim() });
    return { value: text, said: null, wrong };
  };
  return (
    <WrittenField
      {...texts}
      value={value}
      written={(kept) => kept}
      read={read}
      hint={t("timeHint")}
      onChange={onChange}
      beside={
        offersNow ? <Button onClick={() => onChange(clockTime(minuteOf(now)))}>{t("now")}</Button> : null
      }
    />
  );
}

/** The part of the day in which people say the time. */
function partOf(time: string): "night" | "morning" | "noon" | "afternoon" | "evening" {
  const hour = isClockTime(time) ? Number(time.slice(0, 2)) : 0;
  if (hour < 4 || hour >= 22) return "night";
  if (hour < 11) return "morning";
  if (hour < 13) return "noon";
  return hour < 18 ? "afternoon" : "evening";
}
