import { oldTextIn } from "#kernel/old-letters.ts";
import { useText } from "../../i18n/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { Mark } from "../../ui/mark.tsx";

/** Text pasted from a paper in an old font: how it would read, and converted only with a yes. */
export function OldLettersOffer({ text, onConvert }: { text: string; onConvert: (text: string) => void }) {
  const t = useText("letters");
  const old = oldTextIn(text);
  return (
    <div role="status">
      {old ? (
        <div className="note-warnings">
          <p>
            <Mark icon="warning" tone="warn">
              {t(`found_${old.letters}`)}
            </Mark>
          </p>
          <blockquote className="said">{old.text}</blockquote>
          <Button onClick={() => onConvert(old.text)}>{t("convert")}</Button>
        </div>
      ) : null}
    </div>
  );
}
