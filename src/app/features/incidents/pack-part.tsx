import { compareNewest } from "#domain/incidents/incident-order.ts";
import type { Scenario } from "#domain/scenarios/scenario-kinds.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { IncidentRow, incidentOf } from "../../book/incident-row.tsx";
import type { Names } from "../../book/names.ts";
import { formatDay } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLive } from "../../logbook-context.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Facts } from "../../ui/facts.tsx";
import { Section } from "../../ui/ledger.tsx";
import { Rows } from "../../ui/rows.tsx";

const shownAtOnce = 3;

/** *Thông tin để xử lý*: what this device knows already that helps with the incident, with or without a link. */
export function PackPart({
  row,
  names,
  now,
  scenarios,
}: {
  row: StoredRow;
  names: Names;
  now: number;
  scenarios: readonly StoredRow[];
}) {
  const t = useText("incidents");
  const { equipment } = incidentOf(row);
  const earlier = useEarlier(row);
  const hasThing = names.equipmentOf(equipment) !== undefined;
  if (!hasThing && scenarios.length === 0 && !earlier?.device.length && !earlier?.place.length) return null;
  return (
    <section aria-label={t("pack.title")}>
      <div className="block">
        <h2 className="block-title">{t("pack.title")}</h2>
        {scenarios.map(({ id, body }) => (
          <LinkButton key={id} icon="check-list" full to={`/kich-ban/${encodeURIComponent(id)}`}>
            {(body as unknown as Scenario).title}
          </LinkButton>
        ))}
      </div>
      <RegisterEntry id={equipment} names={names} />
      {(["device", "place"] as const).map((which) =>
        earlier && earlier[which].length > 0 ? (
          <Section key={which} title={t(`pack.${which}`)}>
            <Rows label={t(`pack.${which}`)}>
              {earlier[which].map((one) => (
                <IncidentRow key={one.id} row={one} now={now} />
              ))}
            </Rows>
          </Section>
        ) : null,
      )}
    </section>
  );
}

function RegisterEntry({ id, names }: { id: string | undefined; names: Names }) {
  const t = useText("incidents");
  const thing = names.equipmentOf(id);
  if (!thing) return null;
  const items = [
    { term: t("facts.equipment"), value: [thing.name, thing.code].join(", ") },
    { term: t("pack.at"), value: thing.place ?? names.site(thing.site) },
    { term: t("pack.serial"), value: thing.serial },
    { term: t("pack.supplier"), value: thing.supplier },
    { term: t("pack.warranty"), value: thing.warrantyUntil && formatDay(thing.warrantyUntil) },
    { term: t("pack.owner"), value: thing.owner && names.unit(thing.owner) },
    { term: t("note"), value: thing.note },
  ];
  return <Facts items={items.filter(({ value }) => value)} />;
}

interface Earlier {
  readonly device: readonly StoredRow[];
  readonly place: readonly StoredRow[];
}

/** The last incidents of the same thing, and the last others of the same place. */
function useEarlier(row: StoredRow): Earlier | undefined {
  const { equipment, site, village } = incidentOf(row);
  return useLive(
    async (tx) => {
      const all = [...(await tx.rowsByKey("incident/open")), ...(await tx.rowsByKey("incident/closed"))]
        .filter((one) => !one.deleted && one.id !== row.id)
        .sort((a, b) => compareNewest(incidentOf(a), incidentOf(b)));
      const isSame = (one: StoredRow, field: string, value: string | undefined) =>
        value !== undefined && one.body[field] === value;
      const device = all.filter((one) => isSame(one, "equipment", equipment));
      const place = all.filter(
        (one) => !device.includes(one) && (isSame(one, "site", site) || isSame(one, "village", village)),
      );
      return { device: device.slice(0, shownAtOnce), place: place.slice(0, shownAtOnce) };
    },
    [row.id, equipment, site, village],
  );
}
