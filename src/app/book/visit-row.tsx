import type { SupportVisit } from "#domain/support/support-kinds.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { formatTime, inSentence } from "../i18n/format.ts";
import { hasText, useText } from "../i18n/i18n.ts";
import { Mark } from "../ui/mark.tsx";
import { Row } from "../ui/rows.tsx";
import type { Names } from "./names.ts";
import { RowState } from "./row-state.tsx";

export function visitOf(row: StoredRow): SupportVisit {
  return { ...row.body, ...row.personal } as unknown as SupportVisit;
}

/** One visit of a list. Its words for kinds and results come with the namespace `support`. */
export function VisitRow({
  row,
  names,
  twin,
  current,
}: {
  row: StoredRow;
  names: Pick<Names, "village">;
  /** The same minute, place and kind as another: perhaps counted twice. */
  twin?: boolean | undefined;
  current?: boolean | undefined;
}) {
  const t = useText("support");
  const visit = visitOf(row);
  const word = (list: string, code: string) =>
    hasText(`support:catalogue.${list}.${code}`) ? t(`catalogue.${list}.${code}`) : code;
  const village = names.village(visit.village);
  const form = word("forms", visit.form);
  return (
    <Row
      to={`/ho-tro/${row.id}`}
      current={current}
      time={formatTime(row.created.at)}
      title={word("kinds", visit.sort)}
      lines={[
        [
          village === undefined ? form : `${village} · ${inSentence(form)}`,
          inSentence(word("results", visit.result)),
          visit.people === 1 ? null : t("people", { count: visit.people }),
          visit.tally ? t("tally") : null,
        ]
          .filter(Boolean)
          .join(" · "),
        twin ? (
          <Mark icon="warning" tone="warn" key="twin">
            {t("twin")}
          </Mark>
        ) : null,
      ].filter((line) => line !== null)}
      stamp={<RowState row={row} size="stamp" />}
    />
  );
}
