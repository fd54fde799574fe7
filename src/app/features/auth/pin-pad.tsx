import { useRef, useState } from "react";
import { verifyPin } from "#client/pin.ts";
import type { Profile } from "#client/profiles.ts";
import { formatNumber } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { Button, TextLink } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { TextInput } from "../../ui/inputs.tsx";
import { DoorPage } from "./door-page.tsx";

const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;
const longest = 8;

/** A PIN typed with the thumb or with keys; it keeps a colleague from writing under one's name, no more. */
export function PinPad({
  profile,
  onOpen,
  onBack,
}: {
  profile: Profile;
  onOpen: (profile: Profile) => void;
  onBack: () => void;
}) {
  const t = useText("auth");
  const { pin, error, type, erase, submit } = usePin(profile, onOpen);
  return (
    <DoorPage title={profile.name} sub={t("pin.sub")} back={{ label: t("common:back"), onBack }}>
      <FormBody label={t("pin.sub")} onSubmit={() => void submit()}>
        <Field id="ma-pin" label={t("pin.label")} error={error}>
          <TextInput type="password" inputMode="numeric" autoComplete="off" value={pin} onChange={type} />
        </Field>
        <div className="keypad">
          {keys.map((key) => (
            <Button size="56" key={key} onClick={() => type(pin + key)}>
              {key}
            </Button>
          ))}
          <Button size="56" onClick={erase} label={t("pin.erase")} icon="back">
            {t("pin.eraseShort")}
          </Button>
          <Button size="56" onClick={() => type(`${pin}0`)}>
            0
          </Button>
          <Button size="56" variant="main" type="submit">
            {t("pin.open")}
          </Button>
        </div>
        <TextLink to="/dang-nhap?quen-pin">{t("pin.forgot")}</TextLink>
      </FormBody>
    </DoorPage>
  );
}

function usePin(profile: Profile, onOpen: (profile: Profile) => void) {
  const t = useText("auth");
  const [pin, setPin] = useState("");
  const [error, setError] = useState<string>();
  const trying = useRef(false);
  const submit = async (typed = pin) => {
    if (trying.current) return;
    trying.current = true;
    const answer = await verifyPin(profile.device, typed);
    trying.current = false;
    if (answer.ok) return onOpen(profile);
    setPin("");
    const seconds = formatNumber(Math.ceil(answer.waitMs / 1000));
    setError(answer.waitMs > 0 ? t("pin.wait", { seconds }) : t("pin.wrong", { count: answer.triesLeft }));
  };
  const type = (text: string) => {
    const next = text.replace(/\D/g, "").slice(0, longest);
    setPin(next);
    if (next.length > pin.length && next.length === profile.pin?.digits) void submit(next);
  };
  return { pin, error, type, submit, erase: () => setPin(pin.slice(0, -1)) };
}
