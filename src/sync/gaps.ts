import { lostAction } from "#protocol/actions.ts";
import { opVersion } from "#protocol/op.ts";
import type { DeviceMeta, DeviceTx } from "./device-store.ts";

/**
 * The server misses this number. What was sent goes out again; what was refused goes out marked, so that it is logged
 * and not applied; what is gone from here is told as lost, since a gap in n is a provable loss.
 */
export async function closeGap(tx: DeviceTx, meta: DeviceMeta, n: number): Promise<void> {
  const sent = await tx.sent(n);
  if (sent) {
    await tx.putOutbox([{ n, op: sent.op, ids: sent.ids, savedAt: sent.op.w }]);
    await tx.deleteSent([n]);
    return;
  }
  if ((await tx.outbox()).some((entry) => entry.n === n)) return;
  const dead = (await tx.dead()).find((op) => op.n === n);
  const lost = {
    d: meta.device,
    n,
    v: opVersion,
    a: lostAction,
    w: meta.lastWall,
    o: meta.offset,
    e: meta.epoch,
    u: meta.person,
    ch: [],
  };
  const op = { ...(dead?.op ?? lost), z: 1 as const };
  await tx.putOutbox([{ n, op, ids: [], savedAt: op.w }]);
}
