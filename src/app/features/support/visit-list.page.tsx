import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { QuickDock } from "../../ui/dock.tsx";
import { Panes } from "../../ui/panes.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { VisitList } from "./visit-list.tsx";

/** *Hỗ trợ*: visits by day and village. */
export default function VisitListPage() {
  const t = useText("support");
  const me = useMe();
  const writes = me.has("centre", "village");
  return (
    <Screen
      title={t("title")}
      newTo={writes ? "/ho-tro/moi" : undefined}
      dock={
        writes ? (
          <QuickDock>
            <LinkButton icon="plus" to="/ho-tro/moi">
              {t("create")}
            </LinkButton>
          </QuickDock>
        ) : null
      }
    >
      <Panes
        show="list"
        listLabel={t("listLabel")}
        list={<VisitList />}
        recordLabel={t("recordLabel")}
        record={<EmptyState fact={t("pick")} todo={t("pickTodo")} />}
      />
    </Screen>
  );
}
