import type { KindDefinition } from "#domain/kind.ts";
import { type Fields, readField, type Stamp } from "#domain/record.ts";
import type { Json } from "#kernel/json.ts";
import { emptyRow, withFields, withScope, writesOf } from "#protocol/apply.ts";
import type { Change } from "#protocol/op.ts";
import type { FieldClock, ServerRow } from "./commune-store.ts";
import type { Draft } from "./draft.ts";
import { mergeRegister } from "./merge.ts";
import { standsAfterMessage, wroteBefore } from "./partial.ts";
import { Refused } from "./refused.ts";
import { deletionField, memberField } from "./written-later.ts";

type Of<C extends Change["c"]> = Extract<Change, { c: C }>;

/** What one change makes of its record against everything that happened meanwhile; the same row when nothing. */
export function writeChange(
  draft: Draft,
  definition: KindDefinition,
  change: Change,
  index: number,
  before: ServerRow | null,
  parent: ServerRow | null,
): ServerRow {
  if (change.c === "create" || change.c === "append") {
    const row = before
      ? writeRegisters(draft, definition, change, index, before)
      : writeNew(draft, definition, change);
    const after = finish(draft, row, before, parent);
    // What the device shows lies where its parent lay when it was written.
    if (change.c === "append" && after.scope !== change.sc) draft.notOwn();
    return after;
  }
  if (!before) throw new Refused("parked", "missing-record", { id: change.id }, change.id);
  switch (change.c) {
    case "set":
      return finish(draft, writeRegisters(draft, definition, change, index, before), before, parent);
    case "members":
      return finish(draft, writeMembers(draft, change, before), before, parent);
    case "move":
      return finish(draft, writeMove(draft, definition, change, before), before, parent);
    case "delete":
      return finish(draft, writeDelete(draft, change, index, before), before, parent);
    case "restore":
      return finish(draft, writeRestore(draft, before), before, parent);
  }
}

/** The record lies where its body says, and bears the stamp of who changed it. */
function finish(draft: Draft, row: ServerRow, before: ServerRow | null, parent: ServerRow | null): ServerRow {
  if (row === before) return row;
  return { ...row, scope: withScope(row, parent ?? undefined).scope, changed: draft.stamp };
}

function writeNew(draft: Draft, definition: KindDefinition, change: Of<"create" | "append">): ServerRow {
  const initial: Fields = definition.states ? { [definition.states.field]: definition.states.initial } : {};
  const under: Fields = change.c === "append" ? { parent: change.under } : {};
  const fields = { ...initial, ...change.f, ...under };
  const erased = draft.input.erased.has(change.id);
  const empty = emptyRow(change.id, change.k, change.sc, draft.stamp);
  const start = erased ? { ...empty, erased: true as const } : empty;
  const written = [...Object.keys(fields), ...Object.keys(change.p ?? {})];
  const clock = draft.clock();
  const clocks = Object.fromEntries(written.map((field) => [field, clock]));
  draft.noteWritten();
  if (erased) draft.notOwn();
  return { ...withFields(start, fields, change.p), clocks };
}

function writeRegisters(
  draft: Draft,
  definition: KindDefinition,
  change: Of<"create" | "set" | "append">,
  index: number,
  before: ServerRow,
): ServerRow {
  const erased = before.erased || draft.input.erased.has(before.id);
  const completes = change.c === "create" && wroteBefore(draft.input, before);
  const row = writesOf(change).reduce((row, [field, wanted, personal]) => {
    if (completes && keepsAfterMessage(draft, definition, field, before)) return row;
    if (definition.states?.field === field) throw new Refused("rejected", "state-needs-move", { field });
    if (!personal || !erased)
      return writeRegister(draft, definition, change, index, row, { field, wanted, personal });
    draft.notOwn();
    return row;
  }, before);
  if (!completes) noteDeletion(draft, change, index, before);
  return row;
}

/** The state is moved and never set anew; what the message had brought and people have changed stands. */
function keepsAfterMessage(
  draft: Draft,
  definition: KindDefinition,
  field: string,
  before: ServerRow,
): boolean {
  const stands = standsAfterMessage(draft.input.op, field, before.clocks[field]);
  if (stands) draft.notOwn();
  return stands || definition.states?.field === field;
}

function writeRegister(
  draft: Draft,
  definition: KindDefinition,
  change: Change,
  index: number,
  row: ServerRow,
  { field, wanted, personal }: { field: string; wanted: Json; personal: boolean },
): ServerRow {
  const { op } = draft.input;
  const current = readField(personal ? (row.personal ?? {}) : row.body, field);
  const clock = row.clocks[field];
  const mine = { base: draft.base(change), device: op.d, n: op.n, effective: draft.effective };
  const { now } = draft.input;
  const isLate = draft.isWrittenLater(row.id, field);
  const verdict = mergeRegister({ definition, field, clock, current, wanted, now, isLate, ...mine });
  if (verdict.loser && clock) {
    const theirs = { ...stampOf(clock), value: current ?? null };
    const ours = { ...draft.stamp, value: wanted };
    const sides = verdict.loser === "mine" ? { using: theirs, other: ours } : { using: ours, other: theirs };
    draft.addConflict(row, index, field, sides, personal);
  }
  if (!verdict.write) {
    draft.notOwn();
    if (verdict.superseded) draft.noteSuperseded();
    return row;
  }
  draft.noteWritten();
  const fields = { [field]: wanted };
  const next = personal ? withFields(row, {}, fields) : withFields(row, fields, undefined);
  return { ...row, ...next, clocks: { ...row.clocks, [field]: draft.clock() } };
}

