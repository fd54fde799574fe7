import type { Names } from "../../book/names.ts";
import { useText } from "../../i18n/i18n.ts";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/inputs.tsx";

/** What the list was last asked for; kept on this device. */
export interface KeptFilter {
  readonly which: "open" | "all";
  readonly mine: boolean;
  readonly grave: boolean;
  /** A site or a village; empty for all. */
  readonly place: string;
  /** Begun within so many days, today counted; 0 for all. */
  readonly days: number;
}

export const everything: KeptFilter = { which: "open", mine: false, grave: false, place: "", days: 0 };

const periods = [0, 1, 7, 30, 90] as const;

/** The two filters that are wanted now and then: where, and since when. */
export function MoreFilters({
  kept,
  keep,
  names,
}: {
  kept: KeptFilter;
  keep: (part: Partial<KeptFilter>) => void;
  names: Names;
}) {
  const t = useText("incidents");
  return (
    <div className="list-filter-fields">
      <Field label={t("facts.place")}>
        <Select value={kept.place} onChange={(value) => keep({ place: value })}>
          <option value="">{t("everyPlace")}</option>
          {[...names.sites, ...names.villages].map(({ id, body }) => (
            <option key={id} value={id}>
              {body.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t("period.label")}>
        <Select value={String(kept.days)} onChange={(value) => keep({ days: Number(value) })}>
          {periods.map((days) => (
            <option key={days} value={days}>
              {t(`period.${days}`)}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}
