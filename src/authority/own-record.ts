import { covers, type Scope } from "#domain/scope.ts";
import type { Change } from "#protocol/op.ts";
import type { FieldClock, ServerRow } from "./commune-store.ts";
import type { DecideInput } from "./decision.ts";

/** Fields that say where a record lies. */
const placing = ["village", "site", "level", "plan", "to"];

/**
 * Whether the author could not know, as they wrote this, that their own record lies where they do not read: it had not
 * been received yet, or went there unseen. What they wrote then is taken; once they know, it is theirs to read alone, as
 * their device says too.
 */
export function couldNotKnow(
  { op, device, ownChain }: Pick<DecideInput, "op" | "device" | "ownChain">,
  change: Change,
  base: number,
  seen: ServerRow,
  scopes: readonly Scope[],
): boolean {
  if (seen.created.by !== op.u) return false;
  const clocks = Object.values(seen.clocks);
  const first = clocks.reduce<FieldClock | undefined>(
    (least, one) => (least && least.seq <= one.seq ? least : one),
    undefined,
  );
  if (!first) return false;
  const isHere = first.device === op.d;
  // Written before this device's last contact, or sent together with what made the record.
  const wasUnsent = isHere && (op.n <= device.reportedN || ownChain.has(seen.id));
  const moves = placing.flatMap((field) => seen.clocks[field] ?? []).filter(({ seq }) => seq > first.seq);
  // What is appended tells no base, but the scope it was written for.
  if (change.c === "append")
    return wasUnsent || moves.some((move) => move.device === op.d || covers(scopes, change.sc));
  return (wasUnsent && base < first.seq) || moves.some(({ seq }) => seq > base);
}
