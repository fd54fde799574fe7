import { useState } from "react";
import { noteLimit, overLimit } from "#domain/notes/limits.ts";
import type { Scenario } from "#domain/scenarios/scenario-kinds.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { useFormDraft } from "../../book/form-draft.ts";
import { NoteField } from "../../book/note-field.tsx";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { useText } from "../../i18n/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { Disclosure } from "../../ui/disclosure.tsx";
import { FormBody } from "../../ui/form-body.tsx";
import { logFallback } from "./work-commands.ts";

/** How people go on working meanwhile: a scenario with one tap, or words of one's own. */
export function FallbackPart({ row, scenarios }: { row: StoredRow; scenarios: readonly StoredRow[] }) {
  const t = useText("incidents");
  const hand = useHand();
  const [pressed, setPressed] = useState(false);
  const form = useFormDraft(`incident/${row.id}/fallback`, () => ({ text: "" }));
  const text = form.value.text.trim();
  const write = (fields: { text: string; scenario?: string }) =>
    form.save((kept) => logFallback(hand, row.id, fields, kept), { next: { text: "" } });
  const save = () => {
    setPressed(text === "");
    if (text !== "" && overLimit(text, noteLimit) === 0) void write({ text });
  };
  return (
    <Disclosure title={t("fallback.title")} open={text !== ""}>
      <FormBody label={t("fallback.title")} onSubmit={save}>
        <RefusalBanner refusal={form.refusal} />
        {scenarios.map(({ id, body }) => {
          const { title } = body as unknown as Scenario;
          return (
            <Button key={id} full onClick={() => void write({ text: title, scenario: id })}>
              {t("fallback.by", { title })}
            </Button>
          );
        })}
        <NoteField
          id="incident-fallback"
          label={t("fallback.label")}
          error={pressed && text === "" ? t("errors.entry") : undefined}
          value={form.value.text}
          onChange={(next) => form.change({ text: next })}
        />
        <Button type="submit" full>
          {t("fallback.save")}
        </Button>
      </FormBody>
    </Disclosure>
  );
}
