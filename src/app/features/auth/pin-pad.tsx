import { useEffect, useRef, useState } from "react";
import { verifyPin } from "#client/pin.ts";
import type { Profile } from "#client/profiles.ts";
import { useWide } from "../../book/wide.ts";
import { formatNumber } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { Button, TextLink } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { TextInput } from "../../ui/inputs.tsx";
import { announce } from "../../ui/live-region.tsx";
import { DoorPage } from "./door-page.tsx";

const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;
const longest = 8;
const formId = "ma-pin-form";

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
  const wide = useWide();
  const { pin, error, type, add, erase, submit } = usePin(profile, onOpen);
  useKeys({ add, erase, submit: () => void submit() });
  const pad = <Keypad onKey={add} onErase={erase} />;
  return (
    <DoorPage
      title={profile.name}
      sub={t("pin.sub")}
      back={{ label: t("common:back"), onBack }}
      // Under the thumb; on a desk it stands with its field.
      dock={wide ? null : <div className="keypad-dock">{pad}</div>}
    >
      <FormBody id={formId} label={t("pin.sub")} onSubmit={() => void submit()}>
        <Field id="ma-pin" label={t("pin.label")} error={error}>
          {/* The keys are on the page: the phone's own keyboard would cover them. */}
          <TextInput type="password" inputMode="none" autoComplete="off" value={pin} onChange={type} />
        </Field>
        {wide ? pad : null}
        <TextLink to="/dang-nhap?quen-pin">{t("pin.forgot")}</TextLink>
      </FormBody>
    </DoorPage>
  );
}

function Keypad({ onKey, onErase }: { onKey: (digit: string) => void; onErase: () => void }) {
  const t = useText("auth");
  return (
    // biome-ignore lint/a11y/useSemanticElements: keys are not fields
    <div className="keypad" role="group" aria-label={t("pin.keys")}>
      {keys.map((key) => (
        <Button size="56" key={key} onClick={() => onKey(key)}>
          {key}
        </Button>
      ))}
      <Button size="56" onClick={onErase} label={t("pin.erase")}>
        {t("pin.eraseShort")}
      </Button>
      <Button size="56" onClick={() => onKey("0")}>
        0
      </Button>
      <Button size="56" variant="main" type="submit" form={formId}>
        {t("pin.open")}
      </Button>
    </div>
  );
}

function usePin(profile: Profile, onOpen: (profile: Profile) => void) {
  const t = useText("auth");
  const [pin, setPin] = useState("");
  const [error, setError] = useState<string>();
  // Two quick keys may come between two drawings.
  const typed = useRef("");
  const trying = useRef(false);
  const put = (next: string) => {
    typed.current = next;
    setPin(next);
  };
  const submit = async () => {
    if (trying.current) return;
    trying.current = true;
    const answer = await verifyPin(profile.device, typed.current);
    trying.current = false;
    if (answer.ok) return onOpen(profile);
    put("");
    const seconds = formatNumber(Math.ceil(answer.waitMs / 1000));
    const words =
      answer.waitMs > 0 ? t("pin.wait", { seconds }) : t("pin.wrong", { count: answer.triesLeft });
    setError(words);
    announce(words);
  };
  const type = (text: string) => {
    const before = typed.current.length;
    const next = text.replace(/\D/g, "").slice(0, longest);
    put(next);
    if (next.length > before && next.length === profile.pin?.digits) void submit();
  };
  /** A key of the page says nothing by itself, as a field does to who cannot see it. */
  const say = () => announce(t("pin.typed", { count: typed.current.length }));
  return {
    pin,
    error,
    type,
    submit,
    add: (digit: string) => {
      type(typed.current + digit);
      say();
    },
    erase: () => {
      put(typed.current.slice(0, -1));
      say();
    },
  };
}

/** Keys of a keyboard are heard wherever the focus is, but for the field, which hears them itself. */
function useKeys(given: { add: (digit: string) => void; erase: () => void; submit: () => void }): void {
  const deeds = useRef(given);
  deeds.current = given;
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
      if (/^\d$/.test(event.key)) deeds.current.add(event.key);
      else if (event.key === "Backspace") deeds.current.erase();
      else if (event.key === "Enter" && event.target === document.body) deeds.current.submit();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, []);
}
