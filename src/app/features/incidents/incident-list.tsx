import { useMemo, useState } from "react";
import { compareNewest, compareOpen, isOpen } from "#domain/incidents/incident-order.ts";
import { mayDo } from "#domain/rights.ts";
import { addDays, type CalendarDay, startOfDay } from "#kernel/calendar.ts";
import { matches } from "#kernel/text.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { IncidentRow, incidentOf } from "../../book/incident-row.tsx";
import { useSeen } from "../../book/incidents/seen.ts";
import { useWaitsForMe } from "../../book/incidents/waits-for-me.ts";
import { useListScroll } from "../../book/list-scroll.ts";
import { ListTools } from "../../book/list-tools.tsx";
import { type Names, useNames } from "../../book/names.ts";
import { useRemembered } from "../../book/remembered.ts";
import { MoreRows, useSlice } from "../../book/slices.tsx";
import { useWaitingNew } from "../../book/waiting-new.ts";
import { inSentence } from "../../i18n/format.ts";
import { type Text, useText } from "../../i18n/i18n.ts";
import { readRows, useLive, useMe, useNow, useRowsByKey } from "../../logbook-context.tsx";
import { TextLink } from "../../ui/button.tsx";
import { Chip, FilterChips } from "../../ui/chips.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { Rows, WaitingNew } from "../../ui/rows.tsx";
import { everything, type KeptFilter, MoreFilters } from "./list-filters.tsx";
import { QuietDays } from "./quiet-days.tsx";

/** Open incidents, those that wait for me first, by severity and age; or all of them, newest first. */
export function IncidentList({ current }: { current?: string | undefined }) {
  const t = useText("incidents");
  const names = useNames();
  const me = useMe();
  const { now, day } = useNow();
  const waitsForMe = useWaitsForMe();
  const [query, setQuery] = useState("");
  const [kept, keep] = useRemembered<KeptFilter>("incident-list", everything);
  const open = useRowsByKey("incident/open");
  const { which } = kept;
  // What is over is read only when it is asked for; what was read for another question does not count.
  const over = useLive(
    async (tx) => ({ which, rows: which === "all" ? await readRows(tx, "incident/closed") : [] }),
    [which],
  );
  const closed = over?.which === which ? over.rows : undefined;
  const ready = open !== undefined && closed !== undefined;
  const waiting = useMemo(() => (open ?? []).filter((row) => isOpen(incidentOf(row))), [open]);
  const shownRows = useMemo(() => {
    const base = kept.which === "open" ? waiting : [...(open ?? []), ...(closed ?? [])];
    const byNeed = (a: StoredRow, b: StoredRow) => Number(waitsForMe(b)) - Number(waitsForMe(a));
    const compare = (a: StoredRow, b: StoredRow) =>
      kept.which === "open"
        ? byNeed(a, b) || compareOpen(incidentOf(a), incidentOf(b))
        : compareNewest(incidentOf(a), incidentOf(b));
    return base.filter((row) => passes(row, kept, { query, names, me: me.person, day })).sort(compare);
  }, [waiting, open, closed, kept, query, names, me.person, day, waitsForMe]);
  const forMe = waiting.filter(waitsForMe).length;
  const asked = `${query}|${JSON.stringify(kept)}`;
  const settled = useWaitingNew(ready ? shownRows : undefined, asItIs, asked);
  const { shown, rest, more } = useSlice(settled.rows ?? shownRows, asked);
  useSeen(shown);
  const isFiltered = kept.mine || kept.grave || kept.which === "all" || kept.place !== "" || kept.days > 0;
  const list = useListScroll("incidents", ready);
  return (
    <>
      <PageHead title={t("title")} sub={ready ? countWords(t, waiting.length, forMe) : ""} />
      <ListTools
        search={t("search")}
        query={query}
        onQuery={setQuery}
        active={filterWords(t, kept, names)}
        onReset={() => keep(everything)}
      >
        <FilterChips label={t("filters")}>
          <Chip
            pressed={kept.which === "open"}
            text={t("open")}
            count={waiting.length}
            onToggle={() => keep({ which: "open" })}
          />
          <Chip pressed={kept.which === "all"} text={t("all")} onToggle={() => keep({ which: "all" })} />
          <Chip pressed={kept.grave} text={t("grave")} onToggle={(grave) => keep({ grave })} />
          <Chip pressed={kept.mine} text={t("mine")} onToggle={(mine) => keep({ mine })} />
        </FilterChips>
        <MoreFilters kept={kept} keep={keep} names={names} />
      </ListTools>
      {settled.count > 0 ? (
        <WaitingNew text={t("newRows", { count: settled.count })} onShow={settled.show} />
      ) : null}
      <div className="long-list" ref={list}>
        <LedgerPage ruled>
          {shown.length > 0 ? (
            <Section title={t(kept.which === "open" ? "openTitle" : "allTitle")} count={shownRows.length}>
              <Rows label={t("title")}>
                {shown.map((row) => (
                  <IncidentRow
                    key={row.id}
                    row={row}
                    now={now}
                    current={row.id === current}
                    waits={waitsForMe(row)}
                  />
                ))}
              </Rows>
            </Section>
          ) : null}
          {ready && shownRows.length === 0 ? <NoIncidents query={query} filtered={isFiltered} /> : null}
        </LedgerPage>
      </div>
      <MoreRows rest={rest} onMore={more} />
      <div className="block">
        <TextLink to="/su-co/dan-tin">{t("pasteMessage")}</TextLink>
      </div>
      {ready ? <QuietDays /> : null}
    </>
  );
}

