import { useState } from "react";
import type { LineNote, LineState } from "#domain/org/import/import-lines.ts";
import { type Names, useNames } from "../../../book/names.ts";
import { formatNumber } from "../../../i18n/format.ts";
import { type Text, useText } from "../../../i18n/i18n.ts";
import { Button } from "../../../ui/button.tsx";
import { Chip, FilterChips } from "../../../ui/chips.tsx";
import type { IconName, Tone } from "../../../ui/icons.tsx";
import { LedgerPage, Section } from "../../../ui/ledger.tsx";
import { Mark } from "../../../ui/mark.tsx";
import { Switch } from "../../../ui/switch.tsx";
import type { JudgedLine } from "./import-api.ts";
import type { ImportDesk } from "./use-import.ts";

const states = ["wrong", "new", "differs", "same"] as const;
const signs: Readonly<Record<LineState, { icon: IconName; tone?: Tone }>> = {
  wrong: { icon: "bad-filled", tone: "bad" },
  new: { icon: "plus" },
  differs: { icon: "edit" },
  same: { icon: "ok", tone: "ok" },
};
const shownAtOnce = 60;

/** Lines that would change the book as things stand. */
export function writable({ reply, left, update }: ImportDesk): readonly JudgedLine[] {
  return (reply?.plan ?? []).filter(
    ({ line, state }) => !left.has(line) && (state === "new" || (state === "differs" && update)),
  );
}

/** Every line with what would become of it; the wrong ones first, since only a person can mend them. */
export function ImportReview({ desk }: { desk: ImportDesk }) {
  const t = useText("import");
  const names = useNames();
  const [only, setOnly] = useState<LineState | null>(null);
  const [most, setMost] = useState(shownAtOnce);
  const plan = desk.reply?.plan ?? [];
  const count = (state: LineState) => plan.filter((one) => one.state === state).length;
  const shown = plan
    .filter((one) => only === null || one.state === only)
    .sort((a, b) => Number(b.state === "wrong") - Number(a.state === "wrong") || a.line - b.line);
  return (
    <>
      <FilterChips label={t("filter")}>
        {states.map((state) =>
          count(state) === 0 ? null : (
            <Chip
              key={state}
              pressed={only === state}
              text={t(`state.${state}`)}
              count={formatNumber(count(state))}
              onToggle={(pressed) => setOnly(pressed ? state : null)}
            />
          ),
        )}
      </FilterChips>
      {count("differs") > 0 ? (
        <div className="form">
          <Switch
            label={t("update", { count: count("differs") })}
            help={t("updateHelp")}
            checked={desk.update}
            onChange={desk.setUpdate}
          />
        </div>
      ) : null}
      <LedgerPage ruled>
        <Section title={t("lines")} count={formatNumber(shown.length)}>
          <ul aria-label={t("lines")}>
            {shown.slice(0, most).map((one) => (
              <Line key={one.line} one={one} desk={desk} names={names} />
            ))}
          </ul>
        </Section>
      </LedgerPage>
      {shown.length > most ? (
        <div className="block">
          <Button full onClick={() => setMost(most + shownAtOnce)}>
            {t("more", { count: shown.length - most })}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Line({ one, desk, names }: { one: JudgedLine; desk: ImportDesk; names: Names }) {
  const t = useText("import");
  const { line, state } = one;
  const out = desk.left.has(line);
  const { icon, tone } = signs[state];
  const mayLeave = state === "new" || state === "differs";
  const title = String(one["name"] ?? "").trim();
  return (
    <li className="row" data-review={state === "wrong" || undefined}>
      <span className="row-time">{t("line", { line })}</span>
      <div className="row-entry">
        <span className="row-title">{title === "" ? t("noName") : title}</span>
        <span className="row-line">{detail(one, names, t)}</span>
        <Mark icon={icon} tone={tone}>
          {out ? t("left") : t(`state.${state}`)}
          {one.changes.length > 0
            ? `: ${one.changes.map((field) => t(`field.${field}`).toLocaleLowerCase("vi")).join(", ")}`
            : null}
        </Mark>
        {one.wrong.map((note) => (
          <p className="row-reason" key={JSON.stringify(note)}>
            {noteWords(note, t)}
          </p>
        ))}
        {one.look.map((note) => (
          <span className="row-line" key={JSON.stringify(note)}>
            <Mark icon="warning" tone="warn">
              {noteWords(note, t)}
            </Mark>
          </span>
        ))}
        {mayLeave ? (
          <div className="import-leave">
            <Button icon={out ? "undo" : "close"} onClick={() => desk.leave(line, !out)}>
              {t(out ? "take" : "leave", { line })}
            </Button>
          </div>
        ) : null}
      </div>
    </li>
  );
}

function detail(one: JudgedLine, names: Names, t: Text): string {
  const list = (field: string) => (Array.isArray(one[field]) ? (one[field] as string[]) : []);
  const parts =
    "account" in one
      ? [
          String(one["account"]),
          list("roles")
            .map((role) => t(`common:roles.${role}`))
            .join(", "),
          list("units").map(names.unit).filter(Boolean).join(", "),
          list("villages").map(names.village).filter(Boolean).join(", "),
          list("sites").map(names.site).filter(Boolean).join(", "),
        ]
      : [
          String(one["code"] ?? ""),
          String(one["place"] ?? ""),
          names.site((one["site"] as string | null) ?? undefined) ?? "",
        ];
  return parts.filter((part) => part !== "").join(" · ");
}

function noteWords({ code, value, line }: LineNote, t: Text): string {
  return t(`note.${code}`, { value: value ?? "", line: line ?? "" });
}
