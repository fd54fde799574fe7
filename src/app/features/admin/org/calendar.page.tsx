import { offerUndo } from "../../../undo-offer.ts";
import { useCommand } from "../../../use-command.ts";
import "./org.css";
import { useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import type { CalendarMark } from "#domain/org/calendar/calendar-kinds.ts";
import { lunarYears, type PublicDay, publicDays } from "#domain/org/calendar/public-days.ts";
import { type DayFact, workCalendar } from "#domain/org/calendar/work-days.ts";
import type { CalendarDay } from "#kernel/calendar.ts";
import { restWords } from "../../../book/checks/rest-words.ts";
import { useHand } from "../../../book/deed.ts";
import type { FormDraft } from "../../../book/form-draft.ts";
import { RefusalBanner } from "../../../book/refusal-banner.tsx";
import { formatDay, formatShortDay, weekdayName } from "../../../i18n/format.ts";
import { type Text, useText } from "../../../i18n/i18n.ts";
import { useNow, useRowsByKey } from "../../../logbook-context.tsx";
import { Screen } from "../../../shell/screen.tsx";
import { Banner } from "../../../ui/banner.tsx";
import { Button, LinkButton, TextLink } from "../../../ui/button.tsx";
import { Dock } from "../../../ui/dock.tsx";
import { LedgerPage, Section } from "../../../ui/ledger.tsx";
import { PageHead } from "../../../ui/page-head.tsx";
import { Rows } from "../../../ui/rows.tsx";
import { MarkSheet } from "./mark-sheet.tsx";
import { type Mark, markDays, unmarkDays } from "./org-commands.ts";

const cultureDay = { from: 2026, day: "11-24" };

/** *Lịch làm việc*: the public holidays of a year, and where the commune differs. */
export default function CalendarPage() {
  const t = useText("org");
  const { day: today } = useNow();
  const [search] = useSearchParams();
  const asked = Number(search.get("nam"));
  const year = Number.isInteger(asked) && asked >= 2020 && asked <= 2100 ? asked : Number(today.slice(0, 4));
  const marks = useMarks();
  const days = useMemo(() => daysOfYear(year, marks ?? []), [year, marks]);
  const hand = useHand();
  const command = useCommand();
  const [adding, setAdding] = useState(false);
  const mark = async (list: readonly Mark[], said: string, save?: FormDraft<never>["save"]) => {
    const before = (marks ?? []).filter((one) => list.some(({ day }) => day === one.day));
    const fresh = list.map(({ day }) => day).filter((day) => !before.some((one) => one.day === day));
    const saved = save
      ? await save((kept) => markDays(hand, list, kept))
      : await command.run(() => markDays(hand, list));
    if (!saved) return false;
    setAdding(false);
    const back = () => (before.length > 0 ? markDays(hand, before) : unmarkDays(hand, fresh));
    offerUndo({ said, back, undone: t("undone") });
    return true;
  };
  const unmark = async (one: CalendarMark) => {
    const both = (marks ?? []).filter((other) => other.day === one.day || other.day === one.pair);
    const gone = both.map(({ day }) => day);
    await command.run(() => unmarkDays(hand, gone), t("calendar.unmarked", { day: formatDay(one.day) }));
  };
  const culture = `${year}-${cultureDay.day}`;
  const isCultureOpen = year >= cultureDay.from && marks && !marks.some((one) => one.day === culture);
  return (
    <Screen
      title={t("doors.calendar")}
      form
      dock={
        <Dock>
          <Button variant="main" size="56" full icon="plus" onClick={() => setAdding(true)}>
            {t("calendar.add")}
          </Button>
        </Dock>
      }
    >
      <PageHead
        title={t("calendar.title", { year })}
        sub={t("calendar.sub")}
        back={{ label: t("common:back"), to: "/quan-tri" }}
      />
      <nav className="org-years" aria-label={t("calendar.years")}>
        <LinkButton icon="back" to={`/quan-tri/lich?nam=${year - 1}`}>
          {String(year - 1)}
        </LinkButton>
        <LinkButton icon="next" to={`/quan-tri/lich?nam=${year + 1}`}>
          {String(year + 1)}
        </LinkButton>
      </nav>
      {adding ? null : <RefusalBanner refusal={command.refusal} />}
      {year < lunarYears.from || year > lunarYears.to ? (
        <Banner icon="info">{t("calendar.noLunar", { ...lunarYears })}</Banner>
      ) : null}
      {isCultureOpen ? (
        <Banner
          icon="info"
          title={t("calendar.culture.title", { year })}
          action={
            <Button
              onClick={() =>
                void mark(
                  [{ day: culture, work: false, why: "holiday", name: t("calendar.culture.name") }],
                  t("calendar.marked", { day: formatDay(culture) }),
                )
              }
            >
              {t("calendar.culture.deed", { year })}
            </Button>
          }
        >
          {t("calendar.culture.text")}
        </Banner>
      ) : null}
      <LedgerPage ruled>
        {(["ours", "public"] as const).map((whose) => {
          const list = days.filter((one) => (one.mark !== undefined) === (whose === "ours"));
          return list.length === 0 ? null : (
            <Section title={t(`calendar.${whose}`)} count={list.length} key={whose}>
              <Rows label={t(`calendar.${whose}`)}>
                {list.map((one) => (
                  <DayRow
                    key={one.day}
                    one={one}
                    onUnmark={() => one.mark && void unmark(one.mark)}
                    onWork={() =>
                      void mark(
                        [{ day: one.day, work: !one.fact.work, why: one.fact.work ? "closure" : "extra" }],
                        t(one.fact.work ? "calendar.marked" : "calendar.worked", { day: formatDay(one.day) }),
                      )
                    }
                  />
                ))}
              </Rows>
            </Section>
          );
        })}
      </LedgerPage>
      {adding ? (
        <MarkSheet
          year={year}
          today={today}
          onSave={(list, save) => void mark(list, t("calendar.markedMany", { count: list.length }), save)}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </Screen>
  );
}

function useMarks(): readonly CalendarMark[] | undefined {
  const rows = useRowsByKey("calendarMark");
  return useMemo(() => rows?.map((row) => row.body as unknown as CalendarMark), [rows]);
}

interface YearDay {
  readonly day: CalendarDay;
  readonly fact: DayFact;
  readonly known: PublicDay | undefined;
  readonly mark: CalendarMark | undefined;
}

/** The days of a year that are not what their weekday says. */
function daysOfYear(year: number, marks: readonly CalendarMark[]): YearDay[] {
  const calendar = workCalendar(marks);
  const known = publicDays(year);
  const own = new Map(marks.filter((one) => one.day.startsWith(`${year}-`)).map((one) => [one.day, one]));
  return [...new Set([...known.keys(), ...own.keys()])]
    .sort()
    .map((day) => ({ day, fact: calendar(day), known: known.get(day), mark: own.get(day) }));
}

function DayRow({ one, onUnmark, onWork }: { one: YearDay; onUnmark: () => void; onWork: () => void }) {
  const t = useText("org");
  const { day, fact, mark } = one;
  const from = mark?.pair
    ? t(fact.work ? "calendar.worksFor" : "calendar.offFor", { day: formatDay(mark.pair) })
    : "";
  return (
    <li className="row">
      <span className="row-time">{formatShortDay(day)}</span>
      <div className="row-entry">
        <span className="row-title">{dayName(one, t)}</span>
        <span className="row-line">
          {[weekdayName(day), t(fact.work ? "calendar.work" : "calendar.off"), from]
            .filter(Boolean)
            .join(" · ")}
        </span>
        <div className="org-deeds">
          {mark ? (
            <DayDeed text={t("calendar.unmark")} day={day} onDo={onUnmark} />
          ) : (
            <DayDeed text={t(fact.work ? "calendar.rest" : "calendar.goWork")} day={day} onDo={onWork} />
          )}
        </div>
      </div>
    </li>
  );
}

function DayDeed({ text, day, onDo }: { text: string; day: CalendarDay; onDo: () => void }) {
  const t = useText("org");
  return (
    <TextLink onClick={onDo}>
      {text}
      <span className="hidden-text"> {t("calendar.onDay", { day: formatDay(day) })}</span>
    </TextLink>
  );
}

function dayName({ fact, known, mark }: YearDay, t: Text): string {
  if (mark?.name) return mark.name;
  if (fact.work) {
    const holiday = known ? t(`checks:rest.${known.name}`) : "";
    return fact.why === "makeup"
      ? t("calendar.makeup", { holiday }).trim()
      : t("calendar.extra", { holiday }).trim();
  }
  return restWords(fact, t);
}
