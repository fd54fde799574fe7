import type { CheckedSpell } from "#domain/org/equipment-history.ts";
import type { CalendarDay } from "#kernel/calendar.ts";
import { IncidentRow } from "../../book/incident-row.tsx";
import { type Names, useNames } from "../../book/names.ts";
import { MoreRows, useSlice } from "../../book/slices.tsx";
import { formatRowDay, formatShortDay } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useNow } from "../../logbook-context.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { Mark } from "../../ui/mark.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { useThingHistory } from "./use-things.ts";

const signs = {
  ok: { icon: "ok-filled", tone: "ok" },
  bad: { icon: "bad-filled", tone: "bad" },
  off: { icon: "off", tone: undefined },
} as const;

/** Incidents about a thing, and what the checks said of it. */
export function ThingPast({ id, today }: { id: string; today: CalendarDay }) {
  const t = useText("equipment");
  const names = useNames();
  const { now } = useNow();
  const past = useThingHistory(id, today);
  const { shown, rest, more } = useSlice(past?.checks ?? [], id);
  if (!past) return null;
  return (
    <>
      <LedgerPage ruled>
        <Section title={t("incidents")} count={past.incidents.length}>
          {past.incidents.length === 0 ? <p className="row-entry thing-none">{t("noIncidents")}</p> : null}
          <Rows label={t("incidents")}>
            {past.incidents.map((row) => (
              <IncidentRow key={row.id} row={row} now={now} />
            ))}
          </Rows>
        </Section>
        <Section title={t("checks")}>
          {past.checks.length === 0 ? <p className="row-entry thing-none">{t("noChecks")}</p> : null}
          <Rows label={t("checks")}>
            {shown.map((spell) => (
              <SpellRow
                key={`${spell.answers[0]?.run}/${spell.answers[0]?.item}`}
                {...{ spell, names, now }}
              />
            ))}
          </Rows>
        </Section>
      </LedgerPage>
      <MoreRows rest={rest} onMore={more} />
    </>
  );
}

function SpellRow({ spell, names, now }: { spell: CheckedSpell; names: Names; now: number }) {
  const t = useText("equipment");
  const [newest] = spell.answers;
  const oldest = spell.answers.at(-1);
  if (!newest || !oldest) return null;
  const count = spell.answers.length;
  const { icon, tone } = signs[spell.value];
  return (
    <Row
      to={`/kiem-tra/phieu/${newest.run}`}
      time={formatRowDay(newest.day, now)}
      title={
        <Mark icon={icon} tone={tone} quiet>
          {count > 1
            ? t("answers.many", { answer: t(`answers.${spell.value}`), count })
            : t(`answers.${spell.value}`)}
        </Mark>
      }
      lines={
        count > 1
          ? [t("answers.between", { from: formatShortDay(oldest.day), to: formatShortDay(newest.day) })]
          : [newest.note, names.person(newest.by)].filter((words) => words !== "")
      }
    />
  );
}
