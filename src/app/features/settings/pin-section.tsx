import { useLiveQuery } from "dexie-react-hooks";
import { useState } from "react";
import { clearPin, isPin, setPin, verifyPin } from "#client/pin.ts";
import { findProfile } from "#client/profiles.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLogbook } from "../../logbook-context.tsx";
import { Button, TextLink } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { TextInput } from "../../ui/inputs.tsx";
import { announce } from "../../ui/live-region.tsx";
import { Sheet } from "../../ui/sheet.tsx";

/** The lock between colleagues of one device. It is a lock, not encryption, and says so. */
export function PinSection() {
  const t = useText("settings");
  const { profile } = useLogbook();
  const isSet = useLiveQuery(async () => Boolean((await findProfile(profile.device))?.pin), [profile.device]);
  const [open, setOpen] = useState<"set" | "clear" | null>(null);
  return (
    <div className="field">
      <p className="field-label">{t("pin.label")}</p>
      <p className="field-help">{t("pin.help")}</p>
      <Button icon="lock" onClick={() => setOpen("set")}>
        {t(isSet ? "pin.change" : "pin.set")}
      </Button>
      {isSet ? <TextLink onClick={() => setOpen("clear")}>{t("pin.clear")}</TextLink> : null}
      {open ? <PinSheet goal={open} hasPin={isSet === true} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

/** Asks for a new PIN, or for the one in use to take it away. */
export function PinSheet({
  goal,
  hasPin,
  onClose,
}: {
  goal: "set" | "clear";
  hasPin: boolean;
  onClose: () => void;
}) {
  const t = useText("settings");
  const form = usePinForm(goal, hasPin, onClose);
  return (
    <Sheet
      open
      onClose={onClose}
      dismissOutside={false}
      title={t(goal === "set" ? "pin.setTitle" : "pin.clearTitle")}
      closeLabel={t("common:close")}
      footer={
        <Button variant="main" size="56" full type="submit" form="dat-pin">
          {t(goal === "set" ? "pin.setDeed" : "pin.clearDeed")}
        </Button>
      }
    >
      <FormBody id="dat-pin" label={t("pin.label")} onSubmit={() => void form.submit()}>
        {hasPin ? (
          <PinField
            id="pin-cu"
            label={t("pin.old")}
            value={form.old}
            onChange={form.setOld}
            error={form.oldError}
          />
        ) : null}
        {goal === "set" ? (
          <>
            <PinField
              id="pin-moi"
              label={t("pin.new")}
              help={t("pin.newHelp")}
              value={form.next}
              onChange={form.setNext}
              error={form.nextError}
            />
            <PinField
              id="pin-lai"
              label={t("pin.again")}
              value={form.again}
              onChange={form.setAgain}
              error={form.againError}
            />
          </>
        ) : null}
      </FormBody>
    </Sheet>
  );
}

function PinField(field: {
  id: string;
  label: string;
  help?: string;
  error: string | undefined;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <Field id={field.id} label={field.label} help={field.help} error={field.error}>
      <TextInput
        type="password"
        inputMode="numeric"
        autoComplete="off"
        value={field.value}
        onChange={(value) => field.onChange(value.replace(/\D/g, "").slice(0, 8))}
      />
    </Field>
  );
}

function usePinForm(goal: "set" | "clear", hasPin: boolean, onDone: () => void) {
  const t = useText("settings");
  const { profile } = useLogbook();
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [wrong, setWrong] = useState<{ field: "old" | "next" | "again"; text: string } | null>(null);
  const errorAt = (field: string) => (wrong?.field === field ? wrong.text : undefined);
  const submit = async () => {
    if (goal === "set" && !isPin(next)) return setWrong({ field: "next", text: t("pin.wrongLength") });
    if (goal === "set" && next !== again) return setWrong({ field: "again", text: t("pin.wrongAgain") });
    if (hasPin && !(await verifyPin(profile.device, old)).ok)
      return setWrong({ field: "old", text: t("pin.wrongOld") });
    if (goal === "set") await setPin(profile.device, next);
    else await clearPin(profile.device);
    announce(t(goal === "set" ? "pin.isSet" : "pin.isCleared"));
    onDone();
  };
  return {
    ...{ old, setOld, next, setNext, again, setAgain, submit },
    ...{ oldError: errorAt("old"), nextError: errorAt("next"), againError: errorAt("again") },
  };
}
