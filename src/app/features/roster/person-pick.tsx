import { useState } from "react";
import { matches } from "#kernel/text.ts";
import { useText } from "../../i18n/i18n.ts";
import { EmptyState } from "../../ui/plain-states.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { useColleagues } from "./use-roster.ts";

const shownAtOnce = 40;

/** Everyone with an open account as a search list. */
export function PersonPick({
  except,
  onPick,
}: {
  except?: string | undefined;
  onPick: (person: string) => void;
}) {
  const t = useText("roster");
  const [query, setQuery] = useState("");
  const open = useColleagues()?.people.filter(({ id, isOpen }) => isOpen && id !== except) ?? [];
  const found = open.filter(({ name }) => matches(name, query)).slice(0, shownAtOnce);
  return (
    <>
      <SearchField label={t("findPerson")} value={query} onChange={setQuery} clearLabel={t("common:clear")} />
      <ul className="pick-list" aria-label={t("people")}>
        {found.map(({ id, name }) => (
          <li key={id}>
            <button className="pick" type="button" onClick={() => onPick(id)}>
              {name}
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 ? <EmptyState fact={t("nobodyFound")} /> : null}
    </>
  );
}
