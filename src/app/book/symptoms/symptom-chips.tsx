import type { Broken } from "#domain/symptoms/symptom-kinds.ts";
import { hasSymptom, withoutSymptom, withSymptom } from "#domain/symptoms/symptom-note.ts";
import { useText } from "../../i18n/i18n.ts";
import { Chip } from "../../ui/chips.tsx";
import { useSymptoms } from "./use-symptoms.ts";

/** What things of this kind suffer from, a tap each: pressed it stands in the note, pressed again it is out of it. */
export function SymptomChips({
  broken,
  label,
  note,
  onNote,
}: {
  broken: Broken;
  label: string;
  note: string;
  onNote: (note: string) => void;
}) {
  const t = useText("symptoms");
  const offered = useSymptoms(broken);
  if (!offered) return null;
  return (
    <fieldset className="field symptoms" aria-label={label}>
      <legend className="field-label">
        {t("label")} <span className="field-optional">{t("common:optional")}</span>
      </legend>
      <div className="symptom-chips">
        {offered.map((symptom) => (
          <Chip
            key={symptom}
            text={symptom}
            pressed={hasSymptom(note, symptom)}
            onToggle={(pressed) => onNote((pressed ? withSymptom : withoutSymptom)(note, symptom))}
          />
        ))}
      </div>
    </fieldset>
  );
}
