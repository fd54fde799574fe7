import { useState } from "react";
import { type CalendarDay, isCalendarDay } from "#kernel/calendar.ts";
import type { DeadOp } from "#sync/device-store.ts";
import { DayChoice } from "../../book/moment/day-choice.tsx";
import { recordPath } from "../../book/record-path.ts";
import { describeOp } from "../../describe/describe-op.ts";
import { formatRowTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLogbook, useNow } from "../../logbook-context.tsx";
import { problemWords } from "../../problem-words.ts";
import { Button, LinkButton, TextLink } from "../../ui/button.tsx";
import { Disclosure } from "../../ui/disclosure.tsx";
import { Facts } from "../../ui/facts.tsx";
import { announce } from "../../ui/live-region.tsx";
import { ReviewRow } from "../../ui/rows.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { SyncState } from "../../ui/sync-state.tsx";
import { useCommand } from "../../use-command.ts";
import { PutAway } from "./put-away.tsx";
import { mendOf, reasonOf } from "./reasons.ts";
import { moveToDay, sendAgain } from "./redraft.ts";
import { supportCode, tellAdministrator } from "./support-code.ts";
import type { OutboxView } from "./use-outbox.ts";

/** A refused deed: kept, with its reason and the one button that mends it; the rest under *Chi tiết*. */
export function DeadRow({ dead, view }: { dead: DeadOp; view: OutboxView }) {
  const t = useText("outbox");
  const { now, day } = useNow();
  const { title, line, kind, id } = describeOp(t, dead.op, {
    row: (one) => dead.seen.find((row) => row.id === one) ?? view.rows.get(one),
  });
  const reason = reasonOf(t, dead, view.rows, day.slice(0, 4));
  const path = view.rows.has(id) ? (recordPath(kind, id) ?? undefined) : undefined;
  return (
    <ReviewRow
      time={formatRowTime(dead.op.w + (dead.op.o ?? 0), now)}
      title={title}
      lines={line ? [line] : []}
      state={<SyncState state="review" text={t("common:sync.review")} />}
      reason={reason}
      action={
        <>
          <MainDeed dead={dead} path={path} reason={`${title}. ${reason}`} />
          <More dead={dead} reason={`${title}. ${reason}`} />
        </>
      }
    />
  );
}

function MainDeed({ dead, path, reason }: { dead: DeadOp; path: string | undefined; reason: string }) {
  const t = useText("outbox");
  const logbook = useLogbook();
  const [choosing, setChoosing] = useState(false);
  const mend = useMend();
  const kind = mendOf(dead);
  if (kind === "day") {
    return (
      <>
        <Button icon="edit" onClick={() => setChoosing(true)}>
          {t("mendDay")}
        </Button>
        {choosing ? (
          <DaySheet onClose={() => setChoosing(false)} onDay={(day) => void mend.run(moveToDay(dead, day))} />
        ) : null}
        {mend.problem}
      </>
    );
  }
  if (kind === "record" && path) return <LinkButton to={path}>{t("openRecord")}</LinkButton>;
  if (kind === "again" || kind === "record") {
    return (
      <>
        <Button icon="sending" onClick={() => void mend.run(sendAgain(dead))}>
          {t("sendAgain")}
        </Button>
        {mend.problem}
      </>
    );
  }
  return (
    <Button
      icon="share"
      onClick={() => void tellAdministrator(reason, supportCode(logbook.profile.device, dead.n))}
    >
      {t("askAdministrator")}
    </Button>
  );
}

function DaySheet({ onClose, onDay }: { onClose: () => void; onDay: (day: CalendarDay) => void }) {
  const t = useText("outbox");
  const { day: today } = useNow();
  const [day, setDay] = useState<string>(today);
  const [pressed, setPressed] = useState(false);
  const isDay = isCalendarDay(day) && day <= today;
  return (
    <Sheet
      open
      onClose={onClose}
      title={t("dayTitle")}
      closeLabel={t("common:close")}
      footer={
        <Button variant="main" size="56" full onClick={() => (isDay ? onDay(day) : setPressed(true))}>
          {t("dayDeed")}
        </Button>
      }
    >
      <DayChoice
        name="ngay"
        label={t("dayLabel")}
        help={t("dayHelp")}
        error={pressed && !isDay ? t("missingDay") : undefined}
        value={day}
        today={today}
        max={today}
        onChange={setDay}
      />
    </Sheet>
  );
}

function More({ dead, reason }: { dead: DeadOp; reason: string }) {
  const t = useText("outbox");
  const logbook = useLogbook();
  const mend = useMend();
  const main = mendOf(dead);
  const code = supportCode(logbook.profile.device, dead.n);
  return (
    <Disclosure title={t("details")}>
      <Facts
        items={[
          { term: t("facts.reasonCode"), value: dead.receipt.code ?? dead.receipt.r },
          { term: t("facts.supportCode"), value: code },
        ]}
      />
      <div className="deeds">
        {main === "again" ? null : (
          <TextLink icon="sending" onClick={() => void mend.run(sendAgain(dead))}>
            {t("sendAgain")}
          </TextLink>
        )}
        {main === "ask" ? null : (
          <TextLink icon="share" onClick={() => void tellAdministrator(reason, code)}>
            {t("askAdministrator")}
          </TextLink>
        )}
        <PutAway explain={t("putAwayText")} onPutAway={() => void logbook.dropDead(dead.n)} />
      </div>
      {mend.problem}
    </Disclosure>
  );
}

/** Writes the mended deed; the refused one then leaves the list by itself. */
function useMend() {
  const t = useText("outbox");
  const logbook = useLogbook();
  const command = useCommand("nothing");
  const run = async (draft: ReturnType<typeof sendAgain>) => {
    const saved = await command.run(() => logbook.commit(draft));
    if (saved) announce(t("common:savedSentence"));
  };
  const problem = command.refusal ? (
    <p className="row-reason" role="alert">
      {problemWords(command.refusal)}
    </p>
  ) : null;
  return { run, problem };
}
