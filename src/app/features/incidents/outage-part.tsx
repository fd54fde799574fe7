import { useState } from "react";
import { minutesOf } from "#domain/checks/due.ts";
import { isOpen } from "#domain/incidents/incident-order.ts";
import { downtime, openOutage, outagesOf, standing } from "#domain/incidents/outages.ts";
import { mayDo } from "#domain/rights.ts";
import { dayOf, isCalendarDay, startOfDay } from "#kernel/calendar.ts";
import { isClockTime } from "#kernel/clock-time.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { useFormDraft } from "../../book/form-draft.ts";
import { incidentOf } from "../../book/incident-row.tsx";
import type { Entry } from "../../book/incidents/entries.ts";
import { DayField, TimeField } from "../../book/moment/late-fields.tsx";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { RowState, useRowState } from "../../book/row-state.tsx";
import { formatDuration, formatMoment, formatTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { Button, LinkButton, TextLink } from "../../ui/button.tsx";
import { Disclosure } from "../../ui/disclosure.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { Mark } from "../../ui/mark.tsx";
import { useCommand } from "../../use-command.ts";
import { correctMark, markOutage, type OutageMark } from "./outage-commands.ts";
import { takeBack } from "./work-commands.ts";

/** Since when there is no service, or how long there was none; begun and ended with one tap, each hour to be put right. */
export function OutagePart({
  row,
  entries,
  now,
}: {
  row: StoredRow;
  entries: readonly Entry[];
  now: number;
}) {
  const t = useText("incidents");
  const me = useMe();
  const hand = useHand();
  const command = useCommand();
  const outages = outagesOf(entries);
  const lasting = openOutage(outages);
  const latest = marksOf(entries)
    .sort((a, b) => a.created.at - b.created.at)
    .at(-1);
  const mayWrite = mayDo(me.rights, "incidentEntry", "append");
  const mark = (sort: OutageMark) => void command.run(() => markOutage(hand, row.id, sort, hand.now()));
  if (outages.length === 0 && !(mayWrite && isOpen(incidentOf(row)))) return null;
  return (
    <section className="block" aria-label={t("outage.title")}>
      <RefusalBanner refusal={command.refusal} />
      {lasting ? (
        <p>
          <Mark icon="clock" tone="bad">
            {t("outage.lasts", {
              time: formatMoment(lasting.from, now),
              duration: formatDuration(now - lasting.from),
            })}
          </Mark>
        </p>
      ) : null}
      {!lasting && outages.length > 0 ? (
        <p>{t("outage.was", { duration: formatDuration(downtime(outages, now)) })}</p>
      ) : null}
      {latest ? <StillHere mark={latest} /> : null}
      {mayWrite && lasting ? (
        <div className="moves">
          <Button variant="main" onClick={() => mark("outage-end")}>
            {t("outage.back")}
          </Button>
          <LinkButton to={`/su-co/${row.id}/mat-dich-vu`}>{t("outage.dark")}</LinkButton>
        </div>
      ) : null}
      {mayWrite && !lasting ? (
        <Button icon="clock" full onClick={() => mark("outage-start")}>
          {t(outages.length > 0 ? "outage.again" : "outage.start")}
        </Button>
      ) : null}
      {mayWrite && outages.length > 0 ? <Corrections row={row} entries={entries} now={now} /> : null}
    </section>
  );
}

/** Says of the latest hour that the server has not taken it; once it has, the line needs no stamp of its own. */
function StillHere({ mark }: { mark: Entry }) {
  const state = useRowState(mark);
  return state === "received" ? null : (
    <p>
      <RowState row={mark} />
    </p>
  );
}

function marksOf(entries: readonly Entry[]): Entry[] {
  return standing(entries).filter(({ body }) => body.sort === "outage-start" || body.sort === "outage-end");
}

function Corrections({ row, entries, now }: { row: StoredRow; entries: readonly Entry[]; now: number }) {
  const t = useText("incidents");
  const marks = marksOf(entries).sort((a, b) => (a.body.at ?? 0) - (b.body.at ?? 0));
  return (
    <Disclosure title={t("outage.correct")}>
      {marks.map((mark) => (
        <Correction key={mark.id} row={row} mark={mark} now={now} />
      ))}
    </Disclosure>
  );
}

function Correction({ row, mark, now }: { row: StoredRow; mark: Entry; now: number }) {
  const t = useText("incidents");
  const hand = useHand();
  const command = useCommand();
  const written = mark.body.at ?? mark.created.at;
  const form = useFormDraft(`incident/${row.id}/outage/${mark.id}`, () => ({
    day: dayOf(written),
    time: formatTime(written),
  }));
  const [pressed, setPressed] = useState(false);
  const sort = mark.body.sort as OutageMark;
  const at = momentOf(form.value);
  const isWrong = at === null || at > now + 60_000;
  const save = () => {
    setPressed(true);
    if (!isWrong) void form.save(() => correctMark(hand, row.id, { id: mark.id, sort }, at));
  };
  const label = t(`outage.${sort}`);
  return form.isReady ? (
    <FormBody id={`outage-${mark.id}`} label={label} onSubmit={save}>
      <RefusalBanner refusal={form.refusal ?? command.refusal} />
      <DayField
        label={t("outage.day", { mark: label })}
        error={pressed && isWrong ? t("errors.since") : undefined}
        value={form.value.day}
        today={dayOf(now)}
        max={dayOf(now)}
        onChange={(day) => form.change({ day })}
      />
      <TimeField
        label={t("outage.time", { mark: label })}
        value={form.value.time}
        now={now}
        onChange={(time) => form.change({ time })}
      />
      <div className="last-saved">
        <Button type="submit">{t("outage.save")}</Button>
        <TextLink onClick={() => void command.run(() => takeBack(hand, row.id, mark.id))}>
          {t("outage.drop")}
        </TextLink>
      </div>
    </FormBody>
  ) : null;
}

/** By the calendar of Viet Nam, wherever the device believes to be. */
function momentOf({ day, time }: { day: string; time: string }): number | null {
  if (!isCalendarDay(day) || !isClockTime(time)) return null;
  return startOfDay(day) + minutesOf(time) * 60_000;
}
