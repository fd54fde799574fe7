import type { Slot } from "#domain/checks/check-ids.ts";
import { answerOf } from "#domain/checks/run-progress.ts";
import { compareOpen, isOpen } from "#domain/incidents/incident-order.ts";
import type { DeviceReadTx, StoredRow } from "#sync/device-store.ts";
import { type SiteCheck, useSiteChecks } from "../../book/checks/site-checks.ts";
import { incidentOf } from "../../book/incident-row.tsx";
import { isArriving } from "../../first-sync.ts";
import { readRows, useDesk, useLive, useMe, useNow } from "../../logbook-context.tsx";
import { unsentOf } from "../../shell/status.ts";
import { type KeptDraft, keptDrafts } from "./kept-drafts.ts";

/** What the person who leaves has open; undefined parts are still being read. */
export interface Handover {
  readonly now: number;
  readonly day: string;
  /** Refused, changed by two people, or not readable: only the owner of the book can mend it. */
  readonly review: number | undefined;
  readonly unsent: number | undefined;
  readonly checks: readonly OpenCheck[] | undefined;
  readonly incidents: readonly StoredRow[] | undefined;
  readonly drafts: readonly NamedDraft[] | undefined;
  /** The first records are still on their way: the lists may lack something. */
  readonly arriving: boolean;
  /** The server's last answer, Unix ms. */
  readonly until: number | undefined;
  /** Everything was read, and there is nothing. */
  readonly nothing: boolean;
}

export interface OpenCheck {
  readonly check: SiteCheck;
  readonly slot: Slot;
  readonly unchecked: readonly string[];
}

export interface NamedDraft extends KeptDraft {
  /** What its record is called, where this device knows. */
  readonly title: string | undefined;
}

export function useHandover(): Handover {
  const me = useMe();
  const desk = useDesk();
  const { now, day } = useNow();
  const morning = useSiteChecks(day, "morning");
  const afternoon = useSiteChecks(day, "afternoon");
  const incidents = useLive((tx) => ownIncidents(tx, me.person), [me.person]);
  const drafts = useLive(readDrafts, []);
  const mayCheck = me.has("centre");
  const checks = mayCheck ? morning && afternoon && openChecks(morning, afternoon) : [];
  const review = desk && desk.dead.length + desk.conflicts.length + desk.unreadable;
  const unsent = desk && unsentOf(desk);
  const arriving = desk?.meta !== undefined && isArriving(desk.meta);
  const isEmpty = [checks, incidents, drafts].every((part) => part?.length === 0);
  return {
    ...{ now, day, review, unsent, checks, incidents, drafts, arriving },
    until: desk?.meta?.sync.lastSuccess ?? undefined,
    nothing: isEmpty && review === 0 && unsent === 0 && !arriving,
  };
}

/** Open incidents that the person reported, was given, or moved on. */
async function ownIncidents(tx: DeviceReadTx, person: string): Promise<StoredRow[]> {
  const open = (await readRows(tx, "incident/open")).filter((row) => isOpen(incidentOf(row)));
  const mine = await Promise.all(
    open.map(async (row) => {
      if (row.created.by === person || incidentOf(row).assignee === person) return true;
      const entries = await readRows(tx, `under/${row.id}`);
      return entries.some(({ created, body }) => created.by === person && body["sort"] !== "note");
    }),
  );
  return open.filter((_, at) => mine[at]).sort((a, b) => compareOpen(incidentOf(a), incidentOf(b)));
}

async function readDrafts(tx: DeviceReadTx): Promise<NamedDraft[]> {
  const drafts = keptDrafts(await tx.drafts());
  const rows = await tx.rows(drafts.map(({ record }) => record ?? ""));
  return drafts.map((draft, at) => {
    const body = rows[at]?.body;
    const title = body?.["title"] ?? body?.["name"];
    return { ...draft, title: typeof title === "string" ? title : undefined };
  });
}

/** Today's checks that are not complete; the afternoon's, which nobody must do, once it is begun. */
function openChecks(morning: readonly SiteCheck[], afternoon: readonly SiteCheck[]): OpenCheck[] {
  const due = morning.filter(({ closed, fact, run }) => run !== null || (!closed && fact.work));
  const begun = afternoon.filter(({ run }) => run !== null);
  return [
    ...due.map((check) => ({ check, slot: "morning" as const })),
    ...begun.map((check) => ({ check, slot: "afternoon" as const })),
  ]
    .filter(({ check }) => !check.run?.completed || uncheckedOf(check).length > 0)
    .map((one) => ({ ...one, unchecked: uncheckedOf(one.check) }));
}

function uncheckedOf({ template, run }: SiteCheck): string[] {
  return template.items.filter((item) => !answerOf(run, item.id)).map(({ name, short }) => short ?? name);
}
