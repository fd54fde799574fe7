import { useState } from "react";
import { useLocation } from "react-router";
import { guessDeviceName } from "#client/environment.ts";
import { signInWithCode } from "#client/sessions.ts";
import { useText } from "../../i18n/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { ErrorSummary } from "../../ui/error-summary.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { TextInput } from "../../ui/inputs.tsx";
import { useCommand } from "../../use-command.ts";
import { DoorPage } from "./door-page.tsx";
import { PasswordInput } from "./password-input.tsx";
import { Refused } from "./refused.tsx";
import { useEnter } from "./use-enter.ts";

const leastPassword = 8;

/** First sign-in by the administrator's one-time code, from a link, a QR code or a sheet of paper. */
export default function FirstCodePage() {
  const t = useText("auth");
  const form = useCodeForm();
  const error = (fieldId: string) => form.errors.find((one) => one.fieldId === fieldId)?.text;
  return (
    <DoorPage
      title={t("code.title")}
      sub={t("code.sub")}
      back={{ label: t("common:back"), to: "/dang-nhap" }}
      dock={
        <Dock>
          <Button variant="main" size="56" full type="submit" form="ma" disabled={form.command.busy}>
            {form.command.busy ? t("signIn.busy") : t("code.deed")}
          </Button>
        </Dock>
      }
    >
      <FormBody id="ma" label={t("code.title")} onSubmit={() => void form.submit()}>
        <ErrorSummary
          title={t("common:fieldsToMend", { count: form.errors.length })}
          items={form.errors}
          attempt={form.attempt}
        />
        <Refused refusal={form.command.refusal} />
        <Field id="ma-mot-lan" label={t("code.code")} help={t("code.codeHelp")} error={error("ma-mot-lan")}>
          <TextInput
            value={form.code}
            onChange={form.setCode}
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
          />
        </Field>
        <Field
          id="mat-khau-moi"
          label={t("code.newPassword")}
          help={t("code.newPasswordHelp", { least: leastPassword })}
          error={error("mat-khau-moi")}
        >
          <PasswordInput value={form.password} onChange={form.setPassword} autoComplete="new-password" />
        </Field>
        <Field id="ten-may" label={t("deviceName")} help={t("deviceNameHelp")}>
          <TextInput value={form.deviceName} onChange={form.setDeviceName} autoComplete="off" />
        </Field>
      </FormBody>
    </DoorPage>
  );
}

function useCodeForm() {
  const t = useText("auth");
  const { hash } = useLocation();
  const command = useCommand("nothing");
  const enter = useEnter();
  const [code, setCode] = useState(() => decodeURIComponent(hash.slice(1)));
  const [password, setPassword] = useState("");
  const [deviceName, setDeviceName] = useState(() => guessDeviceName(navigator.userAgent));
  const [errors, setErrors] = useState<{ fieldId: string; text: string }[]>([]);
  const [attempt, setAttempt] = useState(0);
  const submit = async () => {
    if (command.busy) return;
    const wrong = [
      ...(code.trim() === "" ? [{ fieldId: "ma-mot-lan", text: t("missing.code") }] : []),
      ...([...password.trim()].length < leastPassword
        ? [{ fieldId: "mat-khau-moi", text: t("missing.shortPassword", { least: leastPassword }) }]
        : []),
    ];
    setErrors(wrong);
    setAttempt((now) => now + 1);
    if (wrong.length > 0) return;
    const name = deviceName.trim() || guessDeviceName(navigator.userAgent);
    const profile = await command.run(() =>
      signInWithCode({ code: code.trim(), password, deviceName: name }),
    );
    if (profile) await enter(profile);
  };
  return {
    ...{ code, setCode, password, setPassword, deviceName, setDeviceName },
    ...{ command, errors, attempt, submit },
  };
}
