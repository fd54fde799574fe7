import "./board.css";
import { useMemo } from "react";
import { type AgeStep, ageSteps, type GroupTimes } from "#domain/board/incident-figures.ts";
import type { SeverityId } from "#domain/incidents/catalogue.ts";
import { silentWords } from "../../book/checks/silent-words.ts";
import { useSilent } from "../../book/checks/use-silent.ts";
import { useNames } from "../../book/names.ts";
import { useRemembered } from "../../book/remembered.ts";
import { formatDuration, formatMoment, formatNumber } from "../../i18n/format.ts";
import { type Text, useText } from "../../i18n/i18n.ts";
import { useDesk, useNow } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { Chip, FilterChips } from "../../ui/chips.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { type Bars, type ChartTone, type Fill, fills, type Series } from "./bar-chart.tsx";
import { BoardPanel, type Table } from "./board-panel.tsx";
import { type Board, type Period, periods, useBoard } from "./use-board.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const roundTimes = [
  10 * minuteMs,
  30 * minuteMs,
  ...[1, 2, 6, 12, 24, 48, 120, 240, 480].map((h) => h * hourMs),
];

/** *Bảng điều hành*: what is open, how fast it is answered and mended, and how long service was interrupted. */
export default function BoardPage() {
  const t = useText("board");
  const [{ period }, keep] = useRemembered<{ period: Period }>("board", { period: 90 });
  const board = useBoard(period);
  return (
    <Screen title={t("title")} form>
      <PageHead title={t("title")} sub={<CutOff />} back={{ label: t("common:back"), to: "/them" }} />
      {board ? (
        <div className="board">
          <OpenPanel board={board} />
          <section aria-label={t("times")}>
            <FilterChips label={t("period")}>
              {periods.map((days) => (
                <Chip
                  key={days}
                  pressed={days === period}
                  text={t(`periods.${days}`)}
                  onToggle={() => keep({ period: days })}
                />
              ))}
            </FilterChips>
            <AnswerPanel times={board.times} />
            <FixPanel times={board.times} />
          </section>
          <DowntimePanel board={board} />
        </div>
      ) : null}
    </Screen>
  );
}

/** What the figures rest on: the last time this device heard from the server, and who has not sent yet. */
function CutOff() {
  const t = useText("board");
  const months = useText("month");
  const { now } = useNow();
  const silent = useSilent({ sort: "incidents" });
  const heard = useDesk()?.meta?.sync.lastSuccess ?? null;
  const until = heard === null ? t("cutOffNever") : t("cutOff", { time: formatMoment(heard, now) });
  return silent ? `${until} · ${silentWords(silent, now, months)}` : until;
}

const ageLook: Record<AgeStep, [Fill, ChartTone]> = {
  hour: ["open", "pen"],
  day: ["hatched", "pen"],
  week: ["dotted", "warn"],
  longer: ["full", "bad"],
};
const levels: readonly SeverityId[] = [1, 2, 3, 4];

function OpenPanel({ board: { open, openCount } }: { board: Board }) {
  const t = useText("board");
  const bars = useMemo<Bars>(
    () => ({
      labels: levels.map((level) => levelName(t, level)),
      series: ageSteps.map((step): Series => {
        const [fill, tone] = ageLook[step];
        return { name: t(`ages.${step}`), fill, tone, values: levels.map((level) => open[level][step]) };
      }),
      words: (value) => formatNumber(value),
      steps: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    }),
    [open, t],
  );
  const table: Table = {
    head: [t("level"), ...ageSteps.map((step) => t(`ages.${step}`)), t("sum")],
    rows: levels.map((level) => {
      const counts = ageSteps.map((step) => open[level][step]);
      return [
        levelName(t, level),
        ...[...counts, counts.reduce((a, b) => a + b)].map((n) => formatNumber(n)),
      ];
    }),
  };
  return (
    <BoardPanel
      title={t("open", { count: openCount })}
      bars={bars}
      table={table}
      empty={openCount === 0 ? t("openNone") : null}
    />
  );
}

function levelName(t: Text, level: SeverityId): string {
  return t("levelName", { level, name: t(`incidents:catalogue.severity.${level}.name`) });
}

