import { useState } from "react";
import { renew } from "#client/sessions.ts";
import { useText } from "../i18n/i18n.ts";
import { useLogbook } from "../logbook-context.tsx";
import { problemWords } from "../problem-words.ts";
import { Button, ButtonPair } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { FormBody } from "../ui/form-body.tsx";
import { TextInput } from "../ui/inputs.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { useCommand } from "../use-command.ts";

/** *Cần đăng nhập để gửi 3 mục*: asked only before sending, never before writing. Needs `auth` and `errors`. */
export function RenewSheet({ unsent, onClose }: { unsent: number; onClose: () => void }) {
  const t = useText("auth");
  const logbook = useLogbook();
  const command = useCommand("nothing");
  const [password, setPassword] = useState("");
  const submit = async () => {
    const renewed = await command.run(() => renew(logbook.profile, password));
    if (!renewed) return;
    onClose();
    void logbook.sendNow();
  };
  return (
    <Sheet
      open
      onClose={onClose}
      dismissOutside={password === ""}
      title={t("renew.title")}
      closeLabel={t("common:close")}
      footer={
        <ButtonPair lead>
          <Button variant="main" size="56" type="submit" form="dang-nhap-lai" disabled={command.busy}>
            {command.busy ? t("renew.busy") : t("renew.deed")}
          </Button>
          <Button size="56" onClick={onClose}>
            {t("renew.later")}
          </Button>
        </ButtonPair>
      }
    >
      <p>{unsent > 0 ? t("renew.text", { count: unsent }) : t("renew.textNone")}</p>
      <FormBody id="dang-nhap-lai" label={t("renew.title")} onSubmit={() => void submit()}>
        <Field
          id="mat-khau-lai"
          label={t("password")}
          help={`${t("account")}: ${logbook.profile.account}`}
          error={command.refusal ? problemWords(command.refusal) : undefined}
        >
          <TextInput
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
          />
        </Field>
      </FormBody>
    </Sheet>
  );
}
