import { readTelephone } from "#domain/contacts/telephone.ts";
import { useText } from "../i18n/i18n.ts";
import { Mark } from "../ui/mark.tsx";

/** Says under a telephone field, while it is typed, what was understood where that is not certain; nothing is refused. */
export function TelephoneDoubts({ text }: { text: string }) {
  const t = useText("contacts");
  const { numbers, doubts } = readTelephone(text);
  const dials = numbers.map(({ dial }) => dial.replace(",", " › ")).join("; ");
  return (
    <div className="note-warnings" role="status">
      {(dials === "" ? [] : doubts).map((doubt) => (
        <p key={doubt}>
          <Mark icon="warning" tone="warn">
            {t(`doubts.${doubt}`, { dials })}
          </Mark>
        </p>
      ))}
    </div>
  );
}
