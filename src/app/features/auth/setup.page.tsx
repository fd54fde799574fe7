import { useState } from "react";
import { useLocation } from "react-router";
import { guessDeviceName } from "#client/environment.ts";
import { setup } from "#client/sessions.ts";
import { ownableThings, usualThings } from "#domain/checks/owned-things.ts";
import { useText } from "../../i18n/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { MultiChoice } from "../../ui/choices.tsx";
import { Dock } from "../../ui/dock.tsx";
import { ErrorSummary } from "../../ui/error-summary.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { TextArea, TextInput } from "../../ui/inputs.tsx";
import { useCommand } from "../../use-command.ts";
import { DoorPage } from "./door-page.tsx";
import { PasswordInput } from "./password-input.tsx";
import { Refused } from "./refused.tsx";
import { mistakesIn, type SetupForm, toSetup } from "./setup-form.ts";
import { useEnter } from "./use-enter.ts";

/** The first administrator makes the commune, by the link that the server printed. */
export default function SetupPage() {
  const t = useText("auth");
  const { form, change, errors, attempt, command, submit, hasToken } = useSetup();
  const error = (name: keyof SetupForm) => errors.find((one) => one.fieldId === `xa-${name}`)?.text;
  const text = (name: Exclude<keyof SetupForm, "villages" | "owned" | "password">, help?: string) => (
    <Field id={`xa-${name}`} label={t(`setup.${name}`)} help={help} error={error(name)}>
      <TextInput value={form[name]} onChange={(value) => change({ [name]: value })} autoComplete="off" />
    </Field>
  );
  return (
    <DoorPage
      title={t("setup.title")}
      sub={t("setup.sub")}
      dock={
        <Dock>
          <Button variant="main" size="56" full type="submit" form="thiet-lap" disabled={command.busy}>
            {command.busy ? t("setup.busy") : t("setup.deed")}
          </Button>
        </Dock>
      }
    >
      <FormBody id="thiet-lap" label={t("setup.title")} onSubmit={() => void submit()}>
        <ErrorSummary
          title={t("common:fieldsToMend", { count: errors.length })}
          items={errors}
          attempt={attempt}
        />
        <Refused refusal={command.refusal} />
        {hasToken ? null : text("token", t("setup.tokenHelp"))}
        {text("name", t("setup.nameHelp"))}
        {text("code", t("setup.codeHelp"))}
        {text("villageWord", t("setup.villageWordHelp"))}
        <Field
          id="xa-villages"
          label={t("setup.villages")}
          help={t("setup.villagesHelp")}
          error={error("villages")}
        >
          <TextArea rows={5} value={form.villages} onChange={(villages) => change({ villages })} />
        </Field>
        <MultiChoice
          id="xa-owned"
          name="owned"
          label={t("owned:label")}
          help={t("owned:setupHelp")}
          values={form.owned}
          options={ownableThings.map((value) => ({ value, text: t(`owned:things.${value}`) }))}
          onChange={(owned) => change({ owned })}
        />
        {text("adminName")}
        {text("account", t("setup.accountHelp"))}
        <Field
          id="xa-password"
          label={t("password")}
          help={t("code.newPasswordHelp", { least: 8 })}
          error={error("password")}
        >
          <PasswordInput
            value={form.password}
            onChange={(password) => change({ password })}
            autoComplete="new-password"
          />
        </Field>
        {text("deviceName", t("deviceNameHelp"))}
      </FormBody>
    </DoorPage>
  );
}

function useSetup() {
  const t = useText("auth");
  const { hash } = useLocation();
  const enter = useEnter();
  const command = useCommand("nothing");
  const [form, setForm] = useState<SetupForm>(() => ({
    token: decodeURIComponent(hash.slice(1)),
    ...{ name: "", code: "", villageWord: t("setup.villageWordFirst"), villages: "", owned: usualThings },
    ...{ adminName: "", account: "", password: "", deviceName: guessDeviceName(navigator.userAgent) },
  }));
  const [hasToken] = useState(hash.length > 1);
  const [errors, setErrors] = useState<{ fieldId: string; text: string }[]>([]);
  const [attempt, setAttempt] = useState(0);
  const submit = async () => {
    if (command.busy) return;
    const mistakes = mistakesIn(form).map((name) => ({
      fieldId: `xa-${name}`,
      text: t(`setup.wrong.${name}`),
    }));
    setErrors(mistakes);
    setAttempt((now) => now + 1);
    if (mistakes.length > 0) return;
    const profile = await command.run(() => setup(toSetup(form)));
    if (profile) await enter(profile);
  };
  const change = (part: Partial<SetupForm>) => setForm((now) => ({ ...now, ...part }));
  return { form, change, errors, attempt, command, submit, hasToken };
}
