import type { RecordRow } from "#domain/record.ts";
import { coverOf, ownKeptMs, ownScope, type Scope } from "#domain/scope.ts";
import type { DeviceMeta } from "./device-store.ts";

/**
 * Whether a record may stay on this device: as one of the person's scopes, or, being the person's own, to be read until a
 * day. What somebody wrote stays with them when they move to another village or role.
 */
export type Standing = { readonly until?: number };

export function standingOf(
  meta: Pick<DeviceMeta, "scopes" | "person" | "toldAt">,
  row: RecordRow,
  until?: number,
): Standing | null {
  if (row.deleted) return null;
  if (coverIn(meta.scopes, row.scope) !== undefined) return {};
  if (!isOwnOutside(meta, row)) return null;
  // Whatever the server's clock said: never sooner than the days that count from when it was written.
  return { until: until ?? Math.max(meta.toldAt ?? 0, row.created.at) + ownKeptMs };
}

/** One's own, where one's scopes do not reach; a closed account keeps nothing. */
export function isOwnOutside(
  meta: Pick<DeviceMeta, "scopes" | "person">,
  row: Pick<RecordRow, "scope" | "created">,
): boolean {
  const isTold = meta.scopes.includes(ownScope(meta.person));
  return isTold && row.created.by === meta.person && coverIn(meta.scopes, row.scope) === undefined;
}

/** The number of the first sync that a record of this scope now belongs to. */
export function tagOf(meta: Pick<DeviceMeta, "scopes" | "tags" | "person">, scope: Scope): number {
  return meta.tags[coverIn(meta.scopes, scope) ?? ownScope(meta.person)] ?? 0;
}

const sets = new WeakMap<readonly Scope[], ReadonlySet<Scope>>();

/** The granted scope that covers this one. */
export function coverIn(scopes: readonly Scope[], scope: Scope): Scope | undefined {
  let set = sets.get(scopes);
  if (!set) {
    set = new Set(scopes);
    sets.set(scopes, set);
  }
  return coverOf(set, scope);
}
