import type { KindDefinition } from "#domain/kind.ts";
import { kindOf } from "#domain/kinds.ts";
import { splitField } from "#domain/record.ts";
import { mayDo, type Rights, type Verb } from "#domain/rights.ts";
import { caseScope, covers, type Scope } from "#domain/scope.ts";
import { dayOf } from "#kernel/calendar.ts";
import type { JsonObject } from "#kernel/json.ts";
import { isKnownAction, lostAction } from "#protocol/actions.ts";
import { writesOf } from "#protocol/apply.ts";
import { type Change, claimedTime, type Op } from "#protocol/op.ts";
import type { DeviceState, ServerRow } from "./commune-store.ts";
import type { DecideInput, Decision } from "./decision.ts";
import { Draft } from "./draft.ts";
import { couldNotKnow } from "./own-record.ts";
import { wroteBefore } from "./partial.ts";
import { Refused } from "./refused.ts";
import { currentRights, judgingRights } from "./rights-check.ts";
import { writeChange } from "./write-change.ts";

/** A correction that is so far ahead was measured against a clock of ours that was wrong. */
const wrongCorrectionMs = 5 * 60_000;

/**
 * Effective time: the device's corrected time, never before its previous op or last contact, never after now. What a wrong
 * clock of the server left binds nobody: times ahead of now, and a correction that leads there while the device's own
 * clock does not.
 */
export function effectiveTime(op: Op, device: DeviceState, now: number): number {
  const past = (time: number) => (time <= now ? time : 0);
  const previous = op.n > device.lastN ? past(device.lastEffective) : 0;
  const contact = op.n > device.reportedN ? past(device.contactAt) : 0;
  const claimed = claimedTime(op);
  const isMisled = claimed - now > wrongCorrectionMs && op.w <= now;
  return Math.min(now, Math.max(previous, contact, isMisled ? op.w : claimed));
}

/**
 * Decides one op: every change is written or none. Pure and total but for defects of our own code, which throw and are
 * parked by the caller.
 */
export function decide(input: DecideInput): Decision {
  const { now, parkedEffective = now + 1 } = input;
  const effective = parkedEffective <= now ? parkedEffective : effectiveTime(input.op, input.device, now);
  try {
    if (input.op.z) throw new Refused("rejected", input.op.a === lostAction ? "lost" : "refused-before");
    for (const change of input.op.ch) checkNothingPersonalIsPlain(change);
    if (!isKnownAction(input.op.a)) throw new Refused("parked", "unknown-action", { action: input.op.a });
    const draft = new Draft(input, effective);
    for (const [index, change] of input.op.ch.entries()) applyOne(draft, change, index);
    return draft.decision();
  } catch (error) {
    if (error instanceof Refused) return refusal(error, effective);
    throw error;
  }
}

function refusal(refused: Refused, effective: number): Decision {
  const { outcome, code, facts, waitsFor } = refused;
  const nothing = { rows: [], exits: [], cases: [], own: false };
  return {
    outcome,
    effective,
    code,
    ...(facts ? { facts } : {}),
    ...(waitsFor ? { waitsFor } : {}),
    ...nothing,
  };
}

function applyOne(draft: Draft, change: Change, index: number): void {
  const definition = kindOf(change.k);
  if (!definition) throw new Refused("parked", "unknown-kind", { kind: change.k });
  const before = draft.row(change.id);
  if (before && before.kind !== change.k)
    throw new Refused("rejected", "kind-mismatch", { kind: before.kind });
  const parent = change.c === "append" ? draft.row(change.under) : null;
  checkPresence(definition, change, before, parent);
  checkPersonalParts(definition, change);
  draft.noteSeen(change, before);
  const after = writeChange(draft, definition, change, index, before, parent);
  const isSame = before !== null && change.c === "create" && wroteBefore(draft.input, before);
  authorise(draft, definition, change, isSame ? null : before, parent, after);
  if (after === before) {
    draft.notOwn();
    return;
  }
  checkResult(draft, definition, change, before, after);
  draft.put(after, before);
}

