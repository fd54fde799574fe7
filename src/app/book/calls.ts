import { useMemo } from "react";
import type { Call } from "#domain/calls/call-kinds.ts";
import { hasCalls, mustAct } from "#domain/calls/who-acts.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useMe, useRowsByKey } from "../logbook-context.tsx";

export function callOf(row: Pick<StoredRow, "body" | "personal">): Call {
  return { ...row.body, ...row.personal } as unknown as Call;
}

export const openCalls = "callBack/open";

/** Those on which I must act, the oldest first; nothing for whoever never has any. */
export function useMyCalls(): readonly StoredRow[] | undefined {
  const me = useMe();
  const rows = useRowsByKey(openCalls);
  return useMemo(() => {
    if (!hasCalls(me)) return [];
    return rows?.filter(({ body }) => mustAct(me, body)).sort((a, b) => a.created.at - b.created.at);
  }, [rows, me]);
}
