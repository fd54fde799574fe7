import type { CheckTemplate } from "#domain/checks/check-kinds.ts";
import { type TemplateDraft, tidy } from "#domain/checks/template-draft.ts";
import type { Fields } from "#domain/record.ts";
import type { Result } from "#kernel/result.ts";
import type { Saved } from "#sync/commit.ts";
import type { Hand } from "../../../book/deed.ts";

type Saving = Promise<Result<Saved, string>>;

/** The next version and that it is in force, in one op; runs already begun stay on the version they name. */
export function publishVersion(
  hand: Hand,
  template: { readonly id: string; readonly body: Pick<CheckTemplate, "name"> },
  draft: TemplateDraft,
  version: number,
  settles: string,
): Saving {
  const { name, ...content } = tidy(draft);
  const id = hand.newId();
  return hand.commit({
    action: "org.edit",
    changes: [
      {
        c: "create",
        kind: "checkTemplateVersion",
        id,
        fields: { template: template.id, version, ...content } as unknown as Fields,
      },
      {
        c: "set",
        kind: "checkTemplate",
        id: template.id,
        fields: { current: id, ...(name === template.body.name ? {} : { name }) },
      },
    ],
    settlesDrafts: [settles],
  });
}

/** A new template is its own first version. */
export function publishTemplate(hand: Hand, id: string, draft: TemplateDraft, settles: string): Saving {
  return hand.commit({
    action: "org.edit",
    changes: [
      { c: "create", kind: "checkTemplate", id, fields: { ...tidy(draft), version: 1 } as unknown as Fields },
    ],
    settlesDrafts: [settles],
  });
}
