import type { Refusal } from "#kernel/result.ts";
import { formatDay } from "../i18n/format.ts";
import { hasText, useText } from "../i18n/i18n.ts";
import { Banner } from "../ui/banner.tsx";

const known = [
  "day-in-future",
  "too-large",
  "device-full",
  "app-incomplete",
  "database-gone",
  "invalid",
  "unknown-record",
  "stale-transition",
];

/** Why a deed was not saved, what was kept, and what to do; `typed` is false where there was nothing to type. */
export function RefusalBanner({ refusal, typed = true }: { refusal: Refusal | null; typed?: boolean }) {
  const t = useText("today");
  if (!refusal) return null;
  const code =
    known.includes(refusal.code) || hasText(`today:refused.${refusal.code}`) ? refusal.code : "other";
  const facts = Object.fromEntries(
    Object.entries(refusal.facts ?? {}).map(([key, value]) => [key, sayFact(key, value)]),
  );
  return (
    <div role="alert">
      <Banner tone="bad" icon="warning" title={t(`refused.${code}`, facts)}>
        {typed ? t("refused.kept") : null}
      </Banner>
    </div>
  );
}

function sayFact(key: string, value: unknown): unknown {
  const isDay =
    (key === "day" || key === "today") && typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
  return isDay ? formatDay(value) : value;
}
