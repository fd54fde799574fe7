import { useState } from "react";
import type { TemplateGroup } from "#domain/checks/template-draft.ts";
import { useText } from "../../../i18n/i18n.ts";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { FormBody } from "../../../ui/form-body.tsx";
import { TextInput } from "../../../ui/inputs.tsx";
import { Sheet } from "../../../ui/sheet.tsx";

export function GroupSheet({
  group,
  isNew,
  items,
  onSave,
  onRemove,
  onClose,
}: {
  group: TemplateGroup;
  isNew: boolean;
  /** How many items go with it when it is taken out. */
  items: number;
  onSave: (group: TemplateGroup) => void;
  onRemove: () => void;
  onClose: () => void;
}) {
  const t = useText("templates");
  const [value, setValue] = useState(group);
  const [pressed, setPressed] = useState(false);
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
      title={t(isNew ? "group.add" : "group.edit")}
      closeLabel={t("common:close")}
      footer={
        <Button variant="main" size="56" full type="submit" form="nhom-mau">
          {t(isNew ? "group.addDeed" : "group.save")}
        </Button>
      }
    >
      <FormBody id="nhom-mau" label={t("group.edit")} onSubmit={save}>
        <Field
          id="nhom-ten"
          label={t("group.name")}
          error={pressed && isBlank ? t("group.nameError") : undefined}
        >
          <TextInput value={value.name} maxLength={300} onChange={(name) => setValue({ ...value, name })} />
        </Field>
        <Field
          id="nhom-gon"
          label={t("group.short")}
          optional={t("common:optional")}
          help={t("group.shortHelp")}
        >
          <TextInput
            value={value.short ?? ""}
            maxLength={40}
            onChange={(short) => setValue({ ...value, short })}
          />
        </Field>
        {isNew ? null : (
          <Button full icon="trash" onClick={onRemove}>
            {t("group.remove", { count: items })}
          </Button>
        )}
      </FormBody>
    </Sheet>
  );
}
