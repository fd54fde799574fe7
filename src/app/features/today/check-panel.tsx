import { planAllGood } from "#domain/checks/all-good.ts";
import { dueOf } from "#domain/checks/due.ts";
import { summaryOf } from "#domain/checks/run-progress.ts";
import { DueMark, Late } from "../../book/checks/late-mark.tsx";
import { lateWords } from "../../book/checks/late-words.ts";
import { restWords } from "../../book/checks/rest-words.ts";
import { ResultMarks } from "../../book/checks/result-marks.tsx";
import { runPath } from "../../book/checks/run-path.ts";
import type { SiteCheck } from "../../book/checks/site-checks.ts";
import { RowState } from "../../book/row-state.tsx";
import { formatDuration, formatNearDay, formatRowTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { Button, ButtonPair, LinkButton } from "../../ui/button.tsx";
import { NowPanel } from "../../ui/now-panel.tsx";
import { Row } from "../../ui/rows.tsx";

/** The morning's check while it is due: when, how much is left, which faults wait, and its two ways. */
export function DueCheck({
  check,
  now,
  named,
  onAllGood,
}: {
  check: SiteCheck;
  now: number;
  /** The site is named where the centre has several. */
  named: boolean;
  onAllGood: () => void;
}) {
  const t = useText("checks");
  const due = dueOf(check.template, now);
  const summary = summaryOf(check.template, check.run);
  const plan = planAllGood(check.template, check.run, check.faults);
  const begun = summary.answered > 0;
  const rests = !check.fact.work && !begun;
  const left = rests
    ? restWords(check.fact, t)
    : due.isLate
      ? null
      : t("panel.left", { time: formatDuration(due.left * 60_000) });
  const items = begun
    ? t("panel.begun", { done: summary.answered, count: summary.total })
    : t("panel.items", { count: summary.total });
  return (
    <NowPanel
      quiet={rests}
      dueLabel={t(rests ? "panel.closed" : "panel.due")}
      due={rests ? null : check.template.dueTime}
      title={named ? t("panel.titleAt", { site: check.site.short ?? check.site.name }) : t("panel.title")}
      lines={[
        left === null ? items : `${items} · ${left}`,
        left === null ? <DueMark key="late" left={due.left} /> : null,
      ].filter((line) => line !== null)}
      warning={plan.questions.length > 0 ? faultWords(check, t) : undefined}
      actions={
        <ButtonPair lead>
          <Button variant="main" size="56" icon="ok" onClick={onAllGood}>
            {t("panel.allGood")}
          </Button>
          <LinkButton size="56" to={runPath(check.key)}>
            {t("panel.oneByOne")}
          </LinkButton>
        </ButtonPair>
      }
    />
  );
}

function faultWords({ faults, key }: SiteCheck, t: ReturnType<typeof useText>): string {
  const days = [...new Set(faults.map((fault) => fault.since))];
  const [only] = days;
  return days.length === 1 && only
    ? t("panel.faultsOf", { count: faults.length, day: formatNearDay(only, key.day) })
    : t("panel.faults", { count: faults.length });
}

/** The check once it is done, a closed day, or for those who only look on: one quiet row. */
export function QuietCheck({ check, now }: { check: SiteCheck; now: number }) {
  const t = useText("checks");
  const site = check.site.short ?? check.site.name;
  const summary = summaryOf(check.template, check.run);
  const done = check.run?.completed;
  if (!done) {
    const due = dueOf(check.template, now);
    return (
      <Row
        to={runPath(check.key)}
        time={check.template.dueTime}
        title={t(check.closed || !check.fact.work ? "quiet.closed" : "quiet.open", { site })}
        lines={[
          check.closed ? (
            t(`closed.${check.closed.reason}`)
          ) : !check.fact.work ? (
            restWords(check.fact, t)
          ) : (
            <DueMark key="due" left={due.left} />
          ),
        ]}
      />
    );
  }
  const late = lateWords(check.template, check.run as NonNullable<typeof check.run>, now, t);
  return (
    <Row
      to={runPath(check.key)}
      time={formatRowTime(done.at, now)}
      title={t("quiet.done", { site, count: summary.answered })}
      lines={[
        <ResultMarks key="result" ok={summary.ok} bad={summary.bad} off={summary.off} none={summary.none} />,
        late === null ? null : <Late key="late" words={late} />,
      ].filter((line) => line !== null)}
      state={check.row ? <RowState row={check.row} /> : null}
    />
  );
}
