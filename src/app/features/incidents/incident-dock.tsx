import type { ReactNode } from "react";
import { ladderFor, nextRung } from "#domain/contacts/ladder.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { CallLink, canCall, useContacts } from "../../book/incident-contacts.tsx";
import { incidentOf } from "../../book/incident-row.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { moveWord } from "./move-words.ts";
import type { IncidentWork } from "./use-incident-work.ts";

export const entryForm = "incident-entry-form";

/** The one main deed of the moment: the line that is being written, the move that is due, or for the reporter the call. */
export function IncidentDock({
  row,
  work,
  isWriting,
}: {
  row: StoredRow;
  work: IncidentWork;
  isWriting: boolean;
}) {
  const t = useText("incidents");
  const call = useCallFirst(row);
  if (work.mayWrite && (isWriting || (work.main === null && work.text.trim() !== "")))
    return <WriteDock text={t("addEntry")} />;
  if (call) return call;
  const { main } = work;
  if (main)
    return (
      <Dock>
        <Button
          variant="main"
          size="56"
          full
          icon={main === "acknowledged" ? "user" : "ok"}
          onClick={() => work.move(main)}
        >
          {moveWord(t, incidentOf(row).state, main, undefined)}
        </Button>
      </Dock>
    );
  return null;
}

function WriteDock({ text }: { text: string }) {
  return (
    <Dock>
      <Button variant="main" size="56" full icon="edit" type="submit" form={entryForm}>
        {text}
      </Button>
    </Dock>
  );
}

/** Whoever reported it and is not of the team calls the team, until somebody has it. */
function useCallFirst(row: StoredRow): ReactNode {
  const t = useText("contacts");
  const me = useMe();
  const contacts = useContacts() ?? [];
  const incident = incidentOf(row);
  const isTheirs = row.created.by === me.person && !me.has("responder", "security");
  const contact = nextRung(ladderFor(contacts, incident), undefined)?.contacts[0];
  if (!isTheirs || incident.state !== "new" || !contact || !canCall()) return null;
  return (
    <Dock>
      <CallLink main text={t("call", { name: contact.body.name })} phone={contact.body.phone} />
    </Dock>
  );
}
