import { addMonths, monthOf } from "#kernel/month.ts";
import { quietOf, SignToday } from "../../book/incidents/sign-today.tsx";
import { useNames } from "../../book/names.ts";
import { RowState } from "../../book/row-state.tsx";
import { formatRowDay } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useNow, useRowsByKey } from "../../logbook-context.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { Row, Rows } from "../../ui/rows.tsx";

const shownAtOnce = 5;

/** Days that somebody signed as quiet, newest first, and the signature of today. */
export function QuietDays() {
  const t = useText("incidents");
  const names = useNames();
  const { now, day } = useNow();
  const month = monthOf(day);
  const rows = [
    ...(useRowsByKey(`quiet/${month}`) ?? []),
    ...(useRowsByKey(`quiet/${addMonths(month, -1)}`) ?? []),
  ].sort((a, b) => quietOf(b).day.localeCompare(quietOf(a).day));
  const placeOf = (id: string) => {
    const site = names.sites.find((one) => one.id === id)?.body;
    return names.sites.length > 1 ? (site?.short ?? site?.name) : undefined;
  };
  return (
    <>
      <SignToday />
      {rows.length > 0 ? (
        <LedgerPage ruled>
          <Section title={t("quiet.title")} count={rows.length}>
            <Rows label={t("quiet.title")}>
              {rows.slice(0, shownAtOnce).map((row) => (
                <Row
                  key={row.id}
                  time={formatRowDay(quietOf(row).day, now)}
                  title={t("quiet.signed")}
                  lines={[
                    [placeOf(quietOf(row).site), t("quiet.by", { name: names.person(row.changed.by) })]
                      .filter(Boolean)
                      .join(" · "),
                  ]}
                  state={<RowState row={row} />}
                />
              ))}
            </Rows>
          </Section>
        </LedgerPage>
      ) : null}
    </>
  );
}
