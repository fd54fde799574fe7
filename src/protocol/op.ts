import * as z from "zod/mini";
import type { Json } from "#kernel/json.ts";

/**
 * An op is one thing a person did: one or more changes, atomic. It is stored and sent in this final form;
 * nothing is re-computed at send time. Its identity for ever is *(d, n)*, with `n` gapless per device.
 */

const id = () => z.string().check(z.minLength(1), z.maxLength(160));

/**
 * `b` (base) is the server sequence of the record that the person was looking at; 0 when the server had said nothing.
 * `p` holds personal fields: they never reach the permanent log.
 */
export const changeSchema = /* @__PURE__ */ changeShape();
export type Change = z.infer<typeof changeSchema>;

/** In a function, so that whoever parses no op does not carry this about. */
function changeShape() {
  const fieldName = z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9]{0,39}(\.[^.\s]{1,160})?$/));
  const json: z.ZodMiniType<Json> = z.json() as unknown as z.ZodMiniType<Json>;
  const fields = z.record(fieldName, json);
  const kind = z.string().check(z.minLength(1), z.maxLength(40));
  const seq = z.number().check(z.int(), z.minimum(0));
  return z.discriminatedUnion("c", [
    z.looseObject({
      c: z.literal("create"),
      k: kind,
      id: id(),
      sc: id(),
      f: fields,
      p: z.optional(fields),
      b: z.optional(seq),
    }),
    z.looseObject({ c: z.literal("set"), k: kind, id: id(), b: seq, f: fields, p: z.optional(fields) }),
    z.looseObject({
      c: z.literal("members"),
      k: kind,
      id: id(),
      b: seq,
      add: z.optional(z.record(fieldName, z.array(id()))),
      remove: z.optional(z.record(fieldName, z.array(id()))),
    }),
    z.looseObject({
      c: z.literal("append"),
      k: kind,
      id: id(),
      under: id(),
      sc: id(),
      f: fields,
      p: z.optional(fields),
    }),
    z.looseObject({
      c: z.literal("move"),
      k: kind,
      id: id(),
      b: seq,
      from: z.string(),
      to: z.string(),
    }),
    z.looseObject({ c: z.literal("delete"), k: kind, id: id(), b: seq }),
    z.looseObject({ c: z.literal("restore"), k: kind, id: id(), b: seq }),
  ]);
}

export const opSchema = /* @__PURE__ */ opShape();

function opShape() {
  return z.looseObject({
    /** Device: one installation × commune × person, named by the server at sign-in. */
    d: id(),
    n: z.number().check(z.int(), z.minimum(1)),
    /** Version of this form; every version ever shipped is upcast by `upcastOp`. */
    v: z.number().check(z.int(), z.minimum(1)),
    /** The deed, for people and for rules: `check.all-good`. */
    a: z.string().check(z.minLength(1), z.maxLength(60)),
    /** The device's wall clock, Unix ms, as it was, right or wrong. */
    w: z.number().check(z.int()),
    /** Measured offset to the server's clock, ms; null when never measured. */
    o: z.nullable(z.number().check(z.int())),
    /** The clock was suspect: it had jumped, or ran before what this device had stored. */
    x: z.optional(z.literal(1)),
    /** Only to close a gap in n: the op was refused before (a restore forgot it), or is lost. Logged, never applied. */
    z: z.optional(z.literal(1)),
    /** Only what a text message told of this op; the op itself completes it later under the same number. */
    pt: z.optional(z.literal(1)),
    /** Epoch that the bases belong to. */
    e: z.string(),
    /** Author. */
    u: id(),
    ch: z.array(changeSchema).check(z.maxLength(200)),
  });
}
export type Op = z.infer<typeof opSchema>;

/** The newest op version this code writes and understands. */
export const opVersion = 1;

/** Bytes of one op beyond which the server takes it only through quarantine. */
export const maxOpBytes = 64 * 1024;

/** The device's best guess of when it was done: corrected by the measured offset. Unix ms. */
export function claimedTime(op: Pick<Op, "w" | "o">): number {
  return op.w + (op.o ?? 0);
}

/** Brings an op of any shipped version to today's. Version 1 is the first, so there is nothing to do yet. */
export function upcastOp(op: Op): Op {
  return op;
}

/** Every record an op touches. */
export function touchedIds(op: Op): string[] {
  return [...new Set(op.ch.map((change) => change.id))];
}
