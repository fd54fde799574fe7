import { useText } from "../../../i18n/i18n.ts";
import { Screen } from "../../../shell/screen.tsx";
import { LinkButton } from "../../../ui/button.tsx";
import { LedgerPage, Section } from "../../../ui/ledger.tsx";
import { PageHead } from "../../../ui/page-head.tsx";
import { EmptyState } from "../../../ui/plain-states.tsx";
import { Row, Rows } from "../../../ui/rows.tsx";
import { useTemplates } from "./use-templates.ts";

/** The commune's check templates, and two ways to begin another. */
export default function TemplateListPage() {
  const t = useText("templates");
  const books = useTemplates();
  return (
    <Screen title={t("title")} newTo="/quan-tri/mau/moi?tu=chuan">
      <PageHead title={t("title")} back={{ label: t("common:back"), to: "/quan-tri" }} />
      {books?.length === 0 ? <EmptyState fact={t("list.empty")} todo={t("list.emptyTodo")} /> : null}
      {books && books.length > 0 ? (
        <LedgerPage ruled>
          <Section title={t("list.all")} count={books.length}>
            <Rows label={t("list.all")}>
              {books.map((book) => (
                <Row
                  key={book.id}
                  to={`/quan-tri/mau/${encodeURIComponent(book.id)}`}
                  time={book.inForce.dueTime}
                  title={book.body.name}
                  lines={[
                    t("inForce", { version: book.inForce.version, count: book.inForce.items.length }),
                    book.sites.length > 0
                      ? t("list.sites", {
                          names: book.sites.map((site) => String(site.body["name"])).join(", "),
                        })
                      : t("list.noSite"),
                  ]}
                />
              ))}
            </Rows>
          </Section>
        </LedgerPage>
      ) : null}
      <div className="deeds">
        <LinkButton to="/quan-tri/mau/thiet-bi" icon="register" size="56" full note={t("owned:doorNote")}>
          {t("owned:door")}
        </LinkButton>
        <LinkButton to="/quan-tri/mau/moi?tu=chuan" icon="plus" size="56" full note={t("list.standardNote")}>
          {t("list.standard")}
        </LinkButton>
        <LinkButton to="/quan-tri/mau/moi?tu=trong" icon="plus" size="56" full note={t("list.blankNote")}>
          {t("list.blank")}
        </LinkButton>
      </div>
    </Screen>
  );
}
