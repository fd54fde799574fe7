import { receiptRuns } from "#authority/receipts.ts";
import { takeOps } from "#authority/take-ops.ts";
import type { Receipt } from "#protocol/exchange.ts";
import { tellArrived } from "../attachments/arrived.ts";
import type { ServerContext } from "../context.ts";
import { Problem } from "../problem.ts";
import { findDevice } from "../store/people-store.ts";
import { takeHow } from "../take-how.ts";
import { type TakenPhoto, writeReceipts } from "./carried-receipts.ts";
import { openCapsule } from "./open-capsule.ts";
import { takePhotos } from "./take-photos.ts";

/** As many as an exchange may bring. */
const mostInOneGo = 1000;

export interface TakenCapsule {
  readonly device: string;
  readonly receipts: Receipt[];
  readonly photos: TakenPhoto[];
  readonly file: string;
  readonly ops: readonly unknown[];
}

/**
 * Opens a capsule brought by anyone of its commune, decides its ops as if their own device had sent them, and then keeps
 * its photos; twice changes nothing, and what a crash cut off is made good by bringing it again. `file` goes back to the
 * device by the same hand. Throws `bad-capsule` with the reason in `why`.
 */
export async function takeCapsule(
  context: Pick<
    ServerContext,
    "config" | "database" | "store" | "attachments" | "pokes" | "now" | "clock" | "defects"
  >,
  commune: string,
  file: Uint8Array,
): Promise<TakenCapsule> {
  const { database, now } = context;
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
  const { header, ops, photos: inside } = opened.value;
  const { device } = header;
  const { receipts, epoch } = await decideAll(context, { commune, device, ops });
  await tellArrived(context, commune, ops);
  const origin = inside.length > 0 ? await findDevice(database.read, device) : undefined;
  const photos = origin ? await takePhotos(context, origin, inside) : [];
  const of = { commune, secret: identity, device, epoch, now: now() };
  return { device, receipts, photos, file: writeReceipts(of, receipts, photos), ops };
}

/** Piece by piece, so that the commune goes on writing in between: a file may hold what a phone did in a year. */
async function decideAll(
  context: Pick<ServerContext, "store" | "now" | "clock" | "defects">,
  of: { commune: string; device: string; ops: readonly unknown[] },
): Promise<{ receipts: Receipt[]; epoch: string }> {
  const { store, now } = context;
  const how = takeHow(context, of.commune);
  const all: Receipt[] = [];
  let epoch = "";
  for (let from = 0; from === 0 || from < of.ops.length; from += mostInOneGo) {
    epoch = await store.transact(of.commune, async (tx) => {
      const device = await tx.device(of.device);
      if (!device) throw new Problem("bad-capsule", { facts: { why: "unknown-device" } });
      const state = await tx.state();
      const some = of.ops.slice(from, from + mostInOneGo);
      const taken = await takeOps(tx, state, device, some, now(), how);
      await tx.putDevice(taken.device);
      all.push(...taken.receipts);
      return state.epoch;
    });
  }
  return { receipts: receiptRuns(all), epoch };
}
