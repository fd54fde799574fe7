import { levelsFor } from "#domain/contacts/ladder.ts";
import { firstSeen, mustCall, receives } from "#domain/incidents/answering.ts";
import { answerBy } from "#domain/incidents/incident-order.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { formatDuration, formatMoment } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
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
  const me = useMe();
  const incident = incidentOf(row);
  if (incident.state !== "new") return null;
  const seen = firstSeen(entries, row.created.by);
  const by = answerBy(incident);
  const told = seen
    ? t("seenBy", { name: names.person(seen.created.by), time: formatMoment(seen.created.at, now) })
    : t("unseen");
  if (by === null || !mustCall(incident, now)) return <p>{told}</p>;
  const level = levelsFor(incident.group)[0];
  const facts = { time: formatDuration(by - incident.since), who: t(`contacts:levels.${level}`) };
  // Nobody is told to call the team that they are of.
  const isOurs = level === "team" && me.has("responder") && receives(me.rights, incident);
  const tooLong = isOurs ? t("unansweredOurs", facts) : t("unseenLong", facts);
  const late = isOurs ? t("passed", facts) : t("unanswered", facts);
  return (
    <p>
      <Mark icon="warning" tone="warn">
        {seen ? `${told} ${late}` : tooLong}
      </Mark>
    </p>
  );
}
