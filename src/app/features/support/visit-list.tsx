import { useMemo, useState } from "react";
import { visitOfCall } from "#domain/calls/call-id.ts";
import { mayDo } from "#domain/rights.ts";
import { supportKindCodes } from "#domain/support/catalogue.ts";
import { countVisits, likelyTwins, monthsBack } from "#domain/support/visit-counts.ts";
import { matches } from "#kernel/text.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { callOf, useMyCalls } from "../../book/calls.ts";
import { useListScroll } from "../../book/list-scroll.ts";
import { ListTools } from "../../book/list-tools.tsx";
import { type Names, useNames } from "../../book/names.ts";
import { useRemembered } from "../../book/remembered.ts";
import { MoreRows, useSlice } from "../../book/slices.tsx";
import { VisitRow, visitOf } from "../../book/visit-row.tsx";
import { useWaitingNew } from "../../book/waiting-new.ts";
import { formatLongDay, inSentence } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useCommuneName, useLive, useMe, useNow } from "../../logbook-context.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Chip, FilterChips } from "../../ui/chips.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { Rows, WaitingNew } from "../../ui/rows.tsx";
import { useOwnVillages } from "./visit-fields.tsx";

/** Visits by day, newest first, of one village or of all. */
export function VisitList({ current }: { current?: string | undefined }) {
  const t = useText("support");
  const names = useNames();
  const me = useMe();
  const { day } = useNow();
  const { villageWord } = useCommuneName();
  const villages = useOwnVillages(names);
  const [months, setMonths] = useState(2);
  const [query, setQuery] = useState("");
  const [kept, keep] = useRemembered("visit-list", { village: "*", mine: false });
  const read = useVisits(day, months);
  const rows = read?.rows;
  const notes = useNotes();
  const calls = useMyCalls() ?? [];
  const found = useMemo(
    () =>
      rows &&
      filtered(rows, { query, village: kept.village, mine: kept.mine ? me.person : null, names, notes, t }),
    [rows, query, kept, me.person, names, notes, t],
  );
  const twins = useMemo(() => twinsOf(rows ?? []), [rows]);
  const asked = `${query}|${kept.village}|${kept.mine}`;
  // Rows of other months are not new: they were asked for, and come in their own time.
  const settled = useWaitingNew(found, asItIs, `${asked}|${day}|${read?.months}`);
  const { shown, rest, more } = useSlice(settled.rows ?? [], asked);
  const counts = countVisits((found ?? []).map(visitOf));
  const list = useListScroll("visits", found !== undefined);
  return (
    <>
      <PageHead
        title={t("title")}
        sub={found ? t("counts", { visits: counts.visits, people: counts.people }) : ""}
      />
      {calls.length > 0 ? (
        <div className="block">
          <LinkButton icon="phone" full to="/goi-lai">
            {t("calls", { count: calls.length })}
          </LinkButton>
        </div>
      ) : null}
      <ListTools
        search={t("search", { villageWord })}
        query={query}
        onQuery={setQuery}
        active={[
          ...(kept.mine ? [inSentence(t("mine"))] : []),
          ...(kept.village === "*" ? [] : [names.village(kept.village) ?? ""]),
        ]}
        onReset={() => keep({ village: "*", mine: false })}
      >
        <FilterChips label={t("filters")}>
          <Chip pressed={kept.mine} text={t("mine")} onToggle={(mine) => keep({ mine })} />
          {villages.length > 1
            ? villages.map((village) => (
                <Chip
                  key={village.id}
                  pressed={kept.village === village.id}
                  text={village.body.name}
                  onToggle={(on) => keep({ village: on ? village.id : "*" })}
                />
              ))
            : null}
        </FilterChips>
      </ListTools>
      {settled.count > 0 ? (
        <WaitingNew text={t("newRows", { count: settled.count })} onShow={settled.show} />
      ) : null}
      <div className="long-list" ref={list}>
        <LedgerPage ruled>
          {byDay(shown).map(([on, visits]) => (
            <Section key={on} title={formatLongDay(on)} count={countOn(found ?? [], on)}>
              <Rows label={formatLongDay(on)}>
                {visits.map((row) => (
                  <VisitRow
                    key={row.id}
                    row={row}
                    names={names}
                    twin={twins.has(row.id)}
                    current={row.id === current}
                  />
                ))}
              </Rows>
            </Section>
          ))}
          {found?.length === 0 ? <NoVisits query={query} filtered={(rows?.length ?? 0) > 0} /> : null}
        </LedgerPage>
      </div>
      <MoreRows rest={rest} onMore={more} />
      {rest === 0 && found ? (
        <div className="block">
          <Button full onClick={() => setMonths(months + 3)}>
            {t("older")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

const asItIs = (row: StoredRow) => row;

function NoVisits({ query, filtered }: { query: string; filtered: boolean }) {
  const t = useText("support");
  const writes = mayDo(useMe().rights, "supportVisit", "create");
  if (query !== "") return <EmptyState fact={t("noneFound", { query })} todo={t("noneFoundTodo")} />;
  if (filtered) return <EmptyState fact={t("noneHere")} todo={t("noneHereTodo")} />;
  return <EmptyState fact={t("none")} todo={t(writes ? "noneTodo" : "noneRead")} />;
}

/** Notes lie apart from the visits, for those who may read them. */
function useNotes(): ReadonlyMap<string, string> {
  const rows = useLive((tx) => tx.rowsByKeys("callBack/done", "callBack/open"), []);
  return useMemo(
    () => new Map((rows ?? []).map((row) => [visitOfCall(row.id), callOf(row).note ?? ""])),
    [rows],
  );
}

/** With the number of months that were read: while more are being read, the list is that of before. */
function useVisits(day: string, months: number): { rows: StoredRow[]; months: number } | undefined {
  return useLive(
    async (tx) => {
      const lists = await Promise.all(
        monthsBack(day, months).map((month) =>
          tx.rowsByKeys(`supportVisit/${month}-01`, `supportVisit/${month}-31`),
        ),
      );
      const rows = lists.flat().filter((row) => !row.deleted);
      return { rows: rows.sort(compareVisits), months };
    },
    [day, months],
  );
}

function compareVisits(a: StoredRow, b: StoredRow): number {
  const [left, right] = [String(a.body["day"]), String(b.body["day"])];
  return left === right ? b.created.at - a.created.at : left < right ? 1 : -1;
}

interface Filter {
  readonly query: string;
  readonly village: string;
  readonly mine: string | null;
  readonly names: Names;
  readonly notes: ReadonlyMap<string, string>;
  readonly t: ReturnType<typeof useText>;
}

function filtered(
  rows: readonly StoredRow[],
  { query, village, mine, names, notes, t }: Filter,
): StoredRow[] {
  const words = new Map(supportKindCodes.map((code) => [code, t(`catalogue.kinds.${code}`)]));
  return rows.filter((row) => {
    const visit = visitOf(row);
    if (village !== "*" && visit.village !== village) return false;
    if (mine !== null && row.created.by !== mine) return false;
    if (query === "") return true;
    return matches(
      `${words.get(visit.sort) ?? ""} ${names.village(visit.village) ?? ""} ${notes.get(row.id) ?? ""}`,
      query,
    );
  });
}

function byDay(rows: readonly StoredRow[]): [string, StoredRow[]][] {
  const days = new Map<string, StoredRow[]>();
  for (const row of rows) {
    const day = String(row.body["day"]);
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  return [...days];
}

function countOn(rows: readonly StoredRow[], day: string): number {
  return rows.filter((row) => row.body["day"] === day).length;
}

function twinsOf(rows: readonly StoredRow[]): Set<string> {
  return likelyTwins(
    rows.map((row) => ({ id: row.id, at: row.created.at, by: row.created.by, visit: visitOf(row) })),
  );
}
