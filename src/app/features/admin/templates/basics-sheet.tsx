import { useState } from "react";
import type { TemplateDraft } from "#domain/checks/template-draft.ts";
import { isClockTime } from "#kernel/clock-time.ts";
import { useKeptForm } from "../../../book/form-draft.ts";
import { TimeField } from "../../../book/moment/time-field.tsx";
import { useText } from "../../../i18n/i18n.ts";
import { useNow } from "../../../logbook-context.tsx";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { FormBody } from "../../../ui/form-body.tsx";
import { TextInput } from "../../../ui/inputs.tsx";
import { Sheet } from "../../../ui/sheet.tsx";

type Basics = Pick<TemplateDraft, "name" | "opensTime" | "dueTime">;

/** Name, when it opens and when it is due. */
export function BasicsSheet({
  value: given,
  keptAs,
  onSave,
  onClose,
}: {
  value: Basics;
  /** Under which its text is kept until it stands in the draft of the template. */
  keptAs: string;
  onSave: (value: Basics) => void;
  onClose: () => void;
}) {
  const t = useText("templates");
  const { now } = useNow();
  const kept = useKeptForm<Basics>(keptAs, () => ({
    name: given.name,
    opensTime: given.opensTime,
    dueTime: given.dueTime,
  }));
  const { value } = kept;
  const [pressed, setPressed] = useState(false);
  const wrong = {
    name: value.name.trim() === "",
    opensTime: !isClockTime(value.opensTime),
    dueTime: !isClockTime(value.dueTime) || value.dueTime < value.opensTime,
  };
  const save = () => {
    setPressed(true);
    if (wrong.name || wrong.opensTime || wrong.dueTime) return;
    kept.settle();
    onSave(value);
  };
  const errorOf = (field: keyof Basics) => (pressed && wrong[field] ? t(`basics.wrong.${field}`) : undefined);
  return (
    <Sheet
      open
      onClose={onClose}
      dismissOutside={false}
      title={t("basics.title")}
      closeLabel={t("common:close")}
      footer={
        <Button variant="main" size="56" full type="submit" form="mau-chung">
          {t("basics.save")}
        </Button>
      }
    >
      {kept.isReady ? (
        <FormBody id="mau-chung" label={t("basics.title")} onSubmit={save}>
          <Field id="mau-ten" label={t("basics.name")} error={errorOf("name")}>
            <TextInput value={value.name} maxLength={300} onChange={(name) => kept.change({ name })} />
          </Field>
          <TimeField
            id="mau-mo"
            label={t("basics.opensTime")}
            error={errorOf("opensTime")}
            value={value.opensTime}
            now={now}
            onChange={(opensTime) => kept.change({ opensTime })}
          />
          <TimeField
            id="mau-han"
            label={t("basics.dueTime")}
            help={t("basics.dueHelp")}
            error={errorOf("dueTime")}
            value={value.dueTime}
            now={now}
            onChange={(dueTime) => kept.change({ dueTime })}
          />
        </FormBody>
      ) : null}
    </Sheet>
  );
}
