import { DutyToday } from "../../book/duty/duty-today.tsx";
import { useMe } from "../../logbook-context.tsx";

/** What stands below the first screen and may come a moment later. */
export function TodayMore() {
  const me = useMe();
  const works = me.rights.roles.some((role) => role !== "province");
  return works ? <DutyToday /> : null;
}
