import { useParams, useSearchParams } from "react-router";
import { mayDo } from "#domain/rights.ts";
import { concernsUnits } from "#domain/tasks/urgency.ts";
import { taskOf } from "../../book/task-row.tsx";
import { useWide } from "../../book/wide.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useRow } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Panes } from "../../ui/panes.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { ProgressForm } from "./progress-form.tsx";
import { TaskList } from "./task-list.tsx";
import { TaskRecord } from "./task-record.tsx";

/** One task of the plan, or the form that updates it (`?cap-nhat=1`). */
export default function TaskPage() {
  const t = useText("tasks");
  const common = useText("common");
  const { id = "" } = useParams();
  const [search] = useSearchParams();
  const wide = useWide();
  const me = useMe();
  const row = useRow(id);
  const live = row && !row.deleted ? row : null;
  const isMine = live !== null && (me.has("coordinator") || concernsUnits(taskOf(live), me.units));
  const mayUpdate = isMine && mayDo(me.rights, "progressUpdate", "append");
  const writes = search.get("cap-nhat") === "1" && mayUpdate;
  return (
    <Screen
      title={live ? taskOf(live).title : t("recordTitle")}
      form
      dock={mayUpdate ? <TaskDock id={id} writes={writes} /> : null}
    >
      <Panes
        show="record"
        listLabel={t("listLabel")}
        list={wide ? <TaskList current={id} /> : null}
        recordLabel={t("recordLabel")}
        record={
          live === null ? (
            <>
              <PageHead title={t("recordTitle")} back={{ label: common("back"), to: "/nhiem-vu" }} />
              {row === undefined ? null : <EmptyState fact={t("missing")} todo={t("missingTodo")} />}
            </>
          ) : writes ? (
            <ProgressForm key={id} row={live} />
          ) : (
            <TaskRecord key={id} row={live} mayUpdate={mayUpdate} />
          )
        }
      />
    </Screen>
  );
}

function TaskDock({ id, writes }: { id: string; writes: boolean }) {
  const t = useText("tasks");
  return (
    <Dock>
      {writes ? (
        <Button variant="main" size="56" full type="submit" form="progress-form">
          {t("saveProgress")}
        </Button>
      ) : (
        <LinkButton variant="main" size="56" full icon="edit" to={`/nhiem-vu/${id}?cap-nhat=1`}>
          {t("update")}
        </LinkButton>
      )}
    </Dock>
  );
}
