import { useState } from "react";
import { readTelephone } from "#domain/contacts/telephone.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { useKeptForm } from "../../book/form-draft.ts";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { TelephoneDoubts } from "../../book/telephone-doubts.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useRow } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { TextInput } from "../../ui/inputs.tsx";
import { offerUndo } from "../../undo-offer.ts";
import type { Command } from "../../use-command.ts";

interface Desk {
  readonly command: Command;
}

/** The number by which colleagues reach this person: their own choice, taken away as easily. */
export function NumberSection(desk: Desk) {
  const row = useRow(useMe().person);
  // What the server sends meanwhile begins the field anew; until then it is what was typed.
  return row ? <NumberForm key={phoneOf(row)} row={row} {...desk} /> : null;
}

function phoneOf(row: StoredRow): string {
  return String(row.personal?.["phone"] ?? "");
}

function NumberForm({ row, command }: { row: StoredRow } & Desk) {
  const t = useText("settings");
  const hand = useHand();
  const known = phoneOf(row);
  const form = useKeptForm(`person/${row.id}/phone`, () => ({ phone: known }), row.id);
  const { phone } = form.value;
  const [isWrong, setWrong] = useState(false);
  const write = (next: string) =>
    hand.commit(async (tx) => {
      const now = await tx.row(row.id);
      if (!now || phoneOf(now) === next) return { action: "org.edit", changes: [] };
      const fields = { phone: next === "" ? null : next };
      return { action: "org.edit", changes: [{ c: "set", kind: "person", id: row.id, fields }] };
    });
  const save = async (next: string) => {
    const isMeant = next === "" || readTelephone(next).numbers.length > 0;
    setWrong(!isMeant);
    if (!isMeant || next === known) return;
    if (!(await command.run(() => write(next)))) return;
    form.settle();
    const said = t(next === "" ? "number.taken" : "number.saved");
    offerUndo({ said, back: () => write(known), undone: t("undone") });
  };
  return (
    <FormBody id="so-cua-toi" onSubmit={() => void save(phone.trim())}>
      <RefusalBanner refusal={command.refusal} />
      <Field
        id="so-dien-thoai"
        label={t("number.label")}
        help={t("number.help")}
        error={isWrong ? t("contacts:errors.phone") : undefined}
      >
        <TextInput
          type="tel"
          autoComplete="tel"
          value={phone}
          onChange={(next) => form.change({ phone: next })}
        />
        <TelephoneDoubts text={phone} />
      </Field>
      <Button type="submit" icon="check">
        {t("number.save")}
      </Button>
      {known === "" ? null : (
        <Button icon="trash" onClick={() => void save("")}>
          {t("number.take")}
        </Button>
      )}
    </FormBody>
  );
}
