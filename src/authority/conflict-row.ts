import type { Stamp } from "#domain/record.ts";
import type { Json, JsonObject } from "#kernel/json.ts";
import type { FieldClock, ServerRow } from "./commune-store.ts";

export interface ConflictSides {
  readonly using: Stamp & { readonly value: Json };
  readonly other: Stamp & { readonly value: Json };
}

/** The visible record of two writes that did not see each other; it lies where the record lies. */
export function conflictRow(of: {
  id: string;
  row: ServerRow;
  field: string;
  sides: ConflictSides;
  personal: boolean;
  seq: number;
  now: number;
  stamp: Stamp;
  clock: FieldClock;
}): ServerRow {
  const { using, other } = of.sides;
  const side = (stamp: Stamp & { value: Json }): JsonObject => ({
    by: stamp.by,
    at: stamp.at,
    device: stamp.device,
    ...(of.personal ? {} : { value: stamp.value }),
  });
  return {
    id: of.id,
    kind: "conflict",
    scope: of.row.scope,
    seq: of.seq,
    body: {
      kind: of.row.kind,
      record: of.row.id,
      field: of.field,
      scope: of.row.scope,
      using: side(using),
      other: side(other),
      state: "open",
      ...(of.personal ? { personalValues: true } : {}),
    },
    ...(of.personal ? { personal: { usingValue: using.value, otherValue: other.value } } : {}),
    created: of.stamp,
    changed: of.stamp,
    received: of.now,
    clocks: { state: of.clock },
  };
}
