import { useEffect } from "react";
import { receives } from "#domain/incidents/answering.ts";
import { DAY_MS } from "#kernel/calendar.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useLogbook, useMe } from "../../logbook-context.tsx";
import { type Hand, useHand } from "../deed.ts";
import { incidentOf } from "../incident-row.tsx";
import { entryOf } from "./entries.ts";

/** An old report needs no answer to "has it arrived". */
const longestAgo = 7 * DAY_MS;

/** By device: the list and the record may show the same incident at the same moment. */
const told = new Set<string>();

/**
 * Tells that new incidents were shown to somebody they go to. Once a person and incident: what this device has written
 * or received before is not written again.
 */
export function useSeen(rows: readonly StoredRow[]): void {
  const me = useMe();
  const hand = useHand();
  const { profile } = useLogbook();
  const fresh = rows
    .filter((row) => isNews(row, me.person, hand.now()) && receives(me.rights, incidentOf(row)))
    .map(({ id }) => id)
    .join(" ");
  useEffect(() => {
    const tell = async (id: string, mark: string) => {
      if (told.has(mark)) return;
      told.add(mark);
      if (!(await saySeen(hand, id)).ok) told.delete(mark);
    };
    const tellAll = () => {
      if (fresh === "" || document.visibilityState === "hidden") return;
      for (const id of fresh.split(" ")) {
        const mark = `${profile.device} ${id}`;
        void tell(id, mark).catch(() => told.delete(mark));
      }
    };
    tellAll();
    document.addEventListener("visibilitychange", tellAll);
    return () => document.removeEventListener("visibilitychange", tellAll);
  }, [fresh, hand, profile.device]);
}

function isNews(row: StoredRow, person: string, now: number): boolean {
  const { state, since } = incidentOf(row);
  return state === "new" && row.created.by !== person && since > now - longestAgo;
}

function saySeen(hand: Hand, incident: string) {
  return hand.commit(async (tx) => {
    const entries = await tx.rows(`under/${incident}`);
    const isTold = entries.some(({ body, created }) => body["sort"] === "seen" && created.by === hand.person);
    return { action: "incident.seen", changes: isTold ? [] : [entryOf(hand, incident, "seen")] };
  });
}
