import "./labels.css";
import { useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { type Label, labelSheets, labelsAcross, labelsDown } from "#documents/labels.ts";
import { mayDo } from "#domain/rights.ts";
import { matches } from "#kernel/text.ts";
import { isWholeWithin, type TypedNumber } from "#kernel/typed-number.ts";
import { useNames } from "../../book/names.ts";
import { MoreRows, useSlice } from "../../book/slices.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useCommuneName, useMe } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { Button } from "../../ui/button.tsx";
import { Chip, FilterChips } from "../../ui/chips.tsx";
import { Dock } from "../../ui/dock.tsx";
import { Field } from "../../ui/field.tsx";
import { NumberStepper } from "../../ui/number-stepper.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { usePaperLetters } from "../../ui/paper.ts";
import { EmptyState } from "../../ui/plain-states.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { type Thing, useThings } from "./use-things.ts";

const mostUsed = labelsAcross * labelsDown - 1;

/** *In nhãn QR*: chosen things on self-adhesive A4 sheets; the code on each opens its page. */
export default function LabelsPage() {
  const t = useText("equipment");
  const adds = mayDo(useMe().rights, "equipment", "create");
  usePaperLetters();
  const [search] = useSearchParams();
  const all = useThings();
  const things = useMemo(() => all?.filter(({ body }) => body.retiredOn === undefined), [all]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(search.getAll("chon")));
  const [used, setUsed] = useState<TypedNumber>(0);
  const isUsedWrong = used !== null && !isWholeWithin(used, 0, mostUsed);
  const sheets = useMemo(() => {
    // What would print over used places, or waste a sheet, is not offered.
    if (typeof used === "string" || isUsedWrong) return [];
    const wanted = (things ?? [])
      .filter(({ id }) => chosen.has(id))
      .map(({ id, body }) => ({ id, code: body.code, name: body.name }));
    return labelSheets(wanted, location.origin, used ?? 0);
  }, [things, chosen, used, isUsedWrong]);
  const choose = (ids: readonly string[], on: boolean) =>
    setChosen((now) => new Set(on ? [...now, ...ids] : [...now].filter((id) => !ids.includes(id))));
  return (
    <Screen
      title={t("labels.title")}
      form
      dock={
        sheets.length > 0 ? (
          <Dock>
            <Button variant="main" size="56" full icon="print" onClick={() => window.print()}>
              {t("labels.print", { count: chosen.size, sheets: sheets.length })}
            </Button>
          </Dock>
        ) : null
      }
    >
      <div className="screen-only">
        <PageHead
          title={t("labels.title")}
          sub={t("labels.sub", { across: labelsAcross, down: labelsDown })}
          back={{ label: t("common:back"), to: "/thiet-bi" }}
        />
        {things?.length === 0 ? (
          <EmptyState fact={t("none")} todo={t(adds ? "noneTodo" : "noneAsk")} />
        ) : null}
        <Choice things={things ?? []} chosen={chosen} onChoose={choose} />
        <div className="block">
          <Field
            label={t("labels.used")}
            help={t("labels.usedHelp")}
            error={isUsedWrong ? t("labels.usedWrong", { most: mostUsed }) : undefined}
          >
            <NumberStepper
              value={used}
              max={mostUsed}
              minusLabel={t("labels.less")}
              plusLabel={t("labels.more")}
              onChange={setUsed}
            />
          </Field>
        </div>
      </div>
      <Sheets sheets={sheets} />
    </Screen>
  );
}

function Choice({
  things,
  chosen,
  onChoose,
}: {
  things: readonly Thing[];
  chosen: ReadonlySet<string>;
  onChoose: (ids: readonly string[], on: boolean) => void;
}) {
  const t = useText("equipment");
  const names = useNames();
  const [query, setQuery] = useState("");
  const [site, setSite] = useState("");
  const found = things.filter(
    ({ body }) =>
      (site === "" || body.site === site) && matches(`${body.name} ${body.code} ${body.place ?? ""}`, query),
  );
  const { shown, rest, more } = useSlice(found, `${query}|${site}`);
  const ids = found.map(({ id }) => id);
  const isAll = ids.length > 0 && ids.every((id) => chosen.has(id));
  return (
    <fieldset>
      <legend className="hidden-text">{t("labels.choose")}</legend>
      <SearchField label={t("search")} value={query} onChange={setQuery} clearLabel={t("common:clear")} />
      <FilterChips label={t("filters")}>
        <Chip
          pressed={isAll}
          text={t(isAll ? "labels.nobody" : "labels.everyone")}
          count={found.length}
          onToggle={(on) => onChoose(ids, on)}
        />
        {names.sites.length > 1
          ? names.sites.map(({ id, body }) => (
              <Chip
                key={id}
                pressed={site === id}
                text={body.short ?? body.name}
                onToggle={(on) => setSite(on ? id : "")}
              />
            ))
          : null}
      </FilterChips>
      {shown.map(({ id, body }) => (
        <label className="label-choice" key={id}>
          <input
            type="checkbox"
            checked={chosen.has(id)}
            onChange={(event) => onChoose([id], event.target.checked)}
          />
          <span>
            <b>{body.name}</b> {[body.code, body.place].filter(Boolean).join(" · ")}
          </span>
        </label>
      ))}
      <MoreRows rest={rest} onMore={more} />
    </fieldset>
  );
}

function Sheets({ sheets }: { sheets: readonly (readonly (Label | null)[])[] }) {
  const t = useText("equipment");
  return (
    <section className="label-sheets" aria-label={t("labels.preview")}>
      {sheets.map((sheet, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a sheet is its place among the sheets
        <div className="label-sheet" key={at}>
          {sheet.map((label, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a label is its place on the sheet
            <LabelCell key={place} label={label} />
          ))}
        </div>
      ))}
    </section>
  );
}

function LabelCell({ label }: { label: Label | null }) {
  const { name } = useCommuneName();
  if (label === null) return <div className="label" />;
  return (
    <div className="label" data-code={label.code}>
      <svg viewBox={`0 0 ${label.size} ${label.size}`} role="img" aria-label={label.code}>
        <path d={label.path} />
      </svg>
      <p className="label-words">
        <b>{label.code}</b>
        <span className="label-name">{label.name}</span>
        <span>{name}</span>
      </p>
    </div>
  );
}
