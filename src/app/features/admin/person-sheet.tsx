import { useState } from "react";
import { roles } from "#domain/rights.ts";
import { accept } from "#kernel/result.ts";
import { useKeptForm } from "../../book/form-draft.ts";
import { useNames } from "../../book/names.ts";
import { useText } from "../../i18n/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { MultiChoice } from "../../ui/choices.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { TextInput } from "../../ui/inputs.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { useCommand } from "../../use-command.ts";
import type { AdminPerson, OneTimeCode } from "./admin-api.ts";
import { PersonPlaces, type PersonPlacesValue } from "./person-places.tsx";
import { NotDone, useAdminApi } from "./use-admin.tsx";

/** One person's account: made, changed, given a new code, closed or opened again. */
export function PersonSheet({
  person,
  onClose,
  onChanged,
  onCode,
}: {
  person: AdminPerson | null;
  onClose: () => void;
  onChanged: () => void;
  onCode: (name: string, code: OneTimeCode) => void;
}) {
  const t = useText("admin");
  const names = useNames();
  const form = usePersonForm(person, onChanged, onCode);
  const { value, change, wrong, command } = form;
  return (
    <Sheet
      open
      onClose={onClose}
      dismissOutside={false}
      title={person ? person.name : t("people.add")}
      closeLabel={t("common:close")}
      footer={
        <Button variant="main" size="56" full type="submit" form="can-bo" disabled={command.busy}>
          {t(person ? "people.save" : "people.addDeed")}
        </Button>
      }
    >
      {form.isReady ? (
        <FormBody id="can-bo" label={t("people.add")} onSubmit={() => void form.save()}>
          <NotDone refusal={command.refusal} />
          <Field
            id="cb-ten"
            label={t("people.name")}
            error={wrong.includes("name") ? t("people.wrong.name") : undefined}
          >
            <TextInput value={value.name} onChange={(name) => change({ name })} autoComplete="off" />
          </Field>
          <Field
            id="cb-tai-khoan"
            label={t("people.account")}
            help={t("people.accountHelp")}
            error={wrong.includes("account") ? t("people.wrong.account") : undefined}
          >
            <TextInput
              value={value.account}
              onChange={(account) => change({ account })}
              autoComplete="off"
              autoCapitalize="none"
            />
          </Field>
          <MultiChoice
            id="cb-vai-tro"
            name="vai-tro"
            label={t("people.roles")}
            columns={1}
            error={wrong.includes("roles") ? t("people.wrong.roles") : undefined}
            options={roles.map((role) => ({ value: role, text: t(`common:roles.${role}`) }))}
            values={value.roles}
            onChange={(next) => change({ roles: next })}
          />
          <PersonPlaces names={names} value={value} change={change} />
          {person ? (
            <>
              <Button full icon="key" disabled={command.busy} onClick={() => void form.newCode()}>
                {t("people.newCode")}
              </Button>
              <Button
                full
                icon="lock"
                disabled={command.busy}
                onClick={() => void form.setActive(!person.active)}
              >
                {t(person.active ? "people.close" : "people.reopen")}
              </Button>
            </>
          ) : null}
        </FormBody>
      ) : null}
    </Sheet>
  );
}

interface PersonForm extends PersonPlacesValue {
  readonly name: string;
  readonly account: string;
}

function usePersonForm(
  person: AdminPerson | null,
  onChanged: () => void,
  onCode: (name: string, code: OneTimeCode) => void,
) {
  const api = useAdminApi();
  const command = useCommand("nothing");
  const [wrong, setWrong] = useState<string[]>([]);
  const form = useKeptForm<PersonForm>(`account/${person?.id ?? "new"}`, () => ({
    name: person?.name ?? "",
    account: person?.account ?? "",
    roles: [...(person?.roles ?? [])],
    units: [...(person?.units ?? [])],
    villages: [...(person?.villages ?? [])],
    sites: [...(person?.sites ?? [])],
  }));
  const { value, change } = form;
  const save = async () => {
    const mistakes = mistakesIn(value);
    setWrong(mistakes);
    if (mistakes.length > 0 || command.busy) return;
    const given = { ...value, name: value.name.trim(), account: value.account.trim().toLowerCase() };
    if (person) {
      const changed = await command.run(async () => {
        const answer = await api.changePerson(person.id, given);
        return answer.ok ? accept(true) : answer;
      });
      if (changed) done(onChanged);
      return;
    }
    const code = await command.run(() => api.addPerson(given));
    if (code) done(() => onCode(given.name, code));
  };
  const done = (then: () => void) => {
    form.settle();
    then();
  };
  const newCode = async () => {
    const code = person && (await command.run(() => api.newCode(person.id)));
    if (person && code) onCode(person.name, code);
  };
  const setActive = async (active: boolean) => {
    if (!person) return;
    const changed = await command.run(async () => {
      const answer = await api.changePerson(person.id, { active });
      return answer.ok ? accept(true) : answer;
    });
    if (changed) onChanged();
  };
  return { value, change, isReady: form.isReady, wrong, command, save, newCode, setActive };
}

function mistakesIn(form: PersonForm): string[] {
  return [
    ...(form.name.trim() === "" ? ["name"] : []),
    ...(/^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u.test(form.account.trim()) ? [] : ["account"]),
    ...(form.roles.length === 0 ? ["roles"] : []),
  ];
}
