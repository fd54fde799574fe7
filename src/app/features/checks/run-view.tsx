import { type ReactNode, useState } from "react";
import { bulkOf } from "#domain/checks/all-good.ts";
import { answerOf, cellsOf, itemsOf, summaryOf } from "#domain/checks/run-progress.ts";
import { dayOf } from "#kernel/calendar.ts";
import { DayQuestion } from "../../book/checks/day-question.tsx";
import { Late } from "../../book/checks/late-mark.tsx";
import { lateWords } from "../../book/checks/late-words.ts";
import { ResultMarks } from "../../book/checks/result-marks.tsx";
import type { SiteCheck } from "../../book/checks/site-checks.ts";
import { isKept } from "../../book/kept/only-read.tsx";
import { useNames } from "../../book/names.ts";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { RowState } from "../../book/row-state.tsx";
import { RecordConflicts } from "../../conflicts/record-conflicts.tsx";
import { RecordHistory } from "../../history/record-history.tsx";
import { formatLongDay, formatMoment } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLive, useMe, useNow } from "../../logbook-context.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { CheckGroup } from "../../ui/check-item.tsx";
import { OverflowMenu } from "../../ui/overflow-menu.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { ProgressCells } from "../../ui/progress-cells.tsx";
import { Dialog } from "../../ui/sheet.tsx";
import { ClosedDayMark } from "./closed-day.tsx";
import { noteDraftKey } from "./note-draft.ts";
import { RunItem } from "./run-item.tsx";
import { useReading } from "./use-reading.ts";
import type { OpenRun } from "./use-run.ts";
import type { RunDeeds } from "./use-run-deeds.ts";

/** A check item by item: how far it has come, its groups, and what there is to know about the whole. */
export function RunView({ open, deeds }: { open: OpenRun; deeds: RunDeeds }) {
  const t = useText("checks");
  const common = useText("common");
  const { check, day, slot } = open;
  const head = (
    <PageHead
      title={t(`runs:run.${slot}`)}
      sub={[open.problem === "unknown" ? "" : formatLongDay(day), check?.site.short ?? check?.site.name]
        .filter(Boolean)
        .join(" · ")}
      back={{ label: common("back"), to: "/kiem-tra" }}
    />
  );
  if (open.problem === "unknown")
    return <Empty head={head} fact={t("runs:run.unknown")} todo={t("runs:run.unknownTodo")} />;
  if (open.problem === "future")
    return (
      <Empty
        head={head}
        fact={t("runs:run.future", { day: formatLongDay(day) })}
        todo={t("runs:run.futureTodo")}
      />
    );
  if (check === undefined) return head;
  if (check === null)
    return <Empty head={head} fact={t("runs:run.noTemplate")} todo={t("runs:run.noTemplateTodo")} />;
  return (
    <>
      {head}
      <RunBody check={check} open={open} deeds={deeds} />
    </>
  );
}

function Empty({ head, fact, todo }: { head: ReactNode; fact: string; todo: string }) {
  return (
    <>
      {head}
      <EmptyState fact={fact} todo={todo} />
    </>
  );
}

