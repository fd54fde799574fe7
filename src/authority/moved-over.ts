import { coverOf, ownScope } from "#domain/scope.ts";
import type { CommuneTx, Exit, ServerRow } from "./commune-store.ts";

export interface Sight {
  readonly granted: ReadonlySet<string>;
  /** Scopes whose changes up to `cursor` this page and those before it bring. */
  readonly booted: readonly string[];
  readonly cursor: number;
}

/**
 * Of the records that left a scope, those that now lie where the device reads but which no page up to this one brings:
 * they changed again past its end, or their new scope's first sync has not ended. They go along with the news, or they
 * would be gone from its screen until that page comes. One's own goes along wherever it lies: where that is outside one's
 * scopes, a later page tells of it only while it is new.
 */
export async function movedOver(
  tx: CommuneTx,
  exits: readonly Exit[],
  { granted, booted, cursor }: Sight,
): Promise<ServerRow[]> {
  if (exits.length === 0) return [];
  const rows = await tx.rows([...new Set(exits.map(({ id }) => id))]);
  return rows.filter((row) => {
    const cover = row.deleted ? undefined : (coverOf(granted, row.scope) ?? ownCover(granted, row));
    return cover !== undefined && !(row.seq <= cursor && booted.includes(cover));
  });
}

function ownCover(granted: ReadonlySet<string>, { created }: ServerRow): string | undefined {
  const own = ownScope(created.by);
  return granted.has(own) ? own : undefined;
}

/**
 * What left scopes that the device no longer reads, or is to read anew, since it was last told of them. The device drops
 * such a scope at once and whole, long before the page that tells where a record of it has gone.
 */
export function exitsOfLost(
  tx: CommuneTx,
  lost: readonly string[],
  request: { readonly cursor: number; readonly booting: Readonly<Record<string, { readonly at: number }>> },
): Promise<Exit[]> {
  if (lost.length === 0) return Promise.resolve([]);
  const began = Object.values(request.booting).map(({ at }) => at);
  return tx.exitsAfter(lost, Math.min(request.cursor, ...began));
}
