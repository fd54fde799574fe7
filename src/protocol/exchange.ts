import * as z from "zod/mini";
import type { opSchema } from "./op.ts";

/**
 * The one request of sync. The envelope is parsed first and each op, receipt and row on its own, so that one part
 * that cannot be read never harms the rest. PROTOCOL.md tells the rules; this file is the shape.
 */
export const protocolVersion = 2;

const text = z.string().check(z.maxLength(200));
const seq = z.number().check(z.int(), z.minimum(0));

/** First sync of one scope, newest change first. Rows with `seq < before` are still to come. */
export const bootSchema = z.object({
  /** The commune's seq when this scope's first sync began. */
  at: seq,
  before: seq,
  /** Seq of a fortnight ago: every scope gets down to here before any goes further. */
  recent: seq,
});
export type Boot = z.infer<typeof bootSchema>;

/** Live records of one scope on a device or the server: how many, and the sum of their seqs. */
export const digestSchema = z.tuple([seq, seq]);
export type Digest = z.infer<typeof digestSchema>;

export const exchangeRequestSchema = z.object({
  protocol: z.number().check(z.int(), z.minimum(1)),
  app: text,
  device: text,
  /** Empty on the first exchange of a device. */
  epoch: text,
  cursor: seq,
  /** Scopes that are wholly on the device up to the cursor. */
  booted: z.array(text).check(z.maxLength(2000)),
  booting: z.record(text, bootSchema),
  ops: z.array(z.unknown()).check(z.maxLength(1000)),
  /** Rows wanted in this reply; fits the link. */
  limit: z.number().check(z.int(), z.minimum(0), z.maximum(5000)),
  have: z.object({ outbox: seq, maxN: seq, oldest: z.optional(z.number()) }),
  /** Once a day, with nothing left to pull: what the device holds of each booted scope at this cursor. */
  digest: z.optional(z.record(text, digestSchema)),
});
export type ExchangeRequest = Omit<z.infer<typeof exchangeRequestSchema>, "ops"> & {
  ops: z.infer<typeof opSchema>[];
};

export const outcomes = ["applied", "conflict", "superseded", "rejected", "parked"] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * What the server decided of ops `n` … `to`, with seqs counting up from `s`. `own`: each record of these ops is now
 * exactly what this device shows, at that seq; no row follows for it in this reply.
 */
export const receiptSchema = z.object({
  n: z.number().check(z.int(), z.minimum(1)),
  to: z.optional(z.number()),
  s: seq,
  r: z.enum(outcomes),
  own: z.optional(z.literal(1)),
  /** When the server first took it, Unix ms. */
  at: z.number(),
  code: z.optional(z.string()),
  facts: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
});
export type Receipt = z.infer<typeof receiptSchema>;

const stampTuple = z.tuple([z.number(), z.string(), z.string()]);
/** A record on the wire: short keys, since a first sync carries ten thousand. */
export const wireRowSchema = z.object({
  i: z.string(),
  k: z.string(),
  c: z.string(),
  s: seq,
  f: z.record(z.string(), z.unknown()),
  p: z.optional(z.record(z.string(), z.unknown())),
  x: z.optional(z.literal(1)),
  e: z.optional(z.literal(1)),
  /** created, changed: [at, by, device]; the second only when it differs. */
  a: stampTuple,
  m: z.optional(stampTuple),
  r: z.number(),
});
export type WireRow = z.infer<typeof wireRowSchema>;

export const exchangeReplySchema = z.object({
  protocol: z.number(),
  epoch: z.string().check(z.minLength(1)),
  serverTime: z.number(),
  receipts: z.array(z.unknown()),
  rows: z.array(z.unknown()),
  /** Records that left a scope of this device: [id, scope, seq]. */
  exits: z.array(z.tuple([z.string(), z.string(), seq])),
  cursor: seq,
  more: z.boolean(),
  booting: z.record(z.string(), bootSchema),
  /** Scopes whose first sync this reply completes. */
  arrived: z.array(z.string()),
  scopes: z.array(z.string()),
  /** Scopes whose first sync begins anew: the cursor lay below the floor, or the digests differ. */
  anew: z.optional(z.array(z.string())),
  /** Ranges of n of this device that the server has; sent when the epochs differ. */
  known: z.optional(z.array(z.tuple([z.number(), z.number()]))),
  /** Up to this seq today's history agrees with the epoch the device knew; sent when the epochs differ. */
  agreed: z.optional(seq),
  /** Gaps below the highest n: the device sends them again or explains. */
  missing: z.optional(z.array(z.number())),
  /** Ops up to this n are in a verified backup on another machine. */
  durableN: seq,
  maxOpVersion: z.number(),
  /** The app is too old to pull; its ops were taken all the same. */
  upgrade: z.optional(z.boolean()),
  /** The device was reported lost: hand over everything, then wipe. */
  wipe: z.optional(z.boolean()),
});
export type ExchangeReply = Omit<z.infer<typeof exchangeReplySchema>, "receipts" | "rows"> & {
  receipts: Receipt[];
  rows: WireRow[];
};

/** An error answer of any API route. `code` is a locale key under `errors`. */
export const problemSchema = z.object({
  error: z.object({
    code: z.string(),
    facts: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
    waitMs: z.optional(z.number()),
  }),
});
