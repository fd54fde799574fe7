import { useState } from "react";
import type { Role } from "#domain/rights.ts";
import type { Names } from "../../book/names.ts";
import { formatDay } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useNow } from "../../logbook-context.tsx";
import { ManyChoices } from "./many-choices.tsx";

export interface PersonPlacesValue {
  readonly roles: Role[];
  readonly units: string[];
  readonly villages: string[];
  readonly sites: string[];
}

/** Where somebody belongs and what they look after: units, villages, sites. */
export function PersonPlaces({
  names,
  value,
  change,
}: {
  names: Names;
  value: PersonPlacesValue;
  change: (part: Partial<PersonPlacesValue>) => void;
}) {
  const t = useText("admin");
  const { day } = useNow();
  const optional = t("common:optional");
  const isTeam = value.roles.includes("village") && !value.roles.includes("centre");
  // A site that is no longer checked is offered to be taken away, not to be given.
  const [held] = useState(value.sites);
  const sites = names.sites.filter(({ id, body }) => day < (body.closedOn ?? "~") || held.includes(id));
  return (
    <>
      {names.units.length > 0 ? (
        <ManyChoices
          id="cb-don-vi"
          name="don-vi"
          label={t("people.units")}
          optional={optional}
          search={t("people.findUnit")}
          options={names.units.map(({ id, body }) => ({ value: id, text: body.name }))}
          values={value.units}
          onChange={(units) => change({ units })}
        />
      ) : null}
      {names.villages.length > 0 ? (
        <ManyChoices
          id="cb-dia-ban"
          name="dia-ban"
          label={t("people.villages")}
          optional={optional}
          search={t("people.findVillage")}
          options={names.villages.map(({ id, body }) => ({ value: id, text: body.name }))}
          values={value.villages}
          onChange={(villages) => change({ villages })}
        />
      ) : null}
      {sites.length > 0 ? (
        <ManyChoices
          id="cb-diem"
          name="diem-kiem-tra"
          label={t("people.sites")}
          optional={optional}
          help={t(isTeam ? "people.sitesHelpTeam" : "people.sitesHelp")}
          search={t("people.findSite")}
          options={sites.map(({ id, body }) => ({
            value: id,
            text: body.name,
            hint: body.closedOn ? t("people.siteClosed", { day: formatDay(body.closedOn) }) : undefined,
          }))}
          values={value.sites}
          onChange={(given) => change({ sites: given })}
        />
      ) : null}
    </>
  );
}
