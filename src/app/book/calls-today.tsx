import { visitOfCall } from "#domain/calls/call-id.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { formatRowTime } from "../i18n/format.ts";
import { useText } from "../i18n/i18n.ts";
import { useNow } from "../logbook-context.tsx";
import { Section } from "../ui/ledger.tsx";
import { Row, Rows } from "../ui/rows.tsx";
import { CallButton } from "./call-button.tsx";
import { callOf } from "./calls.ts";

const shownAtOnce = 3;

/** The calls that wait for me, the oldest first, each with *Gọi*; the rest behind their number. */
export function CallsToday({ rows }: { rows: readonly StoredRow[] }) {
  const t = useText("today");
  const { now } = useNow();
  const shown = rows.slice(0, shownAtOnce);
  return (
    <Section title={t("calls.title")} count={rows.length}>
      <Rows label={t("calls.title")}>
        {shown.map((row) => (
          <Row
            key={row.id}
            to={`/goi-lai/${visitOfCall(row.id)}`}
            time={formatRowTime(row.created.at, now)}
            title={callOf(row).name ?? t("support:callNoName")}
            action={<CallButton row={row} />}
          />
        ))}
        {rows.length > shown.length ? (
          <Row to="/goi-lai" time="" title={t("calls.count", { count: rows.length })} />
        ) : null}
      </Rows>
    </Section>
  );
}
