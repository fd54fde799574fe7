import { countVisits } from "#domain/support/visit-counts.ts";
import type { StoredRow } from "#sync/device-store.ts";
import type { Names } from "../../book/names.ts";
import { RowState } from "../../book/row-state.tsx";
import { visitOf } from "../../book/visit-row.tsx";
import { formatTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { Row } from "../../ui/rows.tsx";

/** The visits of today as one row: how many, where, and how far the latest got. */
export function VisitsToday({ rows, names }: { rows: readonly StoredRow[]; names: Pick<Names, "village"> }) {
  const t = useText("today");
  const [latest] = rows;
  if (!latest) return null;
  const counts = countVisits(rows.map(visitOf));
  const places = [...counts.byVillage].map(
    ([village, count]) => `${names.village(village) ?? t("centre")}: ${count}`,
  );
  return (
    <Row
      to="/ho-tro"
      time={formatTime(latest.created.at)}
      title={t("visits.count", { count: counts.visits })}
      lines={[places.join(" · ")]}
      state={<RowState row={latest} />}
    />
  );
}
