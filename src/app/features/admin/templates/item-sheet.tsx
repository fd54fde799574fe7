import { useState } from "react";
import type { TemplateDraft, TemplateItem } from "#domain/checks/template-draft.ts";
import type { Names } from "../../../book/names.ts";
import { useText } from "../../../i18n/i18n.ts";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { FormBody } from "../../../ui/form-body.tsx";
import { Select, TextInput } from "../../../ui/inputs.tsx";
import { Sheet } from "../../../ui/sheet.tsx";

/** One item: what it asks, in which group, about which thing of the register. */
export function ItemSheet({
  item,
  isNew,
  draft,
  names,
  onSave,
  onRemove,
  onClose,
}: {
  item: TemplateItem;
  isNew: boolean;
  draft: TemplateDraft;
  names: Names;
  onSave: (item: TemplateItem) => void;
  onRemove: () => void;
  onClose: () => void;
}) {
  const t = useText("templates");
  const [value, setValue] = useState(item);
  const [pressed, setPressed] = useState(false);
  const change = (part: Partial<TemplateItem>) => setValue((now) => ({ ...now, ...part }) as TemplateItem);
  const isBlank = value.name.trim() === "";
  const save = () => {
    setPressed(true);
    if (!isBlank) onSave(value);
  };
  return (
    <Sheet
      open
      onClose={onClose}
      dismissOutside={false}
      title={t(isNew ? "item.add" : "item.edit")}
      closeLabel={t("common:close")}
      footer={
        <Button variant="main" size="56" full type="submit" form="muc-mau">
          {t(isNew ? "item.addDeed" : "item.save")}
        </Button>
      }
    >
      <FormBody id="muc-mau" label={t("item.edit")} onSubmit={save}>
        <Field
          id="muc-ten"
          label={t("item.name")}
          help={isNew ? t("item.nameHelp") : t("item.renameHelp")}
          error={pressed && isBlank ? t("item.nameError") : undefined}
        >
          <TextInput value={value.name} maxLength={300} onChange={(name) => change({ name })} />
        </Field>
        <Field
          id="muc-gon"
          label={t("item.short")}
          optional={t("common:optional")}
          help={t("item.shortHelp")}
        >
          <TextInput value={value.short ?? ""} maxLength={60} onChange={(short) => change({ short })} />
        </Field>
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
        {isNew ? null : (
          <Button full icon="trash" onClick={onRemove}>
            {t("item.remove")}
          </Button>
        )}
      </FormBody>
    </Sheet>
  );
}
