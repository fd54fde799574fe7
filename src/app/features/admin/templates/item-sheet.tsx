import type { TemplateDraft, TemplateItem } from "#domain/checks/template-draft.ts";
import type { Names } from "../../../book/names.ts";
import { useText } from "../../../i18n/i18n.ts";
import { Field } from "../../../ui/field.tsx";
import { Select } from "../../../ui/inputs.tsx";
import { NamedSheet } from "./named-sheet.tsx";

/** One item: what it asks, in which group, about which thing of the register. */
export function ItemSheet({
  item,
  draft,
  names,
  ...rest
}: {
  item: TemplateItem;
  isNew: boolean;
  keptAs: string;
  draft: TemplateDraft;
  names: Names;
  onSave: (item: TemplateItem) => void;
  onRemove: () => void;
  onClose: () => void;
}) {
  const t = useText("templates");
  return (
    <NamedSheet
      part={item}
      words="item"
      form="muc"
      nameHelp={t(rest.isNew ? "item.nameHelp" : "item.renameHelp")}
      shortLength={60}
      remove={t("item.remove")}
      {...rest}
    >
      {(value, change) => (
        <>
          <Field id="muc-nhom" label={t("item.group")}>
            <Select value={value.group} onChange={(group) => change({ group })}>
              {draft.groups.map((group) => (
                <option key={group.id} value={group.id}>
                  {group.name}
                </option>
              ))}
            </Select>
          </Field>
          <Field
            id="muc-thiet-bi"
            label={t("item.device")}
            optional={t("common:optional")}
            help={t(names.equipment.length > 0 ? "item.deviceHelp" : "item.noDevices")}
          >
            <Select
              value={value.equipment ?? ""}
              onChange={(id) => change({ equipment: id === "" ? null : id })}
            >
              <option value="">{t("item.anyDevice")}</option>
              {names.equipment.map(({ id, body }) => (
                <option key={id} value={id}>
                  {`${body.code} · ${body.name}`}
                </option>
              ))}
            </Select>
          </Field>
        </>
      )}
    </NamedSheet>
  );
}
