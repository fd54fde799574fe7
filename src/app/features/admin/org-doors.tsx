import { useText } from "../../i18n/i18n.ts";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { Row, Rows } from "../../ui/rows.tsx";

const doors = [
  ["templates", "/quan-tri/mau"],
  ["sites", "/quan-tri/noi-kiem"],
  ["calendar", "/quan-tri/lich"],
  ["units", "/quan-tri/don-vi"],
  ["villages", "/quan-tri/dia-ban"],
  ["import", "/quan-tri/nhap"],
] as const;

/** The commune's own lists: kept in the book like everything else, so that they can be changed without a link. */
export function OrgDoors() {
  const t = useText("org");
  return (
    <LedgerPage>
      <Section title={t("doors.title")}>
        <Rows label={t("doors.title")}>
          {doors.map(([name, to]) => (
            <Row key={name} to={to} time="" title={t(`doors.${name}`)} lines={[t(`doors.${name}Note`)]} />
          ))}
        </Rows>
      </Section>
    </LedgerPage>
  );
}
