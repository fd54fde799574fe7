import { useMemo, useState } from "react";
import type { CheckRun, CheckTemplate, ClosedDay } from "#domain/checks/check-kinds.ts";
import { type DayLine, dayLines, streakOf } from "#domain/checks/day-states.ts";
import { dueOf } from "#domain/checks/due.ts";
import { summaryOf } from "#domain/checks/run-progress.ts";
import { templateOfRun } from "#domain/checks/template-at.ts";
import type { Person } from "#domain/org/org-kinds.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { DueMark, Late } from "../../book/checks/late-mark.tsx";
import { lateWords } from "../../book/checks/late-words.ts";
import { restWords } from "../../book/checks/rest-words.ts";
import { ResultMarks } from "../../book/checks/result-marks.tsx";
import { runPath } from "../../book/checks/run-path.ts";
import { readChecks, type SiteCheck, siteChecks } from "../../book/checks/site-checks.ts";
import { useListScroll } from "../../book/list-scroll.ts";
import { type Names, useNames } from "../../book/names.ts";
import { useRemembered } from "../../book/remembered.ts";
import { RowState } from "../../book/row-state.tsx";
import { formatShortDay, weekdayName } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useDesk, useLive, useNow } from "../../logbook-context.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Chip, FilterChips } from "../../ui/chips.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { Mark } from "../../ui/mark.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { Row, Rows } from "../../ui/rows.tsx";

type RunOfDay = { readonly run: CheckRun; readonly template: CheckTemplate; readonly row: StoredRow };

/** The days of a site, newest first; a working day without a sheet says so. */
export function DayList({ current }: { current?: string | undefined }) {
  const t = useText("checks");
  const names = useNames();
  const { now, day } = useNow();
  const [months, setMonths] = useState(1);
  const [kept, keep] = useRemembered("check-list", { site: "" });
  const { sites, lines } = useDays(day, months * 31, kept.site);
  const site = sites?.find((one) => one.site.id === kept.site) ?? sites?.[0];
  const list = useListScroll("checks", lines !== undefined);
  return (
    <>
      <PageHead title={t("title")} sub={site?.site.name} />
      {sites && sites.length > 1 ? (
        <FilterChips label={t("runs:list.site")}>
          {sites.map((one) => (
            <Chip
              key={one.site.id}
              pressed={one === site}
              text={one.site.short ?? one.site.name}
              onToggle={() => keep({ site: one.site.id })}
            />
          ))}
        </FilterChips>
      ) : null}
      {sites?.length === 0 ? (
        <EmptyState fact={t("runs:list.empty")} todo={t("runs:list.emptyTodo")} />
      ) : null}
      {site && lines ? (
        <div className="block">
          <LinkButton
            full
            icon="due"
            to={`/kiem-tra/thang/${day.slice(0, 7)}?diem=${encodeURIComponent(site.site.id)}`}
          >
            {t("runs:list.month")}
          </LinkButton>
        </div>
      ) : null}
      {site && lines ? (
        <LedgerPage ruled>
          <div ref={list} />
          <Section title={t("runs:list.history")} count={t("runs:list.streak", { count: streakOf(lines) })}>
            <Rows label={t("runs:list.history")}>
              {lines.flatMap((line) => dayRows(line, site, { now, names, current, t }))}
            </Rows>
          </Section>
          <div className="block">
            <Button full onClick={() => setMonths(months + 1)}>
              {t("runs:list.older")}
            </Button>
          </div>
        </LedgerPage>
      ) : null}
    </>
  );
}

function useDays(day: string, days: number, wanted: string) {
  const mine = (useDesk()?.me?.body as Person | undefined)?.sites;
  const read = useLive((tx) => readChecks(tx, day, days, days), [day, days]);
  return useMemo(() => {
    const sites = read && siteChecks(read, day, "morning", mine);
    const site = sites?.find((one) => one.site.id === wanted) ?? sites?.[0];
    if (!read || !sites || !site) return { sites, lines: undefined };
    const templates = new Map(read.templates.map((row) => [row.id, row.body as unknown as CheckTemplate]));
    const runs = read.runs
      .filter((row) => row.body["site"] === site.site.id)
      .map((row): RunOfDay => {
        const run = row.body as unknown as CheckRun;
        const body = templates.get(run.template) ?? site.template;
        return { row, run, template: templateOfRun({ id: run.template, body }, read.versions, run) };
      });
    const closed = read.closed
      .filter((row) => row.body["site"] === site.site.id)
      .map((row) => row.body as unknown as ClosedDay);
    return {
      sites,
      lines: dayLines({ template: site.template, runs, closed, from: day, days, calendar: site.calendar }),
    };
  }, [read, day, days, mine, wanted]);
}

interface Around {
  readonly now: number;
  readonly names: Names;
  readonly current: string | undefined;
  readonly t: ReturnType<typeof useText>;
}

function dayRows(line: DayLine<RunOfDay>, site: SiteCheck, around: Around) {
  const { t, current } = around;
  const time = formatShortDay(line.day);
  const key = { ...site.key, day: line.day };
  if (line.runs.length === 0) {
    const words = emptyWords(line, site, around);
    return [
      <Row
        key={line.day}
        to={runPath(key)}
        current={current === `run/${key.site}/${key.template}/${line.day}/morning`}
        time={time}
        title={`${weekdayName(line.day)}: ${words.title.toLocaleLowerCase("vi")}`}
        lines={words.line ? [words.line] : []}
      />,
    ];
  }
  return line.runs.map(({ run, template, row }) => (
    <Row
      key={row.id}
      to={`/kiem-tra/phieu/${row.id}`}
      current={current === row.id}
      time={time}
      title={
        run.slot === "afternoon"
          ? `${weekdayName(line.day)}: ${t("second.title").toLocaleLowerCase("vi")}`
          : weekdayName(line.day)
      }
      lines={runLines(run, template, around)}
      state={<RowState row={row} />}
    />
  ));
}

function emptyWords(line: DayLine<RunOfDay>, site: SiteCheck, { t, now }: Around) {
  if (line.state === "closed" && line.closed)
    return { title: t("panel.closed"), line: t(`closed.${line.closed.reason}`) };
  if (line.state === "rest") return { title: t("panel.closed"), line: restWords(line.fact, t) };
  if (line.state === "due") {
    return {
      title: t("runs:item.none"),
      line: <DueMark key="due" left={dueOf(site.template, now).left} />,
    };
  }
  return {
    title: t("runs:list.missing"),
    line: (
      <Mark icon="unchecked" tone="warn" key="missing">
        {t("runs:list.missingTodo")}
      </Mark>
    ),
  };
}

function runLines(run: CheckRun, template: CheckTemplate, { t, now, names }: Around) {
  const summary = summaryOf(template, run);
  const late = lateWords(template, run, now, t);
  return [
    <ResultMarks key="result" ok={summary.ok} bad={summary.bad} off={summary.off} none={summary.none} />,
    run.completed ? names.person(run.completed.by) : t("runs:list.open"),
    late === null ? null : <Late key="late" words={late} />,
  ].filter((line) => line !== null);
}
