import { ladderFor, nextRung } from "#domain/contacts/ladder.ts";
import { mustCall, receives } from "#domain/incidents/answering.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useNow, useRowsByKey } from "../../logbook-context.tsx";
import { Banner } from "../../ui/banner.tsx";
import { TextLink } from "../../ui/button.tsx";
import { CallLink, useContacts } from "../incident-contacts.tsx";
import { incidentOf } from "../incident-row.tsx";
import { useNames } from "../names.ts";
import { AnswerPart } from "./answer-part.tsx";
import { entriesOf } from "./entries.ts";
import { useSeen } from "./seen.ts";
import { SignToday } from "./sign-today.tsx";

const promptsAtOnce = 2;

/** The part of *Hôm nay* about incidents that comes after the first screen: whom to call, and the day's signature. */
export function TodayPart({ rows, now }: { rows: readonly StoredRow[]; now: number }) {
  const me = useMe();
  useSeen(rows);
  const late = rows.filter((row) => {
    const incident = incidentOf(row);
    return mustCall(incident, now) && (row.created.by === me.person || receives(me.rights, incident));
  });
  return (
    <>
      {late.slice(0, promptsAtOnce).map((row) => (
        <CallPrompt key={row.id} row={row} />
      ))}
      {me.has("centre") ? <SignToday /> : null}
    </>
  );
}

/** Nobody answered in time: the right number, and the record on which the call is written down. */
function CallPrompt({ row }: { row: StoredRow }) {
  const t = useText("incidents");
  const me = useMe();
  const contacts = useContacts() ?? [];
  const incident = incidentOf(row);
  const names = useNames();
  const { now } = useNow();
  const entries = entriesOf(useRowsByKey(`under/${row.id}`) ?? []);
  const contact = nextRung(ladderFor(contacts, incident), undefined)?.contacts[0];
  const isMine = row.created.by === me.person;
  return (
    <Banner
      tone="review"
      icon="warning"
      title={incident.title}
      action={
        <>
          {isMine && contact ? (
            <CallLink
              name={contact.body.name}
              text={t("contacts:call", { name: contact.body.name })}
              phone={contact.body.phone}
            />
          ) : null}
          <TextLink to={`/su-co/${row.id}`}>{t(isMine ? "prompt.write" : "prompt.take")}</TextLink>
        </>
      }
    >
      {isMine ? null : <p>{incident.number}</p>}
      <AnswerPart row={row} entries={entries} names={names} now={now} />
    </Banner>
  );
}
