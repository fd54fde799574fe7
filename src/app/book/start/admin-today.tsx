import "./start.css";
import type { Attention } from "#domain/org/attention.ts";
import { formatMoment } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useNow } from "../../logbook-context.tsx";
import { Icon } from "../../ui/icons.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { useAttention } from "./use-attention.ts";
import { useFirstSteps } from "./use-first-steps.ts";

const watch = "/quan-tri/van-hanh";
const doors: Readonly<Record<Attention, string>> = {
  clock: watch,
  backupFailed: "/quan-tri/sao-luu",
  backupOld: "/quan-tri/sao-luu",
  missingPhotos: "/quan-tri/sao-luu",
  gaps: watch,
  held: "/quan-tri/may",
  unreadable: watch,
  defects: watch,
  parked: watch,
  refused: watch,
  silent: watch,
  neverIn: "/quan-tri/can-bo",
};

/** The administrator's part of *Hôm nay*: the first steps until they are done, and what waits for a look. */
export function AdminToday({ quiet }: { quiet: boolean }) {
  const t = useText("start");
  const steps = useFirstSteps();
  const { items, at, isAsked } = useAttention();
  if (steps === undefined) return null;
  const shown = steps.left.length > 0 && !steps.isHidden;
  const waits = items ?? [];
  if (!shown && waits.length === 0)
    return quiet && (isAsked || items !== null) ? (
      <EmptyState fact={t("today:empty.fact")} todo={t("quiet")} />
    ) : null;
  return (
    <LedgerPage ruled>
      <AttentionRows items={waits} at={at} />
      {shown ? <FirstSteps left={steps.left} done={steps.done} onHide={steps.hide} /> : null}
    </LedgerPage>
  );
}

function AttentionRows({ items, at }: { items: readonly { what: Attention; count: number }[]; at: number }) {
  const t = useText("start");
  const { now } = useNow();
  if (items.length === 0) return null;
  return (
    <Section title={t("attention.title")} count={items.length}>
      <p className="start-words">{t("attention.asOf", { when: formatMoment(at, now) })}</p>
      <Rows label={t("attention.title")}>
        {items.map(({ what, count }) => (
          <Row
            key={what}
            to={doors[what]}
            time={<Icon name="review" />}
            title={t(`attention.${what}.what`, { count })}
            lines={[t(`attention.${what}.todo`)]}
          />
        ))}
      </Rows>
    </Section>
  );
}
