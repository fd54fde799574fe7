import { useText } from "../../i18n/i18n.ts";
import { Screen } from "../../shell/screen.tsx";
import { Panes } from "../../ui/panes.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { TaskList } from "./task-list.tsx";

/** *Nhiệm vụ*: the plan's tasks. */
export default function TaskListPage() {
  const t = useText("tasks");
  return (
    <Screen title={t("title")}>
      <Panes
        show="list"
        listLabel={t("listLabel")}
        list={<TaskList />}
        recordLabel={t("recordLabel")}
        record={<EmptyState fact={t("pick")} todo={t("pickTodo")} />}
      />
    </Screen>
  );
}
