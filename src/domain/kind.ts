import type * as z from "zod/mini";
import type { CalendarDay } from "#kernel/calendar.ts";
import type { Json, JsonObject } from "#kernel/json.ts";
import type { Facts, Result } from "#kernel/result.ts";
import type { RecordRow } from "./record.ts";
import type { Rights } from "./rights.ts";
import type { Scope } from "./scope.ts";

/**
 * Everything the engine must know of a kind of record, in one value: form, storage, wire and server derive from it.
 * All functions are pure and never throw on bad input.
 */
export interface KindDefinition {
  readonly kind: string;
  /** Loose: unknown keys pass and are kept, so that an old app never erases a newer field. */
  readonly schema: z.ZodMiniType<JsonObject>;
  /** Top-level fields that hold content about a person and must be erasable. */
  readonly personal: readonly string[];
  /** Concurrent writes never replace the server's value; people are asked. */
  readonly guarded: readonly string[];
  /** Concurrent writes keep the first value without asking (who completed a check first). */
  readonly firstWins: readonly string[];
  /** The field that only `move` may change, and the moves it allows. */
  readonly states?: StateMachine;
  /** A row of this kind hangs under a parent and is never edited. */
  readonly parentKind?: string;
  /** The record whose personal content this one holds apart: what is erased of one is erased of both. */
  belongsTo?(id: string): string;
  /** When its personal content is to be gone, where the commune keeps such content for so many days. */
  endsAt?(row: RecordRow, days: number): number;
  /** The scope a record with this body must lie in. */
  scopeOf(body: JsonObject, id: string, parent?: RecordRow): Scope;
  /** Whether two values of a register mean the same, so that writing both is no conflict. */
  sameValue?(field: string, a: Json | undefined, b: Json | undefined): boolean;
  /** Strings under which the device finds the record; few and short, since each costs an index entry. */
  keysOf(row: RecordRow): readonly string[];
  /** Records that must exist before this body makes sense. */
  references?(body: JsonObject): readonly Reference[];
  /** May this person do this to this record? Asked after `mayDo`. */
  ownership?(question: OwnershipQuestion): boolean;
  /** The rules of the domain on the record as it would become. The same on the device and on the server. */
  rules?(question: RuleQuestion): Result<void>;
}

export interface StateMachine {
  readonly field: string;
  readonly initial: string;
  readonly moves: Readonly<Record<string, readonly string[]>>;
  /** Moves that are refused when the state changed meanwhile, even if still allowed from the new one. */
  readonly guarded: readonly string[];
}

export interface Reference {
  readonly kind: string;
  readonly id: string;
}

export interface OwnershipQuestion {
  readonly person: string;
  readonly rights: Rights;
  readonly before: RecordRow | null;
  readonly body: JsonObject;
  readonly parent: RecordRow | null;
  /** Whether the person reads what lies in a scope. */
  reads(scope: Scope): boolean;
  /** The registers this change sets; empty for appends, moves and deletions. */
  readonly fields: readonly string[];
}

export interface RuleQuestion {
  readonly id: string;
  readonly before: RecordRow | null;
  readonly body: JsonObject;
  /** The day of deciding: the server's, or on a device its corrected clock's. */
  readonly today: CalendarDay;
}

export type RuleRefusal = { readonly code: string; readonly facts?: Facts };
