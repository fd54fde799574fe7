import { accept, type Result, refuse } from "#kernel/result.ts";
import { dayOf } from "#kernel/calendar.ts";
import { invariant } from "#kernel/assert.ts";
import type { Fields, RecordRow } from "#domain/record.ts";
import { kindOf } from "#domain/kinds.ts";
import type { Action } from "#protocol/actions.ts";
import { type Change, maxOpBytes, type Op, opVersion } from "#protocol/op.ts";
import { applyChange, withScope } from "#protocol/apply.ts";
import type { DeviceMeta, DeviceTx, OutboxEntry, StoredRow } from "./device-store.ts";
import type { EnginePorts } from "./engine.ts";
import { correctedNow, observeWall } from "./device-clock.ts";
import { toStored } from "./overlay.ts";

/** What a person did, before the engine gives it a number and its bases. */
export interface OpDraft {
  readonly action: Action;
  readonly changes: readonly DraftChange[];
  /** Draft forms that this op makes superfluous; removed in the same transaction. */
  readonly settlesDrafts?: readonly string[];
  /** The refused op that this one mends. */
  readonly mends?: number;
}

/**
 * A change as a form states it. `base` is the seq of the record when the form was opened (`row.seq`); left out, the
 * record as it is shown at the moment of saving counts as seen.
 */
export type DraftChange =
  | { readonly c: "create"; readonly kind: string; readonly id: string; readonly fields: Fields; readonly base?: number }
  | { readonly c: "set"; readonly kind: string; readonly id: string; readonly fields: Fields; readonly base?: number }
  | { readonly c: "members"; readonly kind: string; readonly id: string; readonly add?: Record<string, string[]>; readonly remove?: Record<string, string[]>; readonly base?: number }
  | { readonly c: "append"; readonly kind: string; readonly id: string; readonly under: string; readonly fields: Fields }
  | { readonly c: "move"; readonly kind: string; readonly id: string; readonly from: string; readonly to: string; readonly fields?: Fields; readonly base?: number }
  | { readonly c: "delete" | "restore"; readonly kind: string; readonly id: string; readonly base?: number };

export interface Saved {
  readonly n: number;
  readonly ids: readonly string[];
}
