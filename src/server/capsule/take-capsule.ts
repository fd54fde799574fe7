import { receiptRuns } from "#authority/receipts.ts";
import { takeOps } from "#authority/take-ops.ts";
import type { Receipt } from "#protocol/exchange.ts";
import type { ServerContext } from "../context.ts";
import { Problem } from "../problem.ts";
import { findDevice } from "../store/people-store.ts";
import { writeReceipts } from "./carried-receipts.ts";
import { openCapsule } from "./open-capsule.ts";

/**
 * Opens a capsule brought by anyone of its commune and decides its ops as if their own device had sent them; twice
 * changes nothing. `file` goes back to the device by the same hand. Throws `bad-capsule` with the reason in `why`.
 */
export async function takeCapsule(
  { database, store, now }: Pick<ServerContext, "database" | "store" | "now">,
  commune: string,
  file: Uint8Array,
): Promise<{ device: string; receipts: Receipt[]; file: string; ops: readonly unknown[] }> {
  const { capsule_secret: identity } = await database.read
    .selectFrom("communes")
    .select("capsule_secret")
    .where("id", "=", commune)
    .executeTakeFirstOrThrow();
  const opened = await openCapsule(file, {
    commune,
    identity,
    async publicKeyOf(id) {
      const device = await findDevice(database.read, id);
      return device?.commune === commune && device.public_key ? JSON.parse(device.public_key) : null;
    },
  });
  if (!opened.ok) throw new Problem("bad-capsule", { facts: { why: opened.refusal.code } });
  const { header, ops } = opened.value;
  const { receipts, epoch } = await store.transact(commune, async (tx) => {
    const device = await tx.device(header.device);
    if (!device) throw new Problem("bad-capsule", { facts: { why: "unknown-device" } });
    const state = await tx.state();
    const taken = await takeOps(tx, state, device, ops, now());
    await tx.putDevice(taken.device);
    return { receipts: receiptRuns(taken.receipts), epoch: state.epoch };
  });
  const { device } = header;
  const back = writeReceipts({ commune, secret: identity, device, epoch, now: now() }, receipts);
  return { device, receipts, file: back, ops };
}
