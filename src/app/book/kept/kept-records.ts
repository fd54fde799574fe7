import type { StoredRow } from "#sync/device-store.ts";
import { keptKey } from "#sync/kept-key.ts";
import { useMe, useRowsByKey } from "../../logbook-context.tsx";
import type { Names } from "../names.ts";
import { recordPath } from "../record-path.ts";

/** What one wrote where one no longer works, of what has a page of its own, the latest first. */
export function useKept(): readonly StoredRow[] | undefined {
  const rows = useRowsByKey(keptKey);
  return rows
    ?.filter(({ kind, id }) => recordPath(kind, id) !== null)
    .sort((a, b) => b.created.at - a.created.at);
}

/** The villages that are no longer one's own; null where what changed is not told by villages alone. */
export function useLostVillages(rows: readonly StoredRow[], names: Names): readonly string[] | null {
  const me = useMe();
  const places = new Set(
    rows.map(({ body }) => (typeof body["village"] === "string" ? body["village"] : null)),
  );
  const called = [...places].map((id) =>
    id === null || me.villages.includes(id) ? undefined : names.village(id),
  );
  const known = called.filter((name) => name !== undefined);
  return known.length > 0 && known.length === called.length ? known : null;
}

/** The day on which the first of them leaves the device. */
export function firstEnd(rows: readonly StoredRow[]): number {
  return Math.min(...rows.map(({ until = 0 }) => until));
}
