import { useCommand } from "../../use-command.ts";
import "./roster.css";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { makesRoster } from "#domain/roster/shift-kinds.ts";
import { addDays, type CalendarDay, isCalendarDay } from "#kernel/calendar.ts";
import { addMonths, monthOf } from "#kernel/month.ts";
import { useHand } from "../../book/deed.ts";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { useWide } from "../../book/wide.ts";
import { formatShortDay } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useNow } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Chip, FilterChips } from "../../ui/chips.tsx";
import { Dock } from "../../ui/dock.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { answerSwap, askFor, removeShifts } from "./commands.ts";
import { ExportSheet } from "./export-sheet.tsx";
import { AskedOfMe, OnDuty, Warnings } from "./on-duty.tsx";
import { MonthTable, mondayOf, WeekList, weeksOf } from "./roster-days.tsx";
import { ShiftSheet } from "./shift-sheet.tsx";
import { type RosterShift, useNear, useShifts } from "./use-roster.ts";

/** *Lịch trực*: who is on now, the week on a phone, the month on a wide screen. */
export default function RosterPage() {
  const t = useText("roster");
  const me = useMe();
  const hand = useHand();
  const command = useCommand();
  const desk = useDays();
  const near = useNear();
  const [exporting, setExporting] = useState(false);
  const [mine, setMine] = useState(false);
  const shown = (desk.shifts ?? []).filter(({ body }) => !mine || body.person === me.person);
  const answer = async (shift: RosterShift, isTaken: boolean) => {
    const saved = await command.run(() => answerSwap(hand, shift.id, isTaken, shift.row.seq));
    if (saved) desk.open(null);
  };
  const remove = async ({ id }: RosterShift) => {
    if (await command.run(() => removeShifts(hand, [id]), t("removed"))) desk.open(null);
  };
  const ask = async (shift: RosterShift, colleague: string | null) => {
    const said = colleague === null ? undefined : t("asked.sent");
    if (await command.run(() => askFor(hand, shift.id, colleague), said)) desk.open(null);
  };
  return (
    <Screen
      title={t("title")}
      form
      newTo={makesRoster(me.roles) ? "/lich-truc/them" : undefined}
      dock={
        <Dock>
          {makesRoster(me.roles) ? (
            <LinkButton variant="main" size="56" full icon="plus" to={`/lich-truc/them?ngay=${desk.first}`}>
              {t("add")}
            </LinkButton>
          ) : (
            <Button variant="main" size="56" full icon="bell" onClick={() => setExporting(true)}>
              {t("export.door")}
            </Button>
          )}
        </Dock>
      }
    >
      <PageHead title={t("title")} back={{ label: t("common:back"), to: "/them" }} />
      <RefusalBanner refusal={command.refusal} />
      {near ? (
        <>
          <AskedOfMe shifts={near.shifts} onAnswer={(shift, isTaken) => void answer(shift, isTaken)} />
          <OnDuty shifts={near.shifts} />
          {makesRoster(me.roles) ? <Warnings warnings={near.warnings} /> : null}
        </>
      ) : null}
      <FilterChips label={t("filters")}>
        <Chip pressed={!mine} text={t("everyone")} onToggle={() => setMine(false)} />
        <Chip pressed={mine} text={t("mine")} onToggle={setMine} />
      </FilterChips>
      {makesRoster(me.roles) ? (
        <div className="block">
          <Button icon="bell" full onClick={() => setExporting(true)}>
            {t("export.door")}
          </Button>
        </div>
      ) : null}
      <DayNav desk={desk} />
      {desk.isWide ? (
        <MonthTable month={monthOf(desk.day)} shifts={shown} today={desk.today} to={desk.to} />
      ) : (
        <WeekList monday={desk.first} shifts={shown} today={desk.today} to={desk.to} />
      )}
      {desk.opened === null ? null : (
        <ShiftSheet
          id={desk.opened}
          onClose={() => desk.open(null)}
          onAnswer={(shift, isTaken) => void answer(shift, isTaken)}
          onAsk={(shift, colleague) => void ask(shift, colleague)}
          onRemove={(shift) => void remove(shift)}
        />
      )}
      {exporting ? <ExportSheet onClose={() => setExporting(false)} /> : null}
    </Screen>
  );
}

interface Days {
  readonly day: CalendarDay;
  readonly today: CalendarDay;
  readonly first: CalendarDay;
  readonly isWide: boolean;
  readonly shifts: readonly RosterShift[] | undefined;
  /** The shift whose sheet is open. */
  readonly opened: string | null;
  readonly open: (id: string | null) => void;
  readonly to: (id: string) => string;
}

/** The days on show and the shift that is open, both in the address. */
function useDays(): Days {
  const { day: today } = useNow();
  const [search, setSearch] = useSearchParams();
  const isWide = useWide();
  const asked = search.get("ngay") ?? "";
  const day = isCalendarDay(asked) ? asked : today;
  const weeks = isWide ? weeksOf(monthOf(day)) : [];
  const first = isWide ? (weeks[0]?.[0] ?? day) : mondayOf(day);
  const last = isWide ? (weeks.at(-1)?.at(-1) ?? day) : addDays(first, 6);
  const to = (id: string | null) => {
    const parts = { ...(isCalendarDay(asked) ? { ngay: asked } : {}), ...(id === null ? {} : { ca: id }) };
    return new URLSearchParams(parts);
  };
  return {
    ...{ day, today, first, isWide },
    shifts: useShifts(first, last),
    opened: search.get("ca"),
    open: (id) => setSearch(to(id), { replace: true }),
    to: (id) => `?${to(id)}`,
  };
}

function DayNav({ desk }: { desk: Days }) {
  const t = useText("roster");
  const { day, first, isWide, today } = desk;
  const at = (next: CalendarDay) => `/lich-truc?ngay=${next}`;
  const month = monthOf(day);
  const [before, after] = isWide
    ? [`${addMonths(month, -1)}-01`, `${addMonths(month, 1)}-01`]
    : [addDays(first, -7), addDays(first, 7)];
  const words = isWide
    ? t("month", { month: Number(month.slice(5)), year: month.slice(0, 4) })
    : t("week", { from: formatShortDay(first), to: formatShortDay(addDays(first, 6)) });
  const name = (at: CalendarDay) =>
    isWide ? t("monthShort", { month: Number(at.slice(5, 7)) }) : formatShortDay(at);
  return (
    <nav className="duty-nav" aria-label={t("otherDays")}>
      <LinkButton icon="back" label={t("earlier", { words: name(before) })} to={at(before)}>
        {name(before)}
      </LinkButton>
      <LinkButton label={t("toToday", { words })} to={at(today)}>
        {words}
      </LinkButton>
      <LinkButton icon="next" label={t("later", { words: name(after) })} to={at(after)}>
        {name(after)}
      </LinkButton>
    </nav>
  );
}
