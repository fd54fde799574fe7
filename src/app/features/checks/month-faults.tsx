import type { MonthFault } from "#domain/checks/month-faults.ts";
import { dayOf } from "#kernel/calendar.ts";
import { formatDay, formatShortDay, formatTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";

/** What was faulty in the month, for the paper that is signed: what it was, its number and when it was mended. */
export function MonthFaults({ faults }: { faults: readonly MonthFault[] }) {
  const t = useText("month");
  if (faults.length === 0) return null;
  return (
    <table className="print-table month-faults">
      <caption>{t("faultList.title", { count: faults.length })}</caption>
      <thead>
        <tr>
          {(["day", "item", "what", "number", "mended"] as const).map((name) => (
            <th scope="col" key={name}>
              {t(`faultList.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {faults.map((fault) => (
          <tr key={`${fault.item}/${fault.from}`}>
            <td>
              {fault.from === fault.to
                ? formatShortDay(fault.from)
                : t("faultList.days", { from: formatShortDay(fault.from), to: formatShortDay(fault.to) })}
            </td>
            <th scope="row">{fault.item}</th>
            <td>{fault.what || t("faultList.noWords")}</td>
            <td>{fault.number ?? t("faultList.noNumber")}</td>
            <td>{mendedWords(fault, t("faultList.open"))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function mendedWords({ mended }: MonthFault, open: string): string {
  if (mended === null) return open;
  return "day" in mended ? formatDay(mended.day) : `${formatTime(mended.at)} ${formatDay(dayOf(mended.at))}`;
}
