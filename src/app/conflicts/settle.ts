import type { Conflict } from "#domain/conflicts/conflict-kind.ts";
import type { Json } from "#kernel/json.ts";
import type { DraftChange, OpDraft } from "#sync/commit.ts";
import type { StoredRow } from "#sync/device-store.ts";

export type Choice = "using" | "other";

/** The value of one side; personal values lie apart from the body. */
export function sideValue(row: StoredRow, side: Choice): Json {
  const conflict = row.body as unknown as Conflict;
  if (conflict.personalValues) return (row.personal?.[`${side}Value`] ?? null) as Json;
  return (conflict[side].value ?? null) as Json;
}

/** A person's choice: what is in use stays, or the other value is written; either way nobody is asked again. */
export function settleConflict(row: StoredRow, choice: Choice, record: StoredRow | null): OpDraft {
  const conflict = row.body as unknown as Conflict;
  const settled: DraftChange = { c: "move", kind: "conflict", id: row.id, from: "open", to: "settled" };
  if (choice === "using") return { action: "conflict.settle", changes: [settled] };
  return { action: "conflict.settle", changes: [...writeOther(row, conflict, record), settled] };
}

function writeOther(row: StoredRow, conflict: Conflict, record: StoredRow | null): DraftChange[] {
  const { kind, record: id, field } = conflict;
  if (field === "") return record ? [{ c: "delete", kind, id }] : [{ c: "restore", kind, id }];
  const { stateField } = stateOf(kind);
  const value = sideValue(row, "other");
  if (field === stateField && record)
    return [{ c: "move", kind, id, from: String(record.body[field]), to: String(value) }];
  return [{ c: "set", kind, id, fields: { [field]: value } }];
}

function stateOf(kind: string): { stateField: string | undefined } {
  return { stateField: kind === "incident" || kind === "task" ? "state" : undefined };
}
