import type { Site } from "#domain/org/org-kinds.ts";
import type { Names } from "../../../book/names.ts";
import { useText } from "../../../i18n/i18n.ts";
import { Field } from "../../../ui/field.tsx";
import { Select } from "../../../ui/inputs.tsx";

/** The village whose team it concerns; one that was merged since is still named. */
export function SiteVillage({
  names,
  value,
  was,
  change,
}: {
  names: Names;
  value: Site;
  was: string | undefined;
  change: (part: Partial<Site>) => void;
}) {
  const t = useText("org");
  const isGone = was !== undefined && !names.villages.some(({ id }) => id === was);
  if (names.villages.length === 0 && !isGone) return null;
  return (
    <Field id="noi-dia-ban" label={t("sites.village")} help={t("sites.villageHelp")}>
      <Select value={value.village ?? ""} onChange={(id) => change({ village: id === "" ? undefined : id })}>
        <option value="">{t("sites.noVillage")}</option>
        {isGone ? <option value={was}>{names.village(was) ?? was}</option> : null}
        {names.villages.map(({ id, body }) => (
          <option key={id} value={id}>
            {body.name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