function countWords(t: Text, count: number, forMe: number): string {
  return forMe > 0 ? t("openForMe", { count, forMe }) : t("openCount", { count });
}

function filterWords(t: Text, kept: KeptFilter, names: Names): string[] {
  const place = names.site(kept.place) ?? names.village(kept.place);
  return [
    ...(kept.which === "all" ? [inSentence(t("all"))] : []),
    ...(kept.grave ? [inSentence(t("grave"))] : []),
    ...(kept.mine ? [inSentence(t("mine"))] : []),
    ...(place === undefined ? [] : [place]),
    ...(kept.days > 0 ? [t(`period.${kept.days}`)] : []),
  ];
}

const asItIs = (row: StoredRow) => row;

function NoIncidents({ query, filtered }: { query: string; filtered: boolean }) {
  const t = useText("incidents");
  const reports = mayDo(useMe().rights, "incident", "create");
  if (query !== "") return <EmptyState fact={t("noneFound", { query })} todo={t("noneFoundTodo")} />;
  if (filtered) return <EmptyState fact={t("noneHere")} todo={t("noneHereTodo")} />;
  return <EmptyState fact={t("none")} todo={t(reports ? "noneTodo" : "noneEscalated")} />;
}

interface Around {
  readonly query: string;
  readonly names: Names;
  readonly me: string;
  readonly day: CalendarDay;
}

function passes(row: StoredRow, kept: KeptFilter, { query, names, me, day }: Around): boolean {
  const incident = incidentOf(row);
  if (kept.mine && row.created.by !== me) return false;
  if (kept.grave && incident.severity > 2) return false;
  if (kept.place !== "" && kept.place !== incident.site && kept.place !== incident.village) return false;
  if (kept.days > 0 && incident.since < startOfDay(addDays(day, 1 - kept.days))) return false;
  if (query === "") return true;
  const thing = names.equipmentOf(incident.equipment);
  const place = names.village(incident.village) ?? names.site(incident.site) ?? "";
  return matches(
    `${incident.title} ${incident.number} ${incident.note ?? ""} ${thing?.name ?? ""} ${thing?.code ?? ""} ${place}`,
    query,
  );
}
