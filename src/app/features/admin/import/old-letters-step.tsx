import type { OldCells } from "#domain/org/import/old-cells.ts";
import { formatNumber } from "../../../i18n/format.ts";
import { useText } from "../../../i18n/i18n.ts";
import { Banner } from "../../../ui/banner.tsx";
import { Button } from "../../../ui/button.tsx";

/** Names in the fonts of before Unicode, shown before and after: only a person's yes converts them. */
export function OldLettersStep({
  old,
  busy,
  onAnswer,
}: {
  old: OldCells;
  busy: boolean;
  onAnswer: (convert: boolean) => Promise<void>;
}) {
  const t = useText("import");
  return (
    <div role="status">
      <Banner
        tone="review"
        icon="review"
        title={t(`old.title_${old.letters}`, { count: formatNumber(old.count) })}
      >
        <p>{t("old.text")}</p>
        <ul>
          {old.examples.map((pair) => (
            <li key={pair.before}>{t("old.pair", pair)}</li>
          ))}
        </ul>
        <div className="deed-stack">
          <Button variant="main" full disabled={busy} onClick={() => void onAnswer(true)}>
            {t("old.yes")}
          </Button>
          <Button full disabled={busy} onClick={() => void onAnswer(false)}>
            {t("old.no")}
          </Button>
        </div>
      </Banner>
    </div>
  );
}
