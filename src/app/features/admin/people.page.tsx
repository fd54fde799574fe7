import { useState } from "react";
import { matches } from "#kernel/text.ts";
import { useNames } from "../../book/names.ts";
import { comparePeople } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { Screen } from "../../shell/screen.tsx";
import { Button } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Picked } from "../../ui/picked.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import type { AdminPerson, OneTimeCode } from "./admin-api.ts";
import { CodeSheet } from "./code-sheet.tsx";
import { PersonSheet } from "./person-sheet.tsx";
import { AskedProblem, useAsked } from "./use-admin.tsx";

/** Everyone with an account: roles, first codes, closing. */
export default function PeoplePage() {
  const t = useText("admin");
  const asked = useAsked((api) => api.people());
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState<AdminPerson | "new" | null>(null);
  const [given, setGiven] = useState<{ name: string; code: OneTimeCode } | null>(null);
  const found = [...(asked.value ?? [])]
    .filter((person) => matches(`${person.name} ${person.account}`, query))
    .sort((a, b) => Number(b.active) - Number(a.active) || comparePeople(a.name, b.name));
  const close = () => setOpen(null);
  return (
    <Screen
      title={t("people.title")}
      form
      dock={
        <Dock>
          <Button variant="main" size="56" full icon="plus" onClick={() => setOpen("new")}>
            {t("people.add")}
          </Button>
        </Dock>
      }
    >
      <PageHead
        title={t("people.title")}
        sub={asked.value ? t("people.count", { count: asked.value.length }) : null}
        back={{ label: t("common:back"), to: "/quan-tri" }}
      />
      <AskedProblem asked={asked} />
      <SearchField
        label={t("people.search")}
        value={query}
        onChange={setQuery}
        clearLabel={t("common:clear")}
      />
      <ul className="door-list" aria-label={t("people.all")}>
        {found.map((person) => (
          <PersonLine person={person} onOpen={() => setOpen(person)} key={person.id} />
        ))}
      </ul>
      {open ? (
        <PersonSheet
          person={open === "new" ? null : open}
          onClose={close}
          onChanged={() => {
            close();
            asked.reload();
          }}
          onCode={(name, code) => {
            close();
            asked.reload();
            setGiven({ name, code });
          }}
        />
      ) : null}
      {given ? <CodeSheet name={given.name} given={given.code} onClose={() => setGiven(null)} /> : null}
    </Screen>
  );
}

function PersonLine({ person, onOpen }: { person: AdminPerson; onOpen: () => void }) {
  const t = useText("admin");
  const names = useNames();
  const places = [
    ...person.units.map(names.unit),
    ...person.villages.map(names.village),
    ...(person.sites ?? []).map(names.site),
  ].filter(Boolean);
  const state = !person.active ? "closed" : person.hasPassword ? "" : "waiting";
  return (
    <li>
      <Picked
        icon={person.active ? "user" : "lock"}
        text={person.name}
        sub={[
          person.account,
          person.roles.map((role) => t(`common:roles.${role}`)).join(", "),
          places.join(", "),
          state === "" ? "" : t(`people.${state}`),
        ]
          .filter(Boolean)
          .join(" · ")}
        deed={t("people.open")}
        onChange={onOpen}
      />
    </li>
  );
}
