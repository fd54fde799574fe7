import { NoteField } from "../../book/note-field.tsx";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { useText } from "../../i18n/i18n.ts";
import { entryForm } from "./incident-dock.tsx";
import type { IncidentWork } from "./use-incident-work.ts";

/** *Ghi tiếp*: the next line of the book, at the foot of the timeline. */
export function NextLine({ work, onFocus }: { work: IncidentWork; onFocus: (isWriting: boolean) => void }) {
  const t = useText("incidents");
  return (
    <form
      id={entryForm}
      className="next-line"
      aria-label={t("deeds")}
      onFocus={() => onFocus(true)}
      onBlur={(event) => {
        // The dock's button is the way on from the field, so pressing it does not leave.
        const to = event.relatedTarget as { form?: HTMLFormElement | null } | null;
        if (!event.currentTarget.contains(event.relatedTarget) && to?.form !== event.currentTarget)
          onFocus(false);
      }}
      onSubmit={(event) => {
        event.preventDefault();
        work.note();
      }}
    >
      <RefusalBanner refusal={work.refusal} />
      <NoteField
        id="incident-entry"
        label={t("entry")}
        error={work.isEmptyPressed ? t("errors.entry") : undefined}
        value={work.text}
        onChange={work.write}
        rows={work.text === "" ? 1 : 3}
      />
    </form>
  );
}
