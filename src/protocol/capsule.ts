import * as z from "zod/mini";

/**
 * A capsule carries unsent ops, and the bytes of photos that wait, by hand when there is no link. The file is, byte for
 * byte,
 *
 *     header   one line of JSON, readable by anybody, without a line feed inside
 *     \n
 *     sealed   an age file (https://age-encryption.org/v1) to the commune's key; inside it:
 *                signature   64 bytes: ECDSA P-256 with SHA-256 (r ‖ s) by the device's key
 *                            over  header ‖ \n ‖ content
 *                content     v 1: JSON `{"ops":[…]}`, packed as the header's `packed` says
 *                            v 2: the length of the packed JSON (4 bytes, the highest first); that JSON, which also
 *                            lists `"photos":[{"photo","sha","bytes"},…]`; the bytes of these, one after another
 *
 * Without photos a capsule is of v 1, so that a server of before takes it. Any carrier can tell from the header whose it is and cannot read or change the rest. Delivering it twice changes
 * nothing, since each op has its identity *(device, n)*.
 */
export const capsuleHeaderSchema = z.looseObject({
  type: z.literal("so-truc-capsule"),
  v: z.union([z.literal(1), z.literal(2)]),
  commune: z.string().check(z.minLength(1), z.maxLength(160)),
  device: z.string().check(z.minLength(1), z.maxLength(160)),
  /** First and last number of the ops inside, and how many there are. */
  from: z.number().check(z.int(), z.minimum(0)),
  to: z.number().check(z.int(), z.minimum(0)),
  count: z.number().check(z.int(), z.minimum(0)),
  /** How many photos are inside; since v 2. */
  photos: z.optional(z.number().check(z.int(), z.minimum(0))),
  /** The device's wall clock, Unix ms. */
  made: z.number().check(z.int()),
  packed: z.enum(["gzip", "none"]),
});
export type CapsuleHeader = z.infer<typeof capsuleHeaderSchema>;

/** A header that a newer version wrote; of the rest nothing can be said. */
export const anyCapsuleSchema = z.looseObject({ type: z.literal("so-truc-capsule"), v: z.number() });

const carriedPhotoSchema = z.looseObject({
  /** The record that shows it. */
  photo: z.string().check(z.minLength(1), z.maxLength(160)),
  sha: z.string().check(z.maxLength(64)),
  bytes: z.number().check(z.int(), z.minimum(0)),
});

export const capsuleContentSchema = z.looseObject({
  ops: z.array(z.unknown()),
  photos: z.optional(z.array(carriedPhotoSchema).check(z.maxLength(1000))),
});

export type CapsuleContent = z.infer<typeof capsuleContentSchema>;

export const capsuleSignatureBytes = 64;
/** Of the number before the packed JSON in v 2. */
export const capsuleLengthBytes = 4;
/** What a server takes; devices make smaller ones. */
export const largestCapsule = 16 * 1024 * 1024;
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
  /** Photos whose bytes the server has verified, and when. */
  photos: z.optional(
    z.array(z.looseObject({ photo: z.string(), sha: z.string(), stored: z.number().check(z.int()) })),
  ),
});
export type CarriedReceipts = z.infer<typeof carriedReceiptsSchema>;

/** What the MAC of a file of receipts is over; no text message can stand for it. */
export function receiptsMacInput(line: string): string {
  return `so-truc receipts 1\n${line}`;
}
