import { useMemo, useState } from "react";
import { warrantyOf } from "#domain/org/equipment-warranty.ts";
import { mayDo } from "#domain/rights.ts";
import { matches } from "#kernel/text.ts";
import { useListScroll } from "../../book/list-scroll.ts";
import { type Names, useNames } from "../../book/names.ts";
import { useRemembered } from "../../book/remembered.ts";
import { RowState } from "../../book/row-state.tsx";
import { MoreRows, useSlice } from "../../book/slices.tsx";
import { compareText, formatNumber } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useNow } from "../../logbook-context.tsx";
import { TextLink } from "../../ui/button.tsx";
import { Chip, FilterChips } from "../../ui/chips.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/inputs.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { sortWord, ThingMarks } from "./thing-words.tsx";
import { type Thing, useThings } from "./use-things.ts";

interface Filter {
  readonly site: string;
  readonly sort: string;
  readonly only: "" | "faulty" | "warranty" | "retired";
}

const everything: Filter = { site: "", sort: "", only: "" };
const shortCode = 8;

/** The register of things, by code; found by any word of it, with or without accents. */
export function EquipmentList({ current }: { current?: string | undefined }) {
  const t = useText("equipment");
  const names = useNames();
  const { day: today } = useNow();
  const things = useThings();
  const [query, setQuery] = useState("");
  const [kept, keep] = useRemembered<Filter>("equipment-list", everything);
  const found = useMemo(
    () => (things ?? []).filter((thing) => passes(thing, kept, today) && tells(thing, names, query)),
    [things, kept, today, names, query],
  );
  const { shown, rest, more } = useSlice(found, `${query}|${kept.site}|${kept.sort}|${kept.only}`);
  const list = useListScroll("equipment", things !== undefined);
  const inUse = (things ?? []).filter(({ body }) => body.retiredOn === undefined).length;
  return (
    <>
      <PageHead
        title={t("title")}
        sub={things ? t("inUse", { count: inUse }) : ""}
        back={{ label: t("common:back"), to: "/them" }}
      />
      <SearchField label={t("search")} value={query} onChange={setQuery} clearLabel={t("common:clear")} />
      <Filters things={things ?? []} kept={kept} keep={keep} names={names} />
      <div className="block">
        <TextLink to="/thiet-bi/nhan" icon="qr">
          {t("labels.door")}
        </TextLink>
      </div>
      <div className="long-list" ref={list}>
        <LedgerPage ruled>
          {shown.length > 0 ? (
            <Section title={t("listTitle")} count={formatNumber(found.length)}>
              <Rows label={t("title")}>
                {shown.map((thing) => (
                  <ThingRow key={thing.id} {...{ thing, names, today }} current={thing.id === current} />
                ))}
              </Rows>
            </Section>
          ) : null}
        </LedgerPage>
      </div>
      {things && found.length === 0 ? <Nothing query={query} isEmpty={things.length === 0} /> : null}
      <MoreRows rest={rest} onMore={more} />
    </>
  );
}

function Nothing({ query, isEmpty }: { query: string; isEmpty: boolean }) {
  const t = useText("equipment");
  const adds = mayDo(useMe().rights, "equipment", "create");
  if (isEmpty) return <EmptyState fact={t("none")} todo={t(adds ? "noneTodo" : "noneAsk")} />;
  if (query !== "") return <EmptyState fact={t("noneFound", { query })} todo={t("noneFoundTodo")} />;
  return <EmptyState fact={t("noneHere")} todo={t("noneHereTodo")} />;
}

function Filters({
  things,
  kept,
  keep,
  names,
}: {
  things: readonly Thing[];
  kept: Filter;
  keep: (part: Partial<Filter>) => void;
  names: Names;
}) {
  const t = useText("equipment");
  const sorts = [...new Set(things.flatMap(({ body }) => (body.sort ? [body.sort] : [])))].sort((a, b) =>
    compareText(sortWord(t, a), sortWord(t, b)),
  );
  return (
    <>
      <FilterChips label={t("filters")}>
        {(["faulty", "warranty", "retired"] as const).map((only) => (
          <Chip
            key={only}
            pressed={kept.only === only}
            text={t(`only.${only}`)}
            onToggle={(pressed) => keep({ only: pressed ? only : "" })}
          />
        ))}
        {names.sites.length > 1
          ? names.sites.map(({ id, body }) => (
              <Chip
                key={id}
                pressed={kept.site === id}
                text={body.short ?? body.name}
                onToggle={(pressed) => keep({ site: pressed ? id : "" })}
              />
            ))
          : null}
      </FilterChips>
      {sorts.length > 1 || kept.sort !== "" ? (
        <div className="block">
          <Field label={t("sort")}>
            <Select value={kept.sort} onChange={(sort) => keep({ sort })}>
              <option value="">{t("anySort")}</option>
              {sorts.map((sort) => (
                <option key={sort} value={sort}>
                  {sortWord(t, sort)}
                </option>
              ))}
            </Select>
          </Field>
        </div>
      ) : null}
    </>
  );
}

function ThingRow({
  thing,
  names,
  today,
  current,
}: {
  thing: Thing;
  names: Names;
  today: string;
  current: boolean;
}) {
  const { body, row } = thing;
  const isShort = body.code.length <= shortCode;
  const place = [isShort ? "" : body.code, body.place, names.site(body.site)].filter(Boolean).join(" · ");
  return (
    <Row
      to={`/thiet-bi/${encodeURIComponent(thing.id)}`}
      current={current}
      time={isShort ? body.code : ""}
      title={body.name}
      lines={[place, <ThingMarks key="marks" thing={thing} today={today} />]}
      state={row.received === 0 ? <RowState row={row} /> : undefined}
    />
  );
}

function passes({ body, isFaulty }: Thing, { site, sort, only }: Filter, today: string): boolean {
  if (site !== "" && body.site !== site) return false;
  if (sort !== "" && body.sort !== sort) return false;
  if (only === "retired") return body.retiredOn !== undefined;
  if (body.retiredOn !== undefined) return false;
  if (only === "faulty") return isFaulty;
  return only === "" || ["ending", "over"].includes(warrantyOf(body, today).state);
}

function tells({ body }: Thing, names: Names, query: string): boolean {
  if (query === "") return true;
  const parts = [body.name, body.code, body.place, body.serial, body.supplier, names.site(body.site)];
  return matches(parts.filter(Boolean).join(" "), query);
}
