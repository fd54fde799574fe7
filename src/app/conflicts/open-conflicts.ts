import type { Conflict } from "#domain/conflicts/conflict-kind.ts";
import type { Person } from "#domain/org/org-kinds.ts";
import { mayDo } from "#domain/rights.ts";
import type { DeviceReadTx, StoredRow } from "#sync/device-store.ts";

/**
 * The open conflicts this person is asked about: one of the two versions is theirs, and they may choose. Everyone else
 * who may choose finds them on the record's page.
 */
export async function myOpenConflicts(tx: DeviceReadTx): Promise<StoredRow[]> {
  const person = (await tx.meta())?.person;
  const rights = person === undefined ? undefined : ((await tx.row(person))?.body as Person | undefined);
  if (!rights || !mayDo(rights, "conflict", "move")) return [];
  return (await tx.rowsByKey("conflict/open")).filter((row) => {
    const { using, other } = row.body as unknown as Conflict;
    return !row.deleted && (using?.by === person || other?.by === person);
  });
}
