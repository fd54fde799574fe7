import { useState } from "react";
import { isCalendarDay } from "#kernel/calendar.ts";
import { formatLongDay } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { Button, ButtonPair } from "../../ui/button.tsx";
import { DayChoice } from "../moment/day-choice.tsx";
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
  const [isWrong, setWrong] = useState(false);
  const [other, setOther] = useState("");
  if (!asked.mustAsk) return null;
  const question = t("day.question", { day: formatLongDay(asked.day) });
  return (
    <div className="question" id={id} tabIndex={-1}>
      <p>{question}</p>
      {error ? <p role="alert">{error}</p> : null}
      {isWrong ? (
        <>
          <DayChoice
            name="asked-day"
            label={t("day.right")}
            value={other}
            today={asked.day}
            words={{ today: t("day.clockDay"), yesterday: t("day.dayBefore") }}
            onChange={setOther}
          />
          <Button variant="main" full onClick={() => isCalendarDay(other) && asked.confirm(other)}>
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