const groupName = (t: Text, { group }: GroupTimes) => t(`incidents:catalogue.groups.${group}`);

function AnswerPanel({ times }: { times: readonly GroupTimes[] }) {
  const t = useText("board");
  const answered = times.filter(({ answerMs }) => answerMs !== null);
  const judged = times.reduce((sum, one) => sum + one.judged, 0);
  const inTime = times.reduce((sum, one) => sum + one.inTime, 0);
  const bars = useMedians(times, ({ answerMs }) => answerMs, "pen");
  return (
    <BoardPanel
      title={t("answer")}
      note={judged > 0 ? t("inTime", { inTime: formatNumber(inTime), judged: formatNumber(judged) }) : null}
      bars={bars}
      table={{
        head: [t("group"), t("count"), t("median"), t("aimMet")],
        rows: times.map((one) => [
          groupName(t, one),
          formatNumber(one.count),
          one.answerMs === null ? t("noFigure") : formatDuration(one.answerMs),
          one.judged === 0 ? t("noFigure") : `${formatNumber(one.inTime)}/${formatNumber(one.judged)}`,
        ]),
      }}
      empty={answered.length === 0 ? t("timesNone") : null}
    />
  );
}

function FixPanel({ times }: { times: readonly GroupTimes[] }) {
  const t = useText("board");
  const bars = useMedians(times, ({ fixMs }) => fixMs, "ok");
  return (
    <BoardPanel
      title={t("fix")}
      bars={bars}
      table={{
        head: [t("group"), t("count"), t("fixed"), t("median")],
        rows: times.map((one) => [
          groupName(t, one),
          formatNumber(one.count),
          formatNumber(one.fixed),
          one.fixMs === null ? t("noFigure") : formatDuration(one.fixMs),
        ]),
      }}
      empty={times.every(({ fixMs }) => fixMs === null) ? t("timesNone") : null}
    />
  );
}

/** Medians by group; a group without one has no bar, and *Chưa có số liệu* in the table. */
function useMedians(
  times: readonly GroupTimes[],
  medianOf: (one: GroupTimes) => number | null,
  tone: ChartTone,
): Bars {
  const t = useText("board");
  // biome-ignore lint/correctness/useExhaustiveDependencies: `medianOf` is written in place and reads one field
  return useMemo(
    () => ({
      labels: times.map((one) => groupName(t, one)),
      series: [{ name: t("median"), fill: "hatched", tone, values: times.map(medianOf) }],
      words: formatDuration,
      steps: roundTimes,
    }),
    [times, tone, t],
  );
}

const placeTones: readonly ChartTone[] = ["bad", "warn", "pen", "ok"];

function DowntimePanel({ board: { months, downtime, lasting } }: { board: Board }) {
  const t = useText("board");
  const names = useNames();
  const places = useMemo(
    () =>
      [...downtime]
        .map(([place, minutes]) => ({
          name: names.site(place) ?? names.village(place) ?? t("wholeCommune"),
          minutes: months.map((month) => minutes.get(month) ?? 0),
        }))
        .filter(({ minutes }) => minutes.some((value) => value > 0)),
    [downtime, months, names, t],
  );
  const bars = useMemo<Bars>(
    () => ({
      labels: months.map((month) => monthName(month)),
      series: places.map(({ name, minutes }, at) => ({
        name,
        fill: fills[(at + 1) % fills.length] ?? "full",
        tone: placeTones[at % placeTones.length] ?? "pen",
        values: minutes.map((value) => value * minuteMs),
      })),
      words: formatDuration,
      steps: roundTimes,
    }),
    [months, places],
  );
  return (
    <BoardPanel
      title={t("downtime")}
      note={lasting > 0 ? t("lasting", { count: lasting }) : null}
      bars={bars}
      table={{
        head: [t("place"), ...months.map(monthName)],
        rows: places.map(({ name, minutes }) => [
          name,
          ...minutes.map((value) => formatDuration(value * minuteMs)),
        ]),
      }}
      empty={places.length === 0 ? t("downtimeNone") : null}
    />
  );
}

/** 11/2025 */
function monthName(month: string): string {
  return `${month.slice(5)}/${month.slice(0, 4)}`;
}
