import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { QuickDock } from "../../ui/dock.tsx";
import { Panes } from "../../ui/panes.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { IncidentList } from "./incident-list.tsx";

/** *Sự cố*: what is broken and who is on it. */
export default function IncidentListPage() {
  const t = useText("incidents");
  const { roles } = useMe();
  const reports = roles.some((role) => role !== "province");
  return (
    <Screen
      title={t("title")}
      newTo={reports ? "/su-co/moi" : undefined}
      dock={
        reports ? (
          <QuickDock>
            <LinkButton icon="plus" to="/su-co/moi">
              {t("report")}
            </LinkButton>
          </QuickDock>
        ) : null
      }
    >
      <Panes
        show="list"
        listLabel={t("listLabel")}
        list={<IncidentList />}
        recordLabel={t("recordLabel")}
        record={<EmptyState fact={t("pick")} todo={t("pickTodo")} />}
      />
    </Screen>
  );
}