/** An edit by someone who had not seen the deletion is kept, and both are told. */
function noteDeletion(draft: Draft, change: Change, index: number, before: ServerRow): void {
  const deletion = before.clocks[deletionField];
  if (!before.deleted || !deletion || deletion.seq <= draft.base(change) || draft.isMine(deletion)) return;
  const sides = { using: { ...stampOf(deletion), value: null }, other: { ...draft.stamp, value: null } };
  draft.addConflict(before, index, "", sides, false);
}

/** Members are added and removed one by one; of an addition and a removal that did not see each other, the addition stays. */
function writeMembers(draft: Draft, change: Of<"members">, before: ServerRow): ServerRow {
  const base = draft.base(change);
  let row = before;
  draft.notOwn();
  for (const field of new Set([...Object.keys(change.add ?? {}), ...Object.keys(change.remove ?? {})])) {
    if (isSuperseded(draft, before, field)) continue;
    const stands = (member: string) => !isSuperseded(draft, before, memberField(field, member));
    const now = readField(row.body, field);
    const members = new Set(Array.isArray(now) ? (now as string[]) : []);
    const clocks = { ...row.clocks };
    for (const member of (change.remove?.[field] ?? []).filter(stands)) {
      const clock = clocks[memberField(field, member)];
      const addedUnseen = clock && clock.seq > base && !draft.isMine(clock);
      if (!addedUnseen) members.delete(member);
      draft.noteWritten();
    }
    for (const member of (change.add?.[field] ?? []).filter(stands)) {
      members.add(member);
      clocks[memberField(field, member)] = draft.clock();
      draft.noteWritten();
    }
    row = { ...row, ...withFields(row, { [field]: [...members] }, undefined), clocks };
  }
  return row;
}

/** A state moves only as its machine allows from where it is now; no clock has a say. */
function writeMove(
  draft: Draft,
  definition: KindDefinition,
  change: Of<"move">,
  before: ServerRow,
): ServerRow {
  const machine = definition.states;
  if (!machine) throw new Refused("rejected", "no-states", { kind: change.k });
  const { from, to } = change;
  const now = String(before.body[machine.field] ?? machine.initial);
  if (now === to) return before;
  if (isSuperseded(draft, before, machine.field)) return before;
  const allowed = machine.moves[now]?.includes(to) ?? false;
  if (now === from && !allowed) throw new Refused("rejected", "move-not-allowed", { from, to });
  if (now !== from) {
    draft.notOwn();
    if (!allowed || machine.guarded.includes(to)) {
      const clock = before.clocks[machine.field];
      const by = clock ? { by: clock.by, at: clock.at } : {};
      throw new Refused("rejected", "stale-transition", { from, to, now, ...by });
    }
  }
  draft.noteWritten();
  const moved = withFields(before, { [machine.field]: to }, undefined);
  return { ...before, ...moved, clocks: { ...before.clocks, [machine.field]: draft.clock() } };
}

function writeDelete(draft: Draft, change: Of<"delete">, index: number, before: ServerRow): ServerRow {
  if (before.deleted || isSuperseded(draft, before, deletionField)) return before;
  const base = draft.base(change);
  const unseen = Object.values(before.clocks).find((clock) => clock.seq > base && !draft.isMine(clock));
  if (unseen) {
    const sides = { using: { ...draft.stamp, value: null }, other: { ...stampOf(unseen), value: null } };
    draft.addConflict(before, index, "", sides, false);
  }
  draft.noteWritten();
  return { ...before, deleted: true, clocks: { ...before.clocks, [deletionField]: draft.clock() } };
}

function writeRestore(draft: Draft, before: ServerRow): ServerRow {
  draft.notOwn();
  if (!before.deleted || isSuperseded(draft, before, deletionField)) return before;
  const { deleted: _was, ...live } = before;
  draft.noteWritten();
  return { ...live, clocks: { ...before.clocks, [deletionField]: draft.clock() } };
}

function stampOf(clock: FieldClock): Stamp {
  return { at: clock.at, by: clock.by, device: clock.device };
}

function isSuperseded(draft: Draft, { id }: ServerRow, field: string): boolean {
  const isLate = draft.isWrittenLater(id, field);
  if (isLate) draft.noteSuperseded();
  return isLate;
}
