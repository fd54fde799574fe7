import { formatDuration, formatMoment, formatNumber, formatRowTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useNow } from "../../logbook-context.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Section } from "../../ui/ledger.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import type { ClockFacts, Operations } from "./operations-api.ts";

/** Nothing while the clock goes as it should; else how wrong it is, or that it was. */
export function ServerClockWords({ clock }: { clock: ClockFacts }) {
  const t = useText("operations");
  const { now } = useNow();
  if (!clock.isSound) {
    const way = clock.machineAhead === 0 ? "unsure" : clock.machineAhead > 0 ? "ahead" : "behind";
    return (
      <Banner tone="bad" icon="warning" title={t("clock.wrong.title")}>
        {t(`clock.wrong.${way}`, { span: formatDuration(Math.abs(clock.machineAhead)) })}
      </Banner>
    );
  }
  const [jump] = clock.jumps;
  if (!jump) return null;
  const facts = { span: formatDuration(Math.abs(jump.by)), when: formatMoment(jump.at, now) };
  return (
    <Banner icon="check" title={t("clock.jumped.title")}>
      {t(jump.by > 0 ? "clock.jumped.ahead" : "clock.jumped.behind", facts)}
    </Banner>
  );
}

/** What went wrong in the server's program itself since it started. */
export function ServerDefects({ defects }: { defects: Operations["defects"] }) {
  const t = useText("operations");
  const { now } = useNow();
  if (defects.count === 0) return null;
  return (
    <Section title={t("defects.title")} count={formatNumber(defects.count)}>
      <p className="section-words">{t("defects.text", { count: defects.count })}</p>
      <Rows label={t("defects.title")}>
        {defects.latest.map((defect) => (
          <Row
            key={`${defect.at} ${defect.place} ${defect.what}`}
            time={formatRowTime(defect.at, now)}
            title={t(`defects.places.${defect.place}`)}
            lines={[t("defects.line", defect)]}
          />
        ))}
      </Rows>
    </Section>
  );
}
