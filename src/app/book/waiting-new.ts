import { useState } from "react";
import type { StoredRow } from "#sync/device-store.ts";
import { isArriving } from "../first-sync.ts";
import { useDesk, useLogbook } from "../logbook-context.tsx";

interface Held {
  readonly key: string;
  readonly ids: ReadonlySet<string>;
}

/**
 * Rows never move because of a sync: of a list that is being read, entries of others that arrive meanwhile wait until they
 * are asked for. What this device wrote is shown at once, and so is everything while the first sync goes on, or when
 * the list is asked for something else (`resetKey`).
 */
export function useWaitingNew<T>(
  found: readonly T[] | undefined,
  rowOf: (one: T) => StoredRow,
  resetKey: string,
): { rows: readonly T[] | undefined; count: number; show: () => void } {
  const { profile } = useLogbook();
  const meta = useDesk()?.meta;
  const [held, setHeld] = useState<Held | null>(null);
  const isFlowing = meta === undefined || isArriving(meta);
  const key = `${resetKey}|${isFlowing}`;
  const hold = () => found && setHeld({ key, ids: new Set(found.map((one) => rowOf(one).id)) });
  if (found && held?.key !== key) hold();
  if (!found || isFlowing || held?.key !== key) return { rows: found, count: 0, show: hold };
  const isShown = ({ id, created }: StoredRow) => held.ids.has(id) || created.device === profile.device;
  const rows = found.filter((one) => isShown(rowOf(one)));
  return { rows: rows.length === found.length ? found : rows, count: found.length - rows.length, show: hold };
}
