import "./contacts.css";
import { useMemo, useState } from "react";
import { contactLevels } from "#domain/contacts/contact-kinds.ts";
import { anySystem, systems } from "#domain/contacts/systems.ts";
import { mayDo } from "#domain/rights.ts";
import { matches } from "#kernel/text.ts";
import { CallLink, type Reachable, systemWord, useContacts } from "../../book/incident-contacts.tsx";
import { compareText } from "../../i18n/format.ts";
import { type Text, useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { LinkButton, TextLink } from "../../ui/button.tsx";
import { QuickDock } from "../../ui/dock.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { SearchField } from "../../ui/search-field.tsx";

/** *Danh bạ ứng cứu*: whom to call for each system at each level; all of it lies on the device. */
export default function ContactListPage() {
  const t = useText("contacts");
  const common = useText("common");
  const me = useMe();
  const contacts = useContacts();
  const [query, setQuery] = useState("");
  const found = useMemo(
    () =>
      bySystem(
        t,
        (contacts ?? []).filter(({ body }) => says(t, body, query)),
      ),
    [t, contacts, query],
  );
  const mayAdd = mayDo(me.rights, "contact", "create");
  const create = mayAdd ? "/danh-ba/moi" : undefined;
  return (
    <Screen
      title={t("title")}
      newTo={create}
      dock={
        create ? (
          <QuickDock>
            <LinkButton icon="plus" to={create}>
              {t("add")}
            </LinkButton>
          </QuickDock>
        ) : null
      }
    >
      <PageHead title={t("title")} sub={t("sub")} />
      <SearchField label={t("search")} value={query} onChange={setQuery} clearLabel={common("clear")} />
      {found.map(([system, list]) => (
        <section className="block" key={system} aria-label={systemWord(t, system)}>
          <h2 className="field-label">{systemWord(t, system)}</h2>
          <ul className="pick-list">
            {list.map((contact) => (
              <li key={contact.id}>
                <ContactEntry contact={contact} mayEdit={mayDo(me.rights, "contact", "edit")} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {contacts && found.length === 0 ? (
        <EmptyState
          fact={query === "" ? t("none") : t("noneFound", { query })}
          todo={query === "" ? t(mayAdd ? "noneTodo" : "noneAsk") : t("noneFoundTodo")}
        />
      ) : null}
    </Screen>
  );
}

function ContactEntry({ contact, mayEdit }: { contact: Reachable; mayEdit: boolean }) {
  const t = useText("contacts");
  const { id, body } = contact;
  return (
    <div className="contact">
      <p>
        <b>{body.name}</b> · {t(`levels.${body.level}`)}
      </p>
      {[body.hours, body.note].filter(Boolean).map((line) => (
        <p className="field-help" key={line}>
          {line}
        </p>
      ))}
      <CallLink text={t("callShort")} phone={body.phone} />
      {mayEdit ? <TextLink to={`/danh-ba/${id}`}>{t("edit", { name: body.name })}</TextLink> : null}
    </div>
  );
}

function says(t: Text, body: Reachable["body"], query: string): boolean {
  return matches(
    `${body.name} ${body.phone} ${systemWord(t, body.system)} ${t(`levels.${body.level}`)}`,
    query,
  );
}

/** Who answers for everything first, then the systems in the order of the catalogue, then the commune's own. */
function bySystem(t: Text, contacts: readonly Reachable[]): [system: string, list: Reachable[]][] {
  const order = [anySystem, ...systems] as readonly string[];
  const rank = (system: string) => (order.includes(system) ? order.indexOf(system) : order.length);
  const groups = new Map<string, Reachable[]>();
  for (const contact of contacts) {
    const { system } = contact.body;
    groups.set(system, [...(groups.get(system) ?? []), contact]);
  }
  const height = ({ body }: Reachable) => contactLevels.indexOf(body.level) * 1000 + (body.order ?? 0);
  for (const list of groups.values()) list.sort((a, b) => height(a) - height(b));
  return [...groups].sort(([a], [b]) => rank(a) - rank(b) || compareText(systemWord(t, a), systemWord(t, b)));
}
