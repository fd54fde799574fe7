import { useState } from "react";
import { useKeptForm } from "../../book/form-draft.ts";
import { useText } from "../../i18n/i18n.ts";
import { problemWords } from "../../problem-words.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { TextInput } from "../../ui/inputs.tsx";
import { Dialog } from "../../ui/sheet.tsx";
import { useCommand } from "../../use-command.ts";
import type { AdminDevice } from "./admin-api.ts";
import { useAdminApi } from "./use-admin.tsx";

/** Another name for a device, such as *Máy quầy số 2*: browsers only know what kind of phone they are. */
export function RenameDialog({
  device,
  onClose,
  onDone,
}: {
  device: AdminDevice;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useText("admin");
  const api = useAdminApi();
  const command = useCommand("nothing");
  const form = useKeptForm(`device/${device.id}/name`, () => ({ name: device.name }));
  const { name } = form.value;
  const [missing, setMissing] = useState(false);
  const save = async () => {
    setMissing(name.trim() === "");
    if (name.trim() === "" || command.busy) return;
    if ((await command.run(() => api.renameDevice(device.id, name.trim()))) !== null) {
      form.settle();
      onDone();
    }
  };
  const error = missing
    ? t("devices.rename.missing")
    : command.refusal
      ? problemWords(command.refusal)
      : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("devices.rename.title", { letter: device.letter })}
      footer={
        <div className="deeds">
          <Button full onClick={onClose}>
            {t("common:keep")}
          </Button>
          <Button variant="main" full type="submit" form="ten-may" disabled={command.busy}>
            {t("devices.rename.deed")}
          </Button>
        </div>
      }
    >
      <FormBody
        id="ten-may"
        label={t("devices.rename.title", { letter: device.letter })}
        onSubmit={() => void save()}
      >
        <Field
          id="ten-may-moi"
          label={t("devices.rename.name")}
          help={t("devices.rename.help")}
          error={error}
        >
          <TextInput value={name} onChange={(next) => form.change({ name: next })} autoComplete="off" />
        </Field>
      </FormBody>
    </Dialog>
  );
}
