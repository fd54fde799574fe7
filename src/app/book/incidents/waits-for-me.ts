import { useCallback } from "react";
import { receives } from "#domain/incidents/answering.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useMe } from "../../logbook-context.tsx";
import { incidentOf } from "../incident-row.tsx";

/** Whether an incident is this person's to take, and nobody has taken it. */
export function useWaitsForMe(): (row: StoredRow) => boolean {
  const { rights, person } = useMe();
  return useCallback(
    (row) => {
      const incident = incidentOf(row);
      if (incident.state !== "new") return false;
      if (incident.assignee !== undefined) return incident.assignee === person;
      return row.created.by !== person && receives(rights, incident);
    },
    [rights, person],
  );
}
