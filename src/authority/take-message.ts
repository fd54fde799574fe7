import type { Receipt } from "#protocol/exchange.ts";
import { type PlaceKind, partialOp, type SmsIncident } from "#protocol/sms.ts";
import type { CommuneTx } from "./commune-store.ts";
import type { TakeHow } from "./take-one.ts";
import { takeRead } from "./take-ops.ts";

/**
 * Takes what a text message tells as the first part of its device's op, judged as that device's person; a message that
 * came before, or after the op itself, changes nothing. Null when nobody knows the device.
 */
export async function takeMessage(
  tx: CommuneTx,
  incident: SmsIncident,
  place: { kind: PlaceKind; id: string } | null,
  now: number,
  how: TakeHow = {},
): Promise<Receipt | null> {
  const device = await tx.device(incident.device);
  if (!device) return null;
  const state = await tx.state();
  const op = partialOp(incident, { person: device.person, epoch: state.epoch, place });
  const taken = await takeRead(tx, state, device, [op], now, how);
  await tx.putDevice(taken.device);
  return taken.receipts[0] ?? null;
}