function checkPresence(
  { parentKind }: KindDefinition,
  change: Change,
  before: ServerRow | null,
  parent: ServerRow | null,
): void {
  if (change.c === "append") {
    if (!parent) throw new Refused("parked", "missing-parent", { id: change.under }, change.under);
    if (parent.kind !== parentKind) throw new Refused("rejected", "kind-mismatch", { kind: parent.kind });
    if (before) throw new Refused("rejected", "already-there");
  } else if (!before && change.c !== "create") {
    throw new Refused("parked", "missing-record", { id: change.id }, change.id);
  }
}

/** Asked before an op may wait: the log tells names and content apart, and no longer where the content stood. */
function checkNothingPersonalIsPlain(change: Change): void {
  const names = kindOf(change.k)?.personal ?? [];
  const members = change.c === "members" ? { ...change.add, ...change.remove } : {};
  const plain = writesOf(change).flatMap(([field, , personal]) => (personal ? [] : [field]));
  for (const field of [...plain, ...Object.keys(members)]) {
    if (names.includes(splitField(field)[0])) throw new Refused("rejected", "misplaced-field", { field });
  }
}

/** Personal content may only travel where the permanent log does not keep it. */
function checkPersonalParts(definition: KindDefinition, change: Change): void {
  for (const [field, , personal] of writesOf(change)) {
    if (definition.personal.includes(splitField(field)[0]) !== personal) {
      throw new Refused("rejected", "misplaced-field", { field });
    }
  }
}

function authorise(
  draft: Draft,
  definition: KindDefinition,
  change: Change,
  before: ServerRow | null,
  parent: ServerRow | null,
  after: ServerRow,
): void {
  const { input, effective } = draft;
  if (input.trusted) return;
  const person = input.op.u;
  const seen = parent ?? before;
  const verb = verbOf(change, before);
  const edits = change.c === "set" || (change.c === "create" && before !== null);
  const fields = edits ? writesOf(change).map(([field]) => field) : [];
  const allows = (rights: Rights) => {
    if (!mayDo(rights, change.k, verb)) return false;
    const scopes = input.reads(rights);
    const isRead = seen === null || covers(scopes, seen.scope);
    if (!isRead && !couldNotKnow(input, change, draft.base(change), seen, scopes)) return false;
    // Whoever may write a record may read it; whoever opens a case belongs to it.
    const isNew = before === null && parent === null;
    if (isNew && after.scope !== caseScope(after.id) && !covers(scopes, after.scope)) return false;
    const reads = (scope: Scope) => covers(scopes, scope);
    return (
      definition.ownership?.({ person, rights, before, body: after.body, parent, fields, reads }) ?? true
    );
  };
  const times = { effective, now: input.now, lost: input.device.lost };
  if (judgingRights(input.rights, times, allows)) return;
  // One's own outside one's scopes is kept to be read: another reason than having no right to such a deed.
  const today = currentRights(input.rights);
  const isKept = today.active && seen?.created.by === person && !covers(input.reads(today), seen.scope);
  throw new Refused("rejected", isKept ? "only-read" : "denied", { kind: change.k });
}

/** The one refusal of the kinds' rules that asks what day it is. */
export const dayCode = "day-in-future";

/** Schema, references and the kind's own rules, on the record as it would become. */
function checkResult(
  draft: Draft,
  definition: KindDefinition,
  change: Change,
  before: ServerRow | null,
  after: ServerRow,
): void {
  const whole: JsonObject = { ...after.body, ...after.personal };
  const parsed = definition.schema.safeParse(whole);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join(".") ?? "";
    throw new Refused("rejected", "invalid", { kind: change.k, field });
  }
  for (const { kind, id } of definition.references?.(after.body) ?? []) {
    if (!draft.exists(kind, id)) throw new Refused("rejected", "unknown-reference", { kind, id });
  }
  const today = dayOf(draft.input.now);
  const ruled = definition.rules?.({ id: change.id, before, body: after.body, today });
  if (!ruled || ruled.ok) return;
  const { code, facts } = ruled.refusal;
  throw new Refused(draft.input.inDoubt && code === dayCode ? "parked" : "rejected", code, facts);
}

function verbOf(change: Change, before: ServerRow | null): Verb {
  if (change.c === "create") return before ? "edit" : "create";
  if (change.c === "append") return "append";
  if (change.c === "move") return "move";
  return change.c === "delete" || change.c === "restore" ? "delete" : "edit";
}
