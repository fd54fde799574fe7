import * as z from "zod/mini";
import type { KindDefinition } from "../kind.ts";
import { communeScope } from "../scope.ts";
import { idText, instant } from "../shapes.ts";

/**
 * Two people changed one field without seeing each other (hai người cùng sửa). Written by the server in the scope
 * of the record; the value in use stands if nobody chooses.
 */
const sideSchema = z.looseObject({ by: idText, at: instant, device: idText, value: z.optional(z.unknown()) });

export const conflictSchema = z.looseObject({
  kind: idText,
  record: idText,
  /** The register, or `""` when an edit met a deletion. */
  field: z.string(),
  scope: idText,
  using: sideSchema,
  other: sideSchema,
  state: z.enum(["open", "settled"]),
  /** The values are personal content and lie in the record's personal part. */
  personalValues: z.optional(z.boolean()),
});
export type Conflict = z.infer<typeof conflictSchema>;

export const conflictKind: KindDefinition = {
  kind: "conflict",
  schema: conflictSchema as unknown as KindDefinition["schema"],
  personal: ["usingValue", "otherValue"],
  guarded: [],
  firstWins: [],
  states: { field: "state", initial: "open", moves: { open: ["settled"], settled: [] }, guarded: [] },
  scopeOf: (body) => (typeof body["scope"] === "string" ? body["scope"] : communeScope),
  keysOf: (row) => [`conflict/${String(row.body["state"])}`, `conflict-of/${String(row.body["record"])}`],
};
