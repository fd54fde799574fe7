import { answerBy, isOpen } from "#domain/incidents/incident-order.ts";
import { openOutage, outagesOf } from "#domain/incidents/outages.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { CallLink, canCall } from "../../book/incident-contacts.tsx";
import { incidentOf, severityOf } from "../../book/incident-row.tsx";
import { AnswerPart } from "../../book/incidents/answer-part.tsx";
import type { Entry } from "../../book/incidents/entries.ts";
import type { Names } from "../../book/names.ts";
import { RowState, useRowState } from "../../book/row-state.tsx";
import { formatDuration, formatMoment, formatRowTime, inSentence } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { Mark } from "../../ui/mark.tsx";
import { Severity } from "../../ui/severity.tsx";

interface Parts {
  readonly row: StoredRow;
  readonly entries: readonly Entry[];
  readonly names: Names;
  readonly now: number;
}

/** How it stands, in one block: level and state, who has it, until when, since when; below it who reported it. */
export function IncidentStanding({ row, entries, names, now }: Parts) {
  const t = useText("incidents");
  const today = useText("today");
  const incident = incidentOf(row);
  const sent = useRowState(row, entries);
  const lasting = openOutage(outagesOf(entries));
  const state = inSentence(today(`incident.states.${incident.state}`));
  return (
    <div className="standing" data-open={isOpen(incident) || undefined}>
      <div className="standing-row">
        <p className="standing-time">
          {t("since.from")} <b>{formatRowTime(incident.since, now)}</b>
        </p>
        <div className="standing-words">
          <p className="mark">
            <Severity level={severityOf(incident)} />
            <b>{today("incident.line", { level: incident.severity, state })}</b>
          </p>
          <Holder row={row} entries={entries} names={names} now={now} />
          <AnswerPart row={row} entries={entries} names={names} now={now} />
          {lasting ? (
            <Mark icon="clock" tone="bad">
              {t("outage.lasts", {
                time: formatMoment(lasting.from, now),
                duration: formatDuration(now - lasting.from),
              })}
            </Mark>
          ) : null}
          {sent === "received" ? null : <RowState row={row} under={entries} />}
        </div>
      </div>
      <Reporter row={row} names={names} now={now} />
    </div>
  );
}

/** Who has it and since when; while it is new, until when somebody should. */
function Holder({ row, entries, names, now }: Parts) {
  const t = useText("incidents");
  const me = useMe();
  const incident = incidentOf(row);
  if (incident.state === "new" && incident.assignee === undefined) {
    const by = answerBy(incident);
    return by !== null && now < by ? <p>{t("takeBefore", { time: formatMoment(by, now) })}</p> : null;
  }
  const taken = entries
    .filter(({ body }) => body.sort === "acknowledged" || body.sort === "working" || body.sort === "assign")
    .sort((a, b) => b.created.at - a.created.at)[0];
  const person = incident.assignee ?? taken?.created.by;
  if (person === undefined) return null;
  const name = person === me.person ? t("holder.me") : names.person(person);
  return (
    <p>
      {taken
        ? t("holder.since", { name, time: formatMoment(taken.created.at, now) })
        : t("holder.has", { name })}
    </p>
  );
}

/** Nobody is told to call himself, and a machine that cannot call has no button for it. */
function Reporter({ row, names, now }: Omit<Parts, "entries">) {
  const t = useText("incidents");
  const me = useMe();
  const { by, at } = row.created;
  const phone = names.phone(by);
  const isMe = by === me.person;
  return (
    <div className="standing-row">
      <p className="standing-time">{t("facts.by")}</p>
      <div className="standing-words standing-person">
        <p>
          <b>{isMe ? t("holder.me") : names.person(by)}</b>
          {phone ? <span className="standing-phone">{phone}</span> : null}
          {at - incidentOf(row).since > 60_000 ? (
            <span className="standing-phone">{t("facts.reportedAt", { time: formatMoment(at, now) })}</span>
          ) : null}
        </p>
        {phone && !isMe && canCall() ? <CallLink text={t("callShort")} phone={phone} bare /> : null}
      </div>
    </div>
  );
}
