import { type CommuneHas, firstSteps, stepsLeft, worksWithBook } from "#domain/org/first-steps.ts";
import type { Person } from "#domain/org/org-kinds.ts";
import type { DeviceReadTx, StoredRow } from "#sync/device-store.ts";
import { isArriving } from "../../first-sync.ts";
import { readRows, useDesk, useLive } from "../../logbook-context.tsx";
import { useRemembered } from "../remembered.ts";

/** What is still to do before the book is of use; undefined while it is read, or while the first records arrive. */
export function useFirstSteps() {
  const has = useLive(readHas, []);
  const meta = useDesk()?.meta;
  const [kept, keep] = useRemembered("first-steps", { hidden: false });
  if (has === undefined || meta === undefined || isArriving(meta)) return undefined;
  const left = stepsLeft(has);
  return {
    left,
    done: firstSteps.filter((step) => !left.includes(step)),
    isHidden: kept.hidden,
    hide: () => keep({ hidden: true }),
    show: () => keep({ hidden: false }),
  };
}

const kinds = ["village", "unit", "person", "equipment", "contact", "scenario"] as const;

async function readHas(tx: DeviceReadTx): Promise<CommuneHas> {
  const [shifts, ...found] = await Promise.all([
    tx.rowsByKeys("shift/", "shift/9999-12-31"),
    ...kinds.map((kind) => readRows(tx, kind)),
  ]);
  const [villages, units, people, equipment, contacts, scenarios] = found.map((rows) => rows.filter(isInUse));
  return {
    villages: villages?.length ?? 0,
    units: units?.length ?? 0,
    people: people?.filter(({ body }) => worksWithBook(body as unknown as Person)).length ?? 0,
    equipment: equipment?.length ?? 0,
    contacts: contacts?.length ?? 0,
    scenarios: scenarios?.length ?? 0,
    roster: shifts.filter(({ deleted }) => !deleted).length,
  };
}

function isInUse({ body }: StoredRow): boolean {
  return body["mergedInto"] === undefined && body["retiredOn"] === undefined;
}