function RunBody({ check, open, deeds }: { check: SiteCheck; open: OpenRun; deeds: RunDeeds }) {
  const t = useText("checks");
  const me = useMe();
  const names = useNames();
  const { now, day: today } = useNow();
  const { template, run, row } = check;
  const summary = summaryOf(template, run);
  const rests = !run && (check.closed !== null || !check.fact.work);
  const late = rests ? null : lateWords(template, run ?? check.key, now, t);
  const isRead = useReading(check, today);
  const mayWrite = me.has("centre") && !isRead;
  const drafts = useLive(async (tx) => new Set((await tx.drafts()).map((draft) => draft.key)), []);
  return (
    <>
      <ProgressCells
        cells={cellsOf(template, run)}
        text={
          <>
            <b>
              {summary.answered}/{summary.total}
            </b>{" "}
            {t("runs:run.word")}
          </>
        }
        detail={<ResultMarks ok={summary.ok} bad={summary.bad} off={summary.off} none={0} />}
      />
      {late === null ? null : (
        <p className="block">
          <Late words={late} />
        </p>
      )}
      <RefusalBanner refusal={deeds.refusal} />
      {mayWrite && check.key.day === open.asked.day ? <DayQuestion asked={open.asked} id="run-day" /> : null}
      <RecordConflicts record={check.id} />
      {mayWrite && check.key.day < today && !run?.completed ? (
        <Banner icon="clock">{t("runs:run.past", { day: formatLongDay(check.key.day) })}</Banner>
      ) : null}
      {me.has("centre") || isKept(row) ? null : <Banner icon="info">{t("runs:run.readOnly")}</Banner>}
      {check.newer === null || run?.completed ? null : (
        <Banner icon="info">{t("runs:run.stays", { version: template.version, newer: check.newer })}</Banner>
      )}
      <Completed check={check} now={now} person={names.person} deeds={me.has("centre") ? deeds : null} />
      {template.groups.map((group) => {
        const items = itemsOf(template, group.id);
        if (items.length === 0) return null;
        const done = items.filter((item) => answerOf(run, item.id)).length;
        return (
          <section key={group.id}>
            <CheckGroup title={group.name} count={`${done}/${items.length}`} />
            {items.map((item) => (
              <RunItem
                key={item.id}
                item={item}
                check={check}
                names={names}
                now={now}
                unsaved={drafts?.has(noteDraftKey(check.id, item.id)) ?? false}
                deeds={mayWrite ? deeds : null}
              />
            ))}
          </section>
        );
      })}
      <div className="block">
        <ClosedDayMark check={check} mayWrite={mayWrite || me.has("leader", "admin")} />
        {check.row ? <RecordHistory record={check.id} /> : null}
      </div>
    </>
  );
}

function Completed({
  check,
  now,
  person,
  deeds,
}: {
  check: SiteCheck;
  now: number;
  person: (id: string) => string;
  deeds: RunDeeds | null;
}) {
  const t = useText("checks");
  const { run, row } = check;
  if (!run?.completed || !row)
    return row ? (
      <div className="block">
        <RowState row={row} size="box" />
      </div>
    ) : null;
  const { at, by } = run.completed;
  const bulk = deeds
    ? Object.keys(bulkOf(run, deeds.person)).filter((name) => name.startsWith("answers.")).length
    : 0;
  const canUndo = deeds !== null && bulk > 0;
  return (
    <div className="block">
      <RowState row={row} size="box" />
      <p>{t("runs:run.completedBy", { name: person(by), time: formatMoment(at, now) })}</p>
      {deeds && check.key.slot === "morning" && check.key.day === dayOf(now) ? (
        <LinkButton icon="share" to="/to-sang">
          {t("runs:run.morningSheet")}
        </LinkButton>
      ) : null}
      {canUndo ? <BulkUndo check={check} count={bulk} onUndo={deeds.undoBulk} /> : null}
    </div>
  );
}

/** An old confirmation is taken back only from the menu, and with a question that names what it takes. */
function BulkUndo({ check, count, onUndo }: { check: SiteCheck; count: number; onUndo: () => void }) {
  const t = useText("checks");
  const [asked, setAsked] = useState(false);
  return (
    <>
      <OverflowMenu
        label={t("runs:run.menu")}
        items={[{ text: t("runs:run.bulkUndo"), icon: "undo", onSelect: () => setAsked(true) }]}
      />
      {asked ? (
        <Dialog
          open
          onClose={() => setAsked(false)}
          title={t("runs:run.bulkAsk", { count, day: formatLongDay(check.key.day) })}
          footer={
            <>
              <Button
                variant="danger"
                size="56"
                full
                onClick={() => {
                  setAsked(false);
                  onUndo();
                }}
              >
                {t("runs:run.bulkYes", { count })}
              </Button>
              <Button full onClick={() => setAsked(false)}>
                {t("runs:run.bulkNo")}
              </Button>
            </>
          }
        >
          <p>{t("runs:run.bulkText")}</p>
        </Dialog>
      ) : null}
    </>
  );
}
