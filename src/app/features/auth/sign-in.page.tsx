import { useEffect, useState } from "react";
import { Navigate, useLocation, useSearchParams } from "react-router";
import { guessDeviceName } from "#client/environment.ts";
import { clearPin } from "#client/pin.ts";
import { type Hello, hello, signIn } from "#client/sessions.ts";
import { useText } from "../../i18n/i18n.ts";
import { useOpenBook } from "../../open-book.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button, TextLink } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { ErrorSummary } from "../../ui/error-summary.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { Select, TextInput } from "../../ui/inputs.tsx";
import { useCommand } from "../../use-command.ts";
import { DoorPage } from "./door-page.tsx";
import { PasswordInput } from "./password-input.tsx";
import { Refused } from "./refused.tsx";
import { useEnter } from "./use-enter.ts";

/** Signing in with an account; after the first time everything opens without a link. */
export default function SignInPage() {
  const t = useText("auth");
  const { hash } = useLocation();
  const { hasProfiles } = useOpenBook();
  const server = useHello();
  const form = useSignInForm(server.communes);
  if (hash.length > 1) return <Navigate to={`/ma${hash}`} replace />;
  return (
    <DoorPage
      title={t("signIn.title")}
      sub={server.communes.length === 1 ? server.communes[0]?.name : t("signIn.sub")}
      back={hasProfiles ? { label: t("common:back"), to: "/nguoi-dung" } : undefined}
      dock={
        <Dock>
          <Button variant="main" size="56" full type="submit" form="dang-nhap" disabled={form.command.busy}>
            {form.command.busy ? t("signIn.busy") : t("signIn.deed")}
          </Button>
        </Dock>
      }
    >
      {server.setup ? (
        <Banner icon="info" title={t("signIn.noCommune.title")}>
          {t("signIn.noCommune.text")}
        </Banner>
      ) : null}
      {server.unreachable && !form.command.refusal ? (
        <Banner icon="no-network" title={t("signIn.needsLink.title")}>
          {t("signIn.needsLink.text")}
        </Banner>
      ) : null}
      <SignInFields form={form} communes={server.communes} />
      <div className="door-links">
        <TextLink to="/ma" icon="key">
          {t("signIn.haveCode")}
        </TextLink>
      </div>
    </DoorPage>
  );
}

function SignInFields({ form, communes }: { form: SignInForm; communes: Hello["communes"] }) {
  const t = useText("auth");
  const { errors, command } = form;
  return (
    <FormBody id="dang-nhap" label={t("signIn.title")} onSubmit={() => void form.submit()}>
      <ErrorSummary
        title={t("common:fieldsToMend", { count: errors.length })}
        items={errors}
        attempt={form.attempt}
      />
      <Refused refusal={command.refusal} />
      {communes.length > 1 ? (
        <Field id="xa" label={t("signIn.commune")} error={errorOf(errors, "xa")}>
          <Select value={form.commune} onChange={form.setCommune}>
            <option value="">{t("signIn.pickCommune")}</option>
            {communes.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
      <Field id="tai-khoan" label={t("account")} error={errorOf(errors, "tai-khoan")}>
        <TextInput
          value={form.account}
          onChange={form.setAccount}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      <Field id="mat-khau" label={t("password")} error={errorOf(errors, "mat-khau")}>
        <PasswordInput value={form.password} onChange={form.setPassword} autoComplete="current-password" />
      </Field>
      <Field id="ten-may" label={t("deviceName")} help={t("deviceNameHelp")}>
        <TextInput value={form.deviceName} onChange={form.setDeviceName} autoComplete="off" />
      </Field>
    </FormBody>
  );
}

type FieldError = { fieldId: string; text: string };

function errorOf(errors: readonly FieldError[], fieldId: string): string | undefined {
  return errors.find((error) => error.fieldId === fieldId)?.text;
}

type SignInForm = ReturnType<typeof useSignInForm>;

function useSignInForm(communes: Hello["communes"]) {
  const t = useText("auth");
  const command = useCommand("nothing");
  const enter = useEnter();
  const forgotPin = useSearchParams()[0].has("quen-pin");
  const [commune, setCommune] = useState("");
  const [account, setAccount] = useState("");
  const [password, setPassword] = useState("");
  const [deviceName, setDeviceName] = useState(() => guessDeviceName(navigator.userAgent));
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [attempt, setAttempt] = useState(0);
  const submit = async () => {
    if (command.busy) return;
    const missing = [
      ...(communes.length > 1 && commune === "" ? [{ fieldId: "xa", text: t("missing.commune") }] : []),
      ...(account.trim() === "" ? [{ fieldId: "tai-khoan", text: t("missing.account") }] : []),
      ...(password === "" ? [{ fieldId: "mat-khau", text: t("missing.password") }] : []),
    ];
    setErrors(missing);
    setAttempt((now) => now + 1);
    if (missing.length > 0) return;
    const given = {
      account: account.trim().toLowerCase(),
      password,
      deviceName: deviceName.trim() || guessDeviceName(navigator.userAgent),
      ...(commune === "" ? {} : { commune }),
    };
    const profile = await command.run(() => signIn(given));
    if (!profile) return;
    if (forgotPin) await clearPin(profile.device);
    await enter(profile);
  };
  return {
    ...{ commune, setCommune, account, setAccount, password, setPassword, deviceName, setDeviceName },
    ...{ command, errors, attempt, submit },
  };
}

/** What the server says of itself; nothing here waits for it. */
function useHello() {
  const [found, setFound] = useState<Hello | null>(null);
  const [unreachable, setUnreachable] = useState(false);
  useEffect(() => {
    let current = true;
    void hello().then((answer) => {
      if (!current) return;
      if (answer.ok) setFound(answer.value);
      else setUnreachable(true);
    });
    return () => {
      current = false;
    };
  }, []);
  return { communes: found?.communes ?? [], setup: found?.setup === true, unreachable };
}
