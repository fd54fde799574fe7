import type { TemplateGroup } from "#domain/checks/template-draft.ts";
import { useText } from "../../../i18n/i18n.ts";
import { NamedSheet } from "./named-sheet.tsx";

export function GroupSheet({
  group,
  items,
  ...rest
}: {
  group: TemplateGroup;
  isNew: boolean;
  keptAs: string;
  /** How many items go with it when it is taken out. */
  items: number;
  onSave: (group: TemplateGroup) => void;
  onRemove: () => void;
  onClose: () => void;
}) {
  const t = useText("templates");
  return (
    <NamedSheet
      part={group}
      words="group"
      form="nhom"
      shortLength={40}
      remove={t("group.remove", { count: items })}
      {...rest}
    />
  );
}
