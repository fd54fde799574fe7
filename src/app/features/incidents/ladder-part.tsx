import { type ReactNode, useState } from "react";
import { ladderFor, nextRung, type Rung } from "#domain/contacts/ladder.ts";
import { isOpen } from "#domain/incidents/incident-order.ts";
import { securityGroup } from "#domain/incidents/incident-states.ts";
import { readsSome } from "#domain/reads-some.ts";
import { mayDo } from "#domain/rights.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { useFormDraft } from "../../book/form-draft.ts";
import { CallLink, type Reachable, useContacts } from "../../book/incident-contacts.tsx";
import { incidentOf } from "../../book/incident-row.tsx";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button, ButtonPair, TextLink } from "../../ui/button.tsx";
import { Disclosure } from "../../ui/disclosure.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { useCommand } from "../../use-command.ts";
import { logCall, takeBack } from "./work-commands.ts";

/** *Gọi ai*: the rung that it has reached, those above it folded; a call is written down once it is answered for. */
export function LadderPart({ row }: { row: StoredRow }) {
  const t = useText("incidents");
  const contacts = useContacts();
  const me = useMe();
  const incident = incidentOf(row);
  const call = useCall(row.id, mayDo(me.rights, "incidentEntry", "append"));
  const writes = mayDo(me.rights, "contact", "create");
  // Whoever does not read the list of contacts is not told that it is empty.
  if (!contacts || !isOpen(incident) || !readsSome(me.roles, "staff")) return null;
  const ladder = ladderFor(contacts, incident);
  const now = ladder.find(({ level }) => level === incident.level) ?? nextRung(ladder, undefined);
  const rest = ladder.filter((rung) => rung !== now);
  return (
    <section className="block ladder" aria-label={t("ladder.title")}>
      <h2 className="block-title">{t("ladder.title")}</h2>
      {now ? (
        <RungList rung={now} main onCall={call.begin} />
      ) : (
        <EmptyState fact={t("ladder.none")} todo={t(writes ? "ladder.noneTodo" : "ladder.noneAsk")} />
      )}
      {call.question}
      {rest.length > 0 ? (
        <Disclosure
          title={t("ladder.others", { count: rest.length })}
          open={incident.group === securityGroup}
        >
          {rest.map((rung) => (
            <RungList key={rung.level} rung={rung} onCall={call.begin} />
          ))}
        </Disclosure>
      ) : null}
      <TextLink to="/danh-ba">{t("ladder.all")}</TextLink>
    </section>
  );
}

function RungList({
  rung,
  main,
  onCall,
}: {
  rung: Rung<Reachable>;
  main?: boolean | undefined;
  onCall: (contact: Reachable) => void;
}) {
  const t = useText("contacts");
  return (
    <div className="rung">
      <h3 className="field-label">{t(`levels.${rung.level}`)}</h3>
      <ul className="rung-list">
        {rung.contacts.map((contact) => (
          <li key={contact.id}>
            <CallLink
              main={main === true && contact === rung.contacts[0]}
              name={contact.body.name}
              text={t("call", { name: contact.body.name })}
              phone={contact.body.phone}
              onCall={() => onCall(contact)}
            />
            {contact.body.hours ? <p className="field-help">{contact.body.hours}</p> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface Calling {
  readonly begin: (contact: Reachable) => void;
  /** What is asked once the telephone was handed the number, then what was written. */
  readonly question: ReactNode;
}

/** Opening the telephone says nothing yet: the answer does, even after the app was closed in between. */
function useCall(incident: string, mayWrite: boolean): Calling {
  const t = useText("incidents");
  const hand = useHand();
  const command = useCommand();
  const form = useFormDraft(`incident/${incident}/call`, () => ({ contact: "", level: "", name: "" }));
  const [written, setWritten] = useState<{ entry: string; words: string } | null>(null);
  const { contact, level, name } = form.value;
  const none = { contact: "", level: "", name: "" };
  const write = async (answered: boolean) => {
    const call = { contact, level, answered };
    const saved = await form.save((kept) => logCall(hand, incident, call, kept), { next: none });
    const entry = saved?.ids[0];
    if (entry) setWritten({ entry, words: t(answered ? "call.answered" : "call.silent", { name }) });
  };
  const undo = async () => {
    if (written && (await command.run(() => takeBack(hand, incident, written.entry)))) setWritten(null);
  };
  const asks = (
    <Banner tone="pen" icon="phone" title={t("call.asked", { name })}>
      <ButtonPair>
        <Button onClick={() => void write(true)}>{t("call.yes")}</Button>
        <Button onClick={() => void write(false)}>{t("call.no")}</Button>
      </ButtonPair>
      <TextLink onClick={() => form.change(none)}>{t("call.notMade")}</TextLink>
    </Banner>
  );
  const done = written ? (
    <p role="status" className="last-saved">
      <span>{written.words}</span>
      <TextLink icon="undo" onClick={() => void undo()}>
        {t("undo")}
      </TextLink>
    </p>
  ) : null;
  return {
    begin: ({ id, body }) => {
      setWritten(null);
      if (mayWrite) form.change({ contact: id, level: body.level, name: body.name });
    },
    question: (
      <>
        <RefusalBanner refusal={form.refusal ?? command.refusal} />
        {contact === "" ? done : asks}
      </>
    ),
  };
}
