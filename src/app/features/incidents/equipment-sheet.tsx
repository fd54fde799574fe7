import { useMemo, useState } from "react";
import type { Equipment } from "#domain/org/org-kinds.ts";
import { matches } from "#kernel/text.ts";
import type { Named, Names } from "../../book/names.ts";
import { useText } from "../../i18n/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Sheet } from "../../ui/sheet.tsx";

const shownAtOnce = 40;

/** Things whose name, code or place holds every word, with or without accents. */
export function findEquipment(names: Pick<Names, "equipment">, query: string): readonly Named<Equipment>[] {
  return names.equipment.filter(({ body }) =>
    matches(`${body.name} ${body.code} ${body.place ?? ""}`, query),
  );
}

/** The register of things as a search list. */
export function EquipmentSheet({
  names,
  onPick,
  onNone,
  onClose,
}: {
  names: Names;
  onPick: (id: string) => void;
  onNone: () => void;
  onClose: () => void;
}) {
  const t = useText("incidents");
  const common = useText("common");
  const [query, setQuery] = useState("");
  const found = useMemo(() => findEquipment(names, query).slice(0, shownAtOnce), [names, query]);
  return (
    <Sheet
      open
      onClose={onClose}
      title={t("what.label")}
      closeLabel={common("close")}
      footer={
        <Button size="56" full onClick={onNone}>
          {t("what.notListed")}
        </Button>
      }
    >
      <SearchField label={t("what.search")} value={query} onChange={setQuery} clearLabel={common("clear")} />
      <ul className="pick-list" aria-label={t("what.list")}>
        {found.map(({ id, body }) => (
          <EquipmentPick key={id} thing={body} onPick={() => onPick(id)} />
        ))}
      </ul>
      {found.length === 0 ? <EmptyState fact={t("what.none")} todo={t("what.noneTodo")} /> : null}
    </Sheet>
  );
}

export function EquipmentPick({ thing, onPick }: { thing: Equipment; onPick: () => void }) {
  return (
    <li>
      <button className="pick" type="button" onClick={onPick}>
        <span>{thing.name}</span>
        <span className="pick-sub">{[thing.code, thing.place].filter(Boolean).join(" · ")}</span>
      </button>
    </li>
  );
}
