import "./calls.css";
import { useMemo, useState } from "react";
import { visitOfCall } from "#domain/calls/call-id.ts";
import { hasCalls, mustAct } from "#domain/calls/who-acts.ts";
import { mayDo } from "#domain/rights.ts";
import { matches } from "#kernel/text.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { CallButton } from "../../book/call-button.tsx";
import { callOf, openCalls } from "../../book/calls.ts";
import { useNames } from "../../book/names.ts";
import { RowState } from "../../book/row-state.tsx";
import { MoreRows, useSlice } from "../../book/slices.tsx";
import { formatRowTime, inSentence } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useDesk, useMe, useNow, useRowsByKey } from "../../logbook-context.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { Mark } from "../../ui/mark.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { addresseeWord, callGroups, groupOf, helpWord, maskedPhone } from "./call-words.ts";

/** All that this person may read, those that wait for them first. */
export function CallList({ current }: { current?: string | undefined }) {
  const t = useText("calls");
  const common = useText("common");
  const me = useMe();
  const [query, setQuery] = useState("");
  const open = useRowsByKey(openCalls);
  const done = useRowsByKey("callBack/done");
  // Whose they are is known with who I am and where.
  const { isReady } = useNames();
  const isKnown = useDesk() !== undefined && isReady;
  const all = useMemo(
    () => (isKnown && open && done ? [...open, ...done] : undefined),
    [isKnown, open, done],
  );
  const found = useMemo(() => all && ordered(all.filter((row) => says(row, query))), [all, query]);
  const { shown, rest, more } = useSlice(found ?? [], query);
  const mine = (open ?? []).filter(({ body }) => mustAct(me, body)).length;
  return (
    <>
      <PageHead
        title={t("title")}
        sub={open ? t(mine === 0 ? "noneMine" : "mine", { count: mine }) : ""}
        back={{ label: common("back"), to: me.has("centre", "village") ? "/ho-tro" : "/" }}
      />
      {(all ?? []).length > 5 ? (
        <SearchField label={t("search")} value={query} onChange={setQuery} clearLabel={common("clear")} />
      ) : null}
      <LedgerPage ruled>
        {callGroups.map((group) => {
          const rows = shown.filter((row) => groupOf(row) === group);
          if (rows.length === 0) return null;
          const count = (found ?? []).filter((row) => groupOf(row) === group).length;
          return (
            <Section key={group} title={t(`groups.${group}`)} count={count}>
              <Rows label={t(`groups.${group}`)}>
                {rows.map((row) => (
                  <CallRow key={row.id} row={row} current={row.id === current} />
                ))}
              </Rows>
            </Section>
          );
        })}
        {found?.length === 0 ? (
          query === "" ? (
            <EmptyState fact={t("none")} todo={t(noneTodo(me))} />
          ) : (
            <EmptyState fact={t("noneFound", { query })} todo={t("noneFoundTodo")} />
          )
        ) : null}
      </LedgerPage>
      <MoreRows rest={rest} onMore={more} />
    </>
  );
}

function CallRow({ row, current }: { row: StoredRow; current: boolean }) {
  const t = useText("calls");
  const me = useMe();
  const names = useNames();
  const { now } = useNow();
  const call = callOf(row);
  const time = formatRowTime(row.created.at, now);
  const acts = mustAct(me, row.body);
  return (
    <Row
      to={`/goi-lai/${visitOfCall(row.id)}`}
      current={current}
      time={time}
      title={call.name ?? t("noName")}
      lines={[
        [helpWord(t, call), maskedPhone(call.phone)].filter(Boolean).join(" · "),
        acts ? (
          <Mark icon="phone" tone="warn" key="mine">
            {t(groupOf(row) === "handed" ? "receiveIt" : "callIt")}
          </Mark>
        ) : (
          t("whose", { who: inSentence(addresseeWord(t, call, names)) })
        ),
      ]}
      state={<RowState row={row} />}
      action={<CallButton row={row} />}
    />
  );
}

/** Whoever logs visits asks for call-backs there; the police wait for what is handed to them. */
function noneTodo(me: ReturnType<typeof useMe>): string {
  if (mayDo(me.rights, "callBack", "create")) return "noneTodo";
  return hasCalls(me) ? "noneHanded" : "notYours";
}

/** Open ones by the hour they were asked, the oldest first; of those that are done the latest first. */
function ordered(rows: readonly StoredRow[]): StoredRow[] {
  const rank = (row: StoredRow) => callGroups.indexOf(groupOf(row));
  return [...rows].sort((a, b) => {
    const apart = rank(a) - rank(b);
    if (apart !== 0) return apart;
    return groupOf(a) === "done" ? b.changed.at - a.changed.at : a.created.at - b.created.at;
  });
}

function says(row: StoredRow, query: string): boolean {
  const { name, phone, note } = callOf(row);
  return query === "" || matches(`${name ?? ""} ${phone ?? ""} ${note ?? ""}`, query);
}
