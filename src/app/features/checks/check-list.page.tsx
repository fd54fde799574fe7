import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { QuickDock } from "../../ui/dock.tsx";
import { Panes } from "../../ui/panes.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { DayList } from "./day-list.tsx";

/** *Kiểm tra*: the sheets by day, with the days that have none. */
export default function CheckListPage() {
  const t = useText("checks");
  const me = useMe();
  const dock = me.has("centre") ? (
    <QuickDock>
      <LinkButton icon="check-list" to="/kiem-tra/hom-nay">
        {t("runs:list.openToday")}
      </LinkButton>
    </QuickDock>
  ) : null;
  return (
    <Screen title={t("title")} dock={dock} newTo="/kiem-tra/hom-nay">
      <Panes
        show="list"
        listLabel={t("runs:list.label")}
        list={<DayList />}
        recordLabel={t("runs:list.record")}
        record={<EmptyState fact={t("runs:list.pick")} todo={t("runs:list.pickTodo")} />}
      />
    </Screen>
  );
}
