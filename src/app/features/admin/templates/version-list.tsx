import type { CheckTemplate } from "#domain/checks/check-kinds.ts";
import type { Names } from "../../../book/names.ts";
import { formatRowTime } from "../../../i18n/format.ts";
import { useText } from "../../../i18n/i18n.ts";
import { useNow } from "../../../logbook-context.tsx";
import { Button } from "../../../ui/button.tsx";
import { Disclosure } from "../../../ui/disclosure.tsx";
import { LedgerPage, Section } from "../../../ui/ledger.tsx";
import { NamesList } from "../../../ui/names-list.tsx";
import type { TemplateBook } from "./use-templates.ts";

/** Every version there was, with what it asked; an old one can be taken up again as a draft. */
export function VersionList({
  book,
  names,
  onTake,
}: {
  book: TemplateBook;
  names: Names;
  onTake: (template: CheckTemplate) => void;
}) {
  const t = useText("templates");
  const { now } = useNow();
  return (
    <LedgerPage ruled>
      <Section title={t("versions.title")} count={book.history.length}>
        <ul aria-label={t("versions.title")}>
          {book.history.map(({ id, template, at, by }) => (
            <li className="row" key={id}>
              <span className="row-time">{formatRowTime(at, now)}</span>
              <div className="row-entry">
                <span className="row-title">
                  {t("versions.one", { version: template.version })}
                  {id === book.inForceId ? ` · ${t("versions.inForce")}` : null}
                </span>
                <span className="row-line">
                  {t("versions.line", {
                    count: template.items.length,
                    due: template.dueTime,
                    name: names.person(by),
                  })}
                </span>
                <Disclosure title={t("versions.look", { version: template.version })}>
                  <NamesList
                    groups={template.groups.map((group) => ({
                      title: group.short ?? group.name,
                      names: template.items
                        .filter((item) => item.group === group.id)
                        .map((item) => item.name)
                        .join("; "),
                    }))}
                  />
                  {id === book.inForceId ? null : (
                    <Button full onClick={() => onTake(template)}>
                      {t("versions.take")}
                    </Button>
                  )}
                </Disclosure>
              </div>
            </li>
          ))}
        </ul>
      </Section>
    </LedgerPage>
  );
}
