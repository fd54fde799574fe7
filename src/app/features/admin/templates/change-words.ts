import type { DraftChangeWord, DraftProblem, TemplateDraft } from "#domain/checks/template-draft.ts";
import type { Text } from "../../../i18n/i18n.ts";

/** One change of a draft as a sentence. */
export function changeWords(change: DraftChangeWord, t: Text): string {
  const { what, ...values } = change;
  return t(`templates:change.${what}`, values);
}

export function problemWords(problem: DraftProblem, draft: TemplateDraft, t: Text): string {
  const id = "id" in problem ? problem.id : "";
  const name = [...draft.items, ...draft.groups].find((one) => one.id === id)?.name ?? "";
  return t(`templates:problem.${problem.code}`, { name });
}
