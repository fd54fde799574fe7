import { useState } from "react";
import { addDays } from "#kernel/calendar.ts";
import { formatLongDay } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { Button, ButtonPair } from "../../ui/button.tsx";
import { DateChoice } from "../../ui/date-choice.tsx";
import type { AskedDay } from "./asked-day.ts";

/** *Hôm nay là thứ…, ngày…?*, where the device's clock is suspect or was never measured. */
export function DayQuestion({
  asked,
  id,
  error,
}: {
  asked: AskedDay;
  id: string;
  error?: string | undefined;
}) {
  const t = useText("checks");
  const common = useText("common");
  const [isWrong, setWrong] = useState(false);
  const [other, setOther] = useState<string | null>(null);
  if (!asked.mustAsk) return null;
  const question = t("day.question", { day: formatLongDay(asked.day) });
  return (
    <div className="question" id={id} tabIndex={-1}>
      <p>{question}</p>
      {error ? <p role="alert">{error}</p> : null}
      {isWrong ? (
        <>
          <DateChoice
            name="asked-day"
            label={t("day.right")}
            value={other}
            today={asked.day}
            yesterday={addDays(asked.day, -1)}
            onChange={setOther}
            texts={{
              today: t("day.clockDay"),
              yesterday: t("day.dayBefore"),
              other: common("date.other"),
              pick: common("date.pick"),
            }}
          />
          <Button variant="main" full onClick={() => other !== null && asked.confirm(other)}>
            {t("day.use")}
          </Button>
        </>
      ) : (
        <ButtonPair>
          <Button onClick={() => asked.confirm(asked.day)}>{t("day.yes")}</Button>
          <Button onClick={() => setWrong(true)}>{t("day.no")}</Button>
        </ButtonPair>
      )}
    </div>
  );
}
