import * as z from "zod/mini";

/**
 * A capsule carries unsent ops by hand when there is no link. The file is, byte for byte,
 *
 *     header   one line of JSON, readable by anybody, without a line feed inside
 *     \n
 *     sealed   an age file (https://age-encryption.org/v1) to the commune's key; inside it:
 *                signature   64 bytes: ECDSA P-256 with SHA-256 (r ‖ s) by the device's key
 *                            over  header ‖ \n ‖ content
 *                content     JSON `{"ops":[…]}`, packed as the header's `packed` says
 *
 * Any carrier can tell from the header whose it is and cannot read or change the rest. Delivering it twice changes
 * nothing, since each op has its identity *(device, n)*.
 */
export const capsuleHeaderSchema = z.looseObject({
  type: z.literal("so-truc-capsule"),
  v: z.literal(1),
  commune: z.string().check(z.minLength(1), z.maxLength(160)),
  device: z.string().check(z.minLength(1), z.maxLength(160)),
  /** First and last number of the ops inside, and how many there are. */
  from: z.number().check(z.int(), z.minimum(0)),
  to: z.number().check(z.int(), z.minimum(0)),
  count: z.number().check(z.int(), z.minimum(0)),
  /** The device's wall clock, Unix ms. */
  made: z.number().check(z.int()),
  packed: z.enum(["gzip", "none"]),
});
export type CapsuleHeader = z.infer<typeof capsuleHeaderSchema>;

export const capsuleContentSchema = z.looseObject({ ops: z.array(z.unknown()) });

export const capsuleSignatureBytes = 64;
/** A header is short; a file whose first line is longer is not ours. */
export const longestCapsuleHeader = 2000;

/**
 * What the carrier takes back: one line of JSON and, after a line feed, the base64url of an HMAC with SHA-256 over that
 * line by the key that the device shares with its server (`sms.ts`). Refusals are not in it: they come with their
 * reasons when the device itself asks.
 */
export const carriedReceiptsSchema = z.looseObject({
  type: z.literal("so-truc-receipts"),
  v: z.literal(1),
  commune: z.string().check(z.minLength(1), z.maxLength(160)),
  device: z.string().check(z.minLength(1), z.maxLength(160)),
  /** The history that the receipts belong to; those of another tell this device nothing. */
  epoch: z.string(),
  made: z.number().check(z.int()),
  receipts: z.array(z.unknown()),
});
export type CarriedReceipts = z.infer<typeof carriedReceiptsSchema>;

/** What the MAC of a file of receipts is over; no text message can stand for it. */
export function receiptsMacInput(line: string): string {
  return `so-truc receipts 1\n${line}`;
}
