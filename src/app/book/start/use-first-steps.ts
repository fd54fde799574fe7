import { type CommuneHas, firstSteps, stepsLeft, worksWithBook } from "#domain/org/first-steps.ts";
import type { Person } from "#domain/org/org-kinds.ts";
import type { DeviceReadTx } from "#sync/device-store.ts";
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

async function readHas(tx: DeviceReadTx): Promise<CommuneHas> {
  const inUse = async (key: string) =>
    (await readRows(tx, key)).filter(({ body }) => !body["mergedInto"] && !body["retiredOn"]).length;
  const people = (await readRows(tx, "person")).map(({ body }) => body as unknown as Person);
  const shifts = await tx.rowsByKeys("shift/", "shift/9999-12-31");
  return {
    villages: await inUse("village"),
    units: await inUse("unit"),
    people: people.filter(worksWithBook).length,
    equipment: await inUse("equipment"),
    contacts: await inUse("contact"),
    scenarios: await inUse("scenario"),
    roster: shifts.filter(({ deleted }) => !deleted).length,
  };
}
