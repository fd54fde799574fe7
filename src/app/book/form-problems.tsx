import type { Refusal } from "#kernel/result.ts";
import type { Text, Values } from "../i18n/i18n.ts";
import { ErrorSummary } from "../ui/error-summary.tsx";
import { RefusalBanner } from "./refusal-banner.tsx";

/**
 * The head of a form that writes a deed: why it was not saved, and what is still to mend, with the way to each place.
 * `t` says a problem as `errors.<problem>`; its field is `<stem>-<problem>`, or what `fieldOf` names in its place.
 */
export function FormProblems<Problem extends string>({
  t,
  stem,
  problems,
  fieldOf,
  values,
  attempt,
  refusal,
}: {
  t: Text;
  stem: string;
  problems: readonly Problem[];
  fieldOf?: (problem: Problem) => string;
  values?: Values;
  attempt: number;
  refusal: Refusal | null;
}) {
  return (
    <>
      <RefusalBanner refusal={refusal} />
      <ErrorSummary
        title={t("common:fieldsToMend", { count: problems.length })}
        items={problems.map((problem) => ({
          fieldId: `${stem}-${fieldOf?.(problem) ?? problem}`,
          text: t(`errors.${problem}`, values),
        }))}
        attempt={attempt}
      />
    </>
  );
}
