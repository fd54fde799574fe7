import { useState } from "react";
import { compareNewest } from "#domain/incidents/incident-order.ts";
import { securityGroup } from "#domain/incidents/incident-states.ts";
import { matches } from "#kernel/text.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { IncidentRow, incidentOf } from "../../book/incident-row.tsx";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useRowsByKey } from "../../logbook-context.tsx";
import { Button, TextLink } from "../../ui/button.tsx";
import { Section } from "../../ui/ledger.tsx";
import { Rows } from "../../ui/rows.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { useCommand } from "../../use-command.ts";
import { linkIncidents } from "./work-commands.ts";

const shownAtOnce = 20;

/** Incidents that have to do with each other: those it names, and those that name it. */
export function LinksPart({ row, mayLink, now }: { row: StoredRow; mayLink: boolean; now: number }) {
  const t = useText("incidents");
  const hand = useHand();
  const command = useCommand();
  const [opened, setOpened] = useState(false);
  const all = [...(useRowsByKey("incident/open") ?? []), ...(useRowsByKey("incident/closed") ?? [])];
  const own = incidentOf(row).links ?? [];
  const linked = all.filter((one) => own.includes(one.id) || incidentOf(one).links?.includes(row.id));
  const set = (other: string, joined: boolean) =>
    void command.run(() => linkIncidents(hand, row.id, other, joined));
  if (linked.length === 0 && !mayLink) return null;
  return (
    <section aria-label={t("links.title")}>
      {linked.length > 0 ? (
        <Section title={t("links.title")} count={linked.length}>
          <Rows label={t("links.title")}>
            {linked.map((one) => (
              <IncidentRow key={one.id} row={one} now={now} />
            ))}
          </Rows>
        </Section>
      ) : null}
      {mayLink ? (
        <div className="block">
          <RefusalBanner refusal={command.refusal} />
          <Button icon="plus" full onClick={() => setOpened(true)}>
            {t("links.add")}
          </Button>
          {linked
            .filter((one) => own.includes(one.id))
            .map((one) => (
              <TextLink key={one.id} onClick={() => set(one.id, false)}>
                {t("links.drop", { number: incidentOf(one).number })}
              </TextLink>
            ))}
        </div>
      ) : null}
      {opened ? (
        <IncidentSheet
          offered={all.filter((one) => one.id !== row.id && !linked.includes(one) && mayName(row, one))}
          onPick={(id) => {
            setOpened(false);
            set(id, true);
          }}
          onClose={() => setOpened(false)}
        />
      ) : null}
    </section>
  );
}

/** What others read never names a secret matter; the secret one may name them. */
function mayName(row: StoredRow, other: StoredRow): boolean {
  return incidentOf(row).group === securityGroup || incidentOf(other).group !== securityGroup;
}

function IncidentSheet({
  offered,
  onPick,
  onClose,
}: {
  offered: readonly StoredRow[];
  onPick: (id: string) => void;
  onClose: () => void;
}) {
  const t = useText("incidents");
  const common = useText("common");
  const [query, setQuery] = useState("");
  const found = offered
    .map((row) => ({ id: row.id, incident: incidentOf(row) }))
    .filter(({ incident }) => matches(`${incident.title} ${incident.number}`, query))
    .sort((a, b) => compareNewest(a.incident, b.incident))
    .slice(0, shownAtOnce);
  return (
    <Sheet open onClose={onClose} title={t("links.add")} closeLabel={common("close")}>
      <SearchField label={t("search")} value={query} onChange={setQuery} clearLabel={common("clear")} />
      <ul className="pick-list" aria-label={t("links.add")}>
        {found.map(({ id, incident }) => (
          <li key={id}>
            <button className="pick" type="button" onClick={() => onPick(id)}>
              <span>{incident.title}</span>
              <span className="pick-sub">{incident.number}</span>
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
