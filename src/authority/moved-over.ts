import type { CommuneTx, Exit, ServerRow } from "./commune-store.ts";

/**
 * Of the records that left a scope, those that went to one which the device reads and whose first sync it has not ended:
 * they go along with the news, or they would be gone from its screen until that first sync comes to them.
 */
export async function movedOver(
  tx: CommuneTx,
  exits: readonly Exit[],
  granted: ReadonlySet<string>,
  booted: readonly string[],
): Promise<ServerRow[]> {
  if (exits.length === 0 || granted.size === booted.length) return [];
  const rows = await tx.rows(exits.map(({ id }) => id));
  return rows.filter((row) => !row.deleted && granted.has(row.scope) && !booted.includes(row.scope));
}
