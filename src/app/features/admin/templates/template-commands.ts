import type { CheckTemplate } from "#domain/checks/check-kinds.ts";
import { type TemplateDraft, tidy } from "#domain/checks/template-draft.ts";
import type { Fields } from "#domain/record.ts";
import { accept, type Result } from "#kernel/result.ts";
import type { DraftChange, Saved } from "#sync/commit.ts";
import type { CommandTx, Hand } from "../../../book/deed.ts";
import type { Kept } from "../../../book/form-draft.ts";

type Saving = Promise<Result<Saved, string>>;

/** The next version and that it is in force, in one op; runs already begun stay on the version they name. */
export function publishVersion(
  hand: Hand,
  template: { readonly id: string; readonly body: Pick<CheckTemplate, "name"> },
  draft: TemplateDraft,
  version: number,
  kept: Kept,
): Saving {
  const { name, ...content } = tidy(draft);
  const published = { template: template.id, version, ...content } as unknown as Fields;
  return publish(hand, kept, async (tx) => [
    ...(await tx.make("checkTemplateVersion", kept.id, published)),
    {
      c: "set",
      kind: "checkTemplate",
      id: template.id,
      fields: { current: kept.id, ...(name === template.body.name ? {} : { name }) },
    },
  ]);
}

/** A new template is its own first version. */
export function publishTemplate(hand: Hand, draft: TemplateDraft, kept: Kept): Saving {
  const first = { ...tidy(draft), version: 1 } as unknown as Fields;
  return publish(hand, kept, (tx) => tx.make("checkTemplate", kept.id, first));
}

/** Published from another tab already, the same draft comes to nothing more. */
async function publish(
  hand: Hand,
  { key, id }: Kept,
  changes: (tx: CommandTx) => Promise<DraftChange[]>,
): Saving {
  const saved = await hand.commit(async (tx) => ({
    action: "org.edit",
    changes: (await tx.row(id)) ? [] : await changes(tx),
    settlesDrafts: [key],
  }));
  return saved.ok ? accept({ ...saved.value, ids: [id] }) : saved;
}
