import { levelsFor } from "#domain/contacts/ladder.ts";
import { firstSeen, mustCall } from "#domain/incidents/answering.ts";
import { answerBy } from "#domain/incidents/incident-order.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { formatDuration, formatMoment } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { Mark } from "../../ui/mark.tsx";
import { incidentOf } from "../incident-row.tsx";
import type { Names } from "../names.ts";
import type { Entry } from "./entries.ts";

/** Whether it reached somebody who can help; once the time to answer has passed, what to do instead. */
export function AnswerPart({
  row,
  entries,
  names,
  now,
}: {
  row: StoredRow;
  entries: readonly Entry[];
  names: Names;
  now: number;
}) {
  const t = useText("incidents");
  const incident = incidentOf(row);
  if (incident.state !== "new") return null;
  const seen = firstSeen(entries, row.created.by);
  const by = answerBy(incident);
  const late = by !== null && mustCall(incident, now);
  const told = seen
    ? t("seenBy", { name: names.person(seen.created.by), time: formatMoment(seen.created.at, now) })
    : t("unseen");
  if (!late) return <p>{told}</p>;
  const facts = {
    time: formatDuration(by - incident.since),
    who: t(`contacts:levels.${levelsFor(incident.group)[0]}`),
  };
  return (
    <p>
      <Mark icon="warning" tone="warn">
        {seen ? `${told} ${t("unanswered", facts)}` : t("unseenLong", facts)}
      </Mark>
    </p>
  );
}
