import { authorOf } from "#domain/scope.ts";
import { DAY_MS } from "#kernel/calendar.ts";
import type { Digest } from "#protocol/exchange.ts";
import type { DeviceMeta, DeviceReadTx, DeviceTx, SentOp } from "./device-store.ts";
import { photosAddedBy } from "./named-blobs.ts";
import { coverIn } from "./standing.ts";

/** Sent ops are kept so long at least, whatever the server says of its backups. */
const sentKeptMs = 90 * DAY_MS;

/**
 * What this device holds of each booted scope at its cursor: live records and the sum of their seqs, as the server last
 * stated them. A row that could not be read counts by its raw form.
 */
export async function digestOf(
  tx: DeviceReadTx,
  meta: Pick<DeviceMeta, "booted">,
): Promise<Record<string, Digest>> {
  const asked = meta.booted.filter((scope) => authorOf(scope) === undefined);
  const found = new Map<string, [count: number, sum: number]>(asked.map((scope) => [scope, [0, 0]]));
  const add = (scope: unknown, seq: unknown) => {
    const cover = typeof scope === "string" ? coverIn(meta.booted, scope) : undefined;
    const sums = cover === undefined ? undefined : found.get(cover);
    if (!sums || typeof seq !== "number" || seq === 0) return;
    sums[0] += 1;
    sums[1] += seq;
  };
  const mine = new Set((await tx.outbox()).flatMap((entry) => entry.ids));
  const shadows = (await tx.shadows([...mine])).filter((row) => row !== undefined);
  for (const row of shadows) if (!row.deleted) add(row.scope, row.seq);
  const shadowed = new Set(shadows.map((row) => row.id));
  await tx.eachRow((row) => {
    if (!shadowed.has(row.id) && !row.deleted) add(row.scope, row.seq);
  });
  for (const { raw } of await tx.quarantine()) {
    const row = raw as { c?: unknown; s?: unknown; x?: unknown } | null;
    if (row && row.x === undefined) add(row.c, row.s);
  }
  return Object.fromEntries(found);
}

/**
 * Lets go of sent ops that are old by the server's clock and by this device's own, either of which may be wrong, and which
 * are, as the server says, in a verified backup on another machine.
 */
export async function pruneSent(
  tx: DeviceTx,
  meta: Pick<DeviceMeta, "durableN">,
  { serverTime, wall }: { readonly serverTime: number; readonly wall: number },
): Promise<void> {
  if (meta.durableN === 0) return;
  const old = (await tx.allSent()).filter(
    ({ n, op, receipt }) =>
      n <= meta.durableN && receipt.at < serverTime - sentKeptMs && op.w < wall - sentKeptMs,
  );
  // While the bytes of a photo are here, its deed tells whose they are.
  const shas = new Set(old.length > 0 ? await tx.blobIds() : []);
  const naming = (entry: SentOp) => [...photosAddedBy([entry]).keys()].some((sha) => shas.has(sha));
  await tx.deleteSent(old.filter((entry) => !naming(entry)).map(({ n }) => n));
}
