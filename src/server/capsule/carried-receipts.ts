import { createHmac } from "node:crypto";
import { type CarriedReceipts, receiptsMacInput } from "#protocol/capsule.ts";
import type { Receipt } from "#protocol/exchange.ts";
import { smsKeyOf } from "../sms/device-key.ts";

/** When the server had verified the bytes, or why it refused them. */
export interface TakenPhoto {
  readonly photo: string;
  readonly sha: string;
  readonly stored?: number;
  readonly code?: string;
}

/** The file that whoever carried a capsule takes back to its device. */
export function writeReceipts(
  of: { commune: string; secret: string; device: string; epoch: string; now: number },
  receipts: readonly Receipt[],
  photos: readonly TakenPhoto[] = [],
): string {
  const { commune, secret, device, epoch, now } = of;
  const kept = receipts.filter(({ r }) => r !== "rejected").map(({ own: _own, ...receipt }) => receipt);
  const content: CarriedReceipts = {
    type: "so-truc-receipts",
    v: 1,
    commune,
    device,
    epoch,
    made: now,
    receipts: kept,
    photos: photos.flatMap(({ photo, sha, stored }) => (stored === undefined ? [] : { photo, sha, stored })),
  };
  const line = JSON.stringify(content);
  const key = Buffer.from(smsKeyOf(secret, device), "base64url");
  return `${line}\n${createHmac("sha256", key).update(receiptsMacInput(line)).digest("base64url")}`;
}
