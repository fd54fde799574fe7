import type { ReactNode } from "react";
import { useText } from "../i18n/i18n.ts";
import { Screen } from "../shell/screen.tsx";
import { LinkButton } from "../ui/button.tsx";
import { QuickDock } from "../ui/dock.tsx";
import { Panes } from "../ui/panes.tsx";
import { EmptyState } from "../ui/plain-states.tsx";

/** A list with its one quick deed; on a wide screen a place beside it for the record that will be chosen. */
export function ListPage({
  texts,
  list,
  create,
}: {
  /** The namespace that names the list and its records. */
  texts: string;
  list: ReactNode;
  create?: { readonly to: string; readonly text: string } | undefined;
}) {
  const t = useText(texts);
  return (
    <Screen
      title={t("title")}
      newTo={create?.to}
      dock={
        create ? (
          <QuickDock>
            <LinkButton icon="plus" to={create.to}>
              {create.text}
            </LinkButton>
          </QuickDock>
        ) : null
      }
    >
      <Panes
        show="list"
        listLabel={t("listLabel")}
        list={list}
        recordLabel={t("recordLabel")}
        record={<EmptyState fact={t("pick")} todo={t("pickTodo")} />}
      />
    </Screen>
  );
}
