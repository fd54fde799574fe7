import type { MonthRow } from "#domain/checks/month-sheet.ts";
import { runPath } from "../../book/checks/run-path.ts";
import { formatNumber, formatShortDay, weekdayName } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { Mark } from "../../ui/mark.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import type { MonthView } from "./use-month.ts";

/** The days without a sheet, each to be entered afterwards or closed, and the items that failed, the worst first. */
export function MonthLists({ view }: { view: MonthView }) {
  const t = useText("month");
  const { days, rows } = view.sheet;
  const missing = days.filter((one) => one.state === "missing");
  const failing = rows.filter((row) => row.counts.bad > 0).sort((a, b) => b.counts.bad - a.counts.bad);
  if (missing.length + failing.length === 0) return null;
  const key = { site: view.site.id, template: view.templateId, slot: "morning" } as const;
  return (
    <LedgerPage ruled>
      {missing.length > 0 ? (
        <Section title={t("missing")} count={formatNumber(missing.length)}>
          <Rows label={t("missing")}>
            {missing.map(({ day }) => (
              <Row
                key={day}
                to={runPath({ ...key, day })}
                time={formatShortDay(day)}
                title={weekdayName(day)}
                lines={[
                  <Mark icon="unchecked" tone="warn" key="todo">
                    {t("missingTodo")}
                  </Mark>,
                ]}
              />
            ))}
          </Rows>
        </Section>
      ) : null}
      {failing.length > 0 ? (
        <Section title={t("failing")} count={formatNumber(failing.length)}>
          <Rows label={t("failing")}>
            {failing.map((row) => (
              <Row
                key={row.item.id}
                time={t("dayCount", { count: row.counts.bad })}
                title={row.item.name}
                lines={[badDays(row, days)]}
              />
            ))}
          </Rows>
        </Section>
      ) : null}
    </LedgerPage>
  );
}

function badDays(row: MonthRow, days: readonly { day: string }[]): string {
  return days.flatMap(({ day }, at) => (row.cells[at] === "bad" ? [formatShortDay(day)] : [])).join(", ");
}
