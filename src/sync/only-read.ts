import type { RecordRow } from "#domain/record.ts";
import { ownScope } from "#domain/scope.ts";
import type { DeviceMeta } from "./device-store.ts";
import { coverIn } from "./standing.ts";

/**
 * Whether a record lies here only to be read: as the server last knew it, it is outside the person's scopes. What has not
 * reached the server yet is still the person's, and so is what their own pending change moves elsewhere.
 */
export function isOnlyRead(
  meta: Pick<DeviceMeta, "scopes" | "person">,
  server: Pick<RecordRow, "seq" | "scope"> | undefined,
): boolean {
  if (!server || server.seq === 0 || !meta.scopes.includes(ownScope(meta.person))) return false;
  return coverIn(meta.scopes, server.scope) === undefined;
}
