import { dayOf } from "#kernel/calendar.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { incidentOf } from "../../book/incident-row.tsx";
import { useKept } from "../../book/kept/kept-records.ts";
import { type Names, useNames } from "../../book/names.ts";
import { recordPath } from "../../book/record-path.ts";
import { RowState } from "../../book/row-state.tsx";
import { formatDay, formatRowTime } from "../../i18n/format.ts";
import { hasText, type Text, useText } from "../../i18n/i18n.ts";
import { useNow } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { Row, Rows } from "../../ui/rows.tsx";

/** What I wrote where I no longer work, each with the day on which it leaves this device. */
export default function KeptListPage() {
  const t = useText("kept");
  const names = useNames();
  const rows = useKept();
  const { now } = useNow();
  return (
    <Screen title={t("title")}>
      <PageHead title={t("title")} sub={t("sub")} back={{ label: t("common:back"), to: "/" }} />
      <LedgerPage ruled>
        {rows && rows.length > 0 ? (
          <Section title={t("section")} count={rows.length}>
            <Rows label={t("section")}>
              {rows.map((row) => (
                <Row
                  key={row.id}
                  to={recordPath(row.kind, row.id) ?? undefined}
                  time={formatRowTime(row.created.at, now)}
                  title={titleOf(row, t)}
                  lines={[
                    [t(`kinds.${row.kind}`), names.village(villageOf(row))].filter(Boolean).join(" · "),
                    t("until", { day: formatDay(dayOf(row.until ?? 0)) }),
                  ]}
                  stamp={<RowState row={row} size="stamp" />}
                />
              ))}
            </Rows>
          </Section>
        ) : null}
        {rows && rows.length === 0 ? <EmptyState fact={t("none")} todo={t("noneTodo")} /> : null}
      </LedgerPage>
    </Screen>
  );
}

function villageOf({ body }: StoredRow): Parameters<Names["village"]>[0] {
  return typeof body["village"] === "string" ? body["village"] : undefined;
}

/** The words by which it was known: of a visit what was helped with, of a call-back whom to call. */
function titleOf(row: StoredRow, t: Text): string {
  if (row.kind === "incident") return incidentOf(row).title;
  const { name, title, sort } = { ...row.body, ...row.personal };
  if (typeof name === "string") return name;
  if (typeof title === "string") return title;
  const help = `support:catalogue.kinds.${String(sort)}`;
  return hasText(help) ? t(help) : t(`kinds.${row.kind}`);
}
