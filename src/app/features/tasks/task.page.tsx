import { useParams, useSearchParams } from "react-router";
import { mayDo } from "#domain/rights.ts";
import { concernsUnits } from "#domain/tasks/urgency.ts";
import { isKept } from "../../book/kept/only-read.tsx";
import { RecordPage, SaveDock, unlessDeleted } from "../../book/record-page.tsx";
import { taskOf } from "../../book/task-row.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useRow } from "../../logbook-context.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { ProgressForm } from "./progress-form.tsx";
import { TaskList } from "./task-list.tsx";
import { TaskRecord } from "./task-record.tsx";

/** One task of the plan, or the form that updates it (`?cap-nhat=1`). */
export default function TaskPage() {
  const { id = "" } = useParams();
  const [search] = useSearchParams();
  const me = useMe();
  const row = unlessDeleted(useRow(id));
  const isMine = row ? me.has("coordinator") || concernsUnits(taskOf(row), me.units) : false;
  const mayUpdate = isMine && !isKept(row) && mayDo(me.rights, "progressUpdate", "append");
  const writes = search.get("cap-nhat") === "1" && mayUpdate;
  return (
    <RecordPage
      texts="tasks"
      row={row}
      title={row ? taskOf(row).title : undefined}
      backTo="/nhiem-vu"
      list={<TaskList current={id} />}
      dock={mayUpdate ? <TaskDock id={id} writes={writes} /> : null}
    >
      {(live) =>
        writes ? (
          <ProgressForm key={id} row={live} />
        ) : (
          <TaskRecord key={id} row={live} mayUpdate={mayUpdate} />
        )
      }
    </RecordPage>
  );
}

function TaskDock({ id, writes }: { id: string; writes: boolean }) {
  const t = useText("tasks");
  if (writes) return <SaveDock form="progress-form">{t("saveProgress")}</SaveDock>;
  return (
    <Dock>
      <LinkButton variant="main" size="56" full icon="edit" to={`/nhiem-vu/${id}?cap-nhat=1`}>
        {t("update")}
      </LinkButton>
    </Dock>
  );
}
