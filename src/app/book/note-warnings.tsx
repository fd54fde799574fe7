import { noteWarnings } from "#domain/notes/warnings.ts";
import { useText } from "../i18n/i18n.ts";
import { Mark } from "../ui/mark.tsx";

/** Says under a note, while it is typed, what the book should not hold; nothing is refused. */
export function NoteWarnings({ text }: { text: string }) {
  const t = useText("today");
  const warnings = noteWarnings(text);
  return (
    <div className="note-warnings" role="status">
      {warnings.map((warning) => (
        <p key={warning.code}>
          <Mark icon="warning" tone="warn">
            {t(`noteWarnings.${warning.code}`, { digits: warning.digits })}
          </Mark>
        </p>
      ))}
    </div>
  );
}
