import { type ReactNode, useState } from "react";
import { entrySorts } from "#domain/incidents/incident-kinds.ts";
import { standing } from "#domain/incidents/outages.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { type Reachable, useContacts } from "../../book/incident-contacts.tsx";
import type { Entry } from "../../book/incidents/entries.ts";
import type { Names } from "../../book/names.ts";
import { RowState } from "../../book/row-state.tsx";
import { formatMoment, formatRowTime, inSentence } from "../../i18n/format.ts";
import { hasText, type Text, useText } from "../../i18n/i18n.ts";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { Row, Rows } from "../../ui/rows.tsx";

const shownAtOnce = 6;

/** What happened, as the book has it: line after line, the next one at its foot. What was taken back or put right shows as it stands now. */
export function Timeline({
  row,
  entries,
  names,
  now,
  children,
}: {
  /** The line that is written next. */
  children?: ReactNode;
  row: StoredRow;
  entries: readonly Entry[];
  names: Names;
  now: number;
}) {
  const t = useText("incidents");
  const contacts = useContacts() ?? [];
  const shown = standing(entries)
    .filter(({ body }) => body.sort !== "void")
    .sort((a, b) => a.created.at - b.created.at);
  const [showsAll, showAll] = useState(false);
  const hidden = showsAll || shown.length <= shownAtOnce ? 0 : shown.length - shownAtOnce;
  return (
    <LedgerPage ruled>
      <Section title={t("timeline")} count={shown.length + 1}>
        <Rows label={t("timeline")}>
          <Row
            time={formatRowTime(row.created.at, now)}
            title={t("reported")}
            lines={[names.person(row.created.by)]}
            stamp={<RowState row={row} size="stamp" />}
          />
          {hidden > 0 ? (
            <li>
              <button className="timeline-more" type="button" onClick={() => showAll(true)}>
                {t("timelineMore", { count: hidden })}
              </button>
            </li>
          ) : null}
          {shown.slice(hidden).map((entry) => (
            <TimelineRow key={entry.id} entry={entry} {...{ names, now, contacts }} />
          ))}
        </Rows>
        {children}
      </Section>
    </LedgerPage>
  );
}

interface Around {
  readonly names: Names;
  readonly now: number;
  readonly contacts: readonly Reachable[];
}

function TimelineRow({ entry, ...around }: { entry: Entry } & Around) {
  const t = useText("incidents");
  const title = titleOf(t, entry, around);
  const { text } = entry.body;
  return (
    <Row
      time={formatRowTime(entry.created.at, around.now)}
      title={title}
      lines={[...(text === "" || text === title ? [] : [text]), around.names.person(entry.created.by)]}
      stamp={<RowState row={entry} size="stamp" />}
    />
  );
}

/** A state, a deed or plain words; a sort that this app does not know speaks by its text. */
function titleOf(t: Text, { body, created }: Entry, { names, now, contacts }: Around): string {
  const { sort, text } = body;
  if (sort === "note") return text;
  if (!(entrySorts as readonly string[]).includes(sort)) {
    const state = `today:incident.states.${sort}`;
    return hasText(state) ? t(state) : text || t("entries.other");
  }
  const contact = contacts.find(({ id }) => id === body.contact)?.body.name;
  const level =
    body.level && hasText(`contacts:levels.${body.level}`) ? t(`contacts:levels.${body.level}`) : "";
  const name = contact ?? level;
  if (sort === "call") return t(body.answered ? "call.answered" : "call.silent", { name });
  if (sort === "escalate")
    return level === "" ? t("entries.escalateOnly") : t("entries.escalate", { level: inSentence(level) });
  return t(`entries.${sort}`, {
    time: formatMoment(body.at ?? created.at, now),
    name: names.person(body.person),
  });
}
