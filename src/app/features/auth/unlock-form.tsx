import { useState } from "react";
import type { Profile } from "#client/profiles.ts";
import { renew } from "#client/sessions.ts";
import { useText } from "../../i18n/i18n.ts";
import { problemWords } from "../../problem-words.ts";
import { Button } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { useCommand } from "../../use-command.ts";
import { DoorPage } from "./door-page.tsx";
import { PasswordInput } from "./password-input.tsx";

/** A locked profile opens again by its owner's password, with all that was left in it. */
export function UnlockForm({
  profile,
  onOpen,
  onBack,
}: {
  profile: Profile;
  onOpen: (profile: Profile) => void;
  onBack: () => void;
}) {
  const t = useText("auth");
  const command = useCommand("nothing");
  const [password, setPassword] = useState("");
  const submit = async () => {
    const opened = await command.run(() => renew(profile, password));
    if (opened) onOpen(opened);
  };
  return (
    <DoorPage
      title={profile.name}
      sub={t("unlock.sub")}
      back={{ label: t("common:back"), onBack }}
      dock={
        <Dock>
          <Button variant="main" size="56" full type="submit" form="mo-khoa" disabled={command.busy}>
            {t("unlock.deed")}
          </Button>
        </Dock>
      }
    >
      <FormBody id="mo-khoa" label={t("unlock.deed")} onSubmit={() => void submit()}>
        <Field
          id="mat-khau"
          label={t("password")}
          help={t("unlock.help")}
          error={command.refusal ? problemWords(command.refusal) : undefined}
        >
          <PasswordInput value={password} onChange={setPassword} autoComplete="current-password" />
        </Field>
      </FormBody>
    </DoorPage>
  );
}
