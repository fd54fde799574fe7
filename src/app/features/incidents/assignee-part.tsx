import { useState } from "react";
import { securityGroup } from "#domain/incidents/incident-states.ts";
import type { Person } from "#domain/org/org-kinds.ts";
import { mayDo, type Role } from "#domain/rights.ts";
import { matches } from "#kernel/text.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { incidentOf } from "../../book/incident-row.tsx";
import type { Names } from "../../book/names.ts";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { comparePeople } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useRowsByKey } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Picked } from "../../ui/picked.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { useCommand } from "../../use-command.ts";
import { assignIncident } from "./work-commands.ts";

/** Who works on it: taken over with one tap, or given to somebody. */
export function AssigneePart({ row, names }: { row: StoredRow; names: Names }) {
  const t = useText("incidents");
  const me = useMe();
  const hand = useHand();
  const command = useCommand();
  const [opened, setOpened] = useState(false);
  const { assignee } = incidentOf(row);
  const mayTake = mayDo(me.rights, "incident", "move");
  if (!mayTake && !me.has("leader")) return null;
  const give = async (person: string) => {
    setOpened(false);
    await command.run(() => assignIncident(hand, row, person));
  };
  return (
    <section className="block" aria-label={t("assignee.title")}>
      <h2 className="block-title">{t("assignee.title")}</h2>
      <RefusalBanner refusal={command.refusal} />
      <div className="deed-stack">
        <Picked
          icon="user"
          text={assignee ? <b>{names.person(assignee)}</b> : t("assignee.nobody")}
          deed={t(assignee ? "assignee.change" : "assignee.give")}
          onChange={() => setOpened(true)}
        />
        {mayTake && assignee !== me.person ? (
          <Button full onClick={() => void give(me.person)}>
            {t(assignee ? "assignee.takeOver" : "assignee.take")}
          </Button>
        ) : null}
      </div>
      {opened ? (
        <PeopleSheet
          group={incidentOf(row).group}
          onPick={(person) => void give(person)}
          onClose={() => setOpened(false)}
        />
      ) : null}
    </section>
  );
}

const works: readonly Role[] = ["responder", "centre", "security"];
const worksInSecret: readonly Role[] = ["security"];

/** Those whose work it may be, the team first; a secret matter is offered only to who may read it. */
export function PeopleSheet({
  group,
  onPick,
  onClose,
}: {
  group: number;
  onPick: (person: string) => void;
  onClose: () => void;
}) {
  const t = useText("incidents");
  const common = useText("common");
  const [query, setQuery] = useState("");
  const rows = useRowsByKey("person") ?? [];
  const wanted = group === securityGroup ? worksInSecret : works;
  const rank = (person: Person) => wanted.findIndex((role) => person.roles.includes(role));
  const found = rows
    .map(({ id, body }) => ({ id, person: body as unknown as Person }))
    .filter(({ person }) => person.active && rank(person) >= 0 && matches(person.name, query))
    .sort((a, b) => rank(a.person) - rank(b.person) || comparePeople(a.person.name, b.person.name));
  return (
    <Sheet open onClose={onClose} title={t("assignee.whom")} closeLabel={common("close")}>
      {rows.length > 8 ? (
        <SearchField
          label={t("assignee.search")}
          value={query}
          onChange={setQuery}
          clearLabel={common("clear")}
        />
      ) : null}
      <ul className="pick-list" aria-label={t("assignee.whom")}>
        {found.map(({ id, person }) => (
          <li key={id}>
            <button className="pick" type="button" onClick={() => onPick(id)}>
              {person.name}
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
