import type { Refusal } from "#kernel/result.ts";
import type { Names } from "../../../book/names.ts";
import { RefusalBanner } from "../../../book/refusal-banner.tsx";
import { formatDay } from "../../../i18n/format.ts";
import { useText } from "../../../i18n/i18n.ts";
import { Banner } from "../../../ui/banner.tsx";
import { Button } from "../../../ui/button.tsx";
import { Sheet } from "../../../ui/sheet.tsx";
import { changeWords, problemWords } from "./change-words.ts";
import type { DraftDesk } from "./use-template-draft.ts";
import type { OpenRun } from "./use-templates.ts";

/** What publishing changes, what keeps from it, and which sheets stay on the version they began with. */
export function PublishSheet({
  desk,
  number,
  runs,
  names,
  refusal,
  onPublish,
  onClose,
}: {
  desk: DraftDesk;
  number: number;
  runs: readonly OpenRun[];
  names: Names;
  refusal: Refusal | null;
  onPublish: () => void;
  onClose: () => void;
}) {
  const t = useText("templates");
  const { draft, changes, problems } = desk;
  return (
    <Sheet
      open
      onClose={onClose}
      title={t("publish.title", { version: number })}
      closeLabel={t("publish.close")}
      note={t("publish.note")}
      footer={
        problems.length > 0 ? (
          <Button size="56" full onClick={onClose}>
            {t("publish.mend")}
          </Button>
        ) : (
          <Button variant="main" size="56" full onClick={onPublish}>
            {t("publish.deed", { version: number, count: draft.items.length })}
          </Button>
        )
      }
    >
      <RefusalBanner refusal={refusal} />
      {problems.length > 0 ? (
        <div role="alert">
          <Banner tone="bad" icon="bad-filled" title={t("publish.notYet")}>
            <ul className="tpl-points">
              {problems.map((problem) => (
                <li key={JSON.stringify(problem)}>{problemWords(problem, draft, t)}</li>
              ))}
            </ul>
          </Banner>
        </div>
      ) : null}
      <h3>{t("publish.changes", { count: changes.length })}</h3>
      <ul className="tpl-points">
        {changes.map((change) => (
          <li key={JSON.stringify(change)}>{changeWords(change, t)}</li>
        ))}
      </ul>
      {runs.length > 0 ? (
        <>
          <h3>{t("publish.stay", { count: runs.length })}</h3>
          <ul className="tpl-points">
            {runs.map((run) => (
              <li key={run.id}>{[names.site(run.site), formatDay(run.day)].filter(Boolean).join(", ")}</li>
            ))}
          </ul>
        </>
      ) : (
        <p>{t("publish.noneStays")}</p>
      )}
    </Sheet>
  );
}
