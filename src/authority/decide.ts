import type { KindDefinition } from "#domain/kind.ts";
import { kindOf } from "#domain/kinds.ts";
import { type Fields, readField, type Stamp } from "#domain/record.ts";
import { mayDo, type Rights, scopesOf, type Verb } from "#domain/rights.ts";
import { dayOf } from "#kernel/calendar.ts";
import type { JsonObject } from "#kernel/json.ts";
import type { Facts } from "#kernel/result.ts";
import { isKnownAction, lostAction } from "#protocol/actions.ts";
import { emptyRow, withFields, withScope, writesOf } from "#protocol/apply.ts";
import type { Outcome } from "#protocol/exchange.ts";
import { type Change, claimedTime, type Op } from "#protocol/op.ts";
import type { DatedRights, DeviceState, Exit, FieldClock, ServerRow } from "./commune-store.ts";
import { type ConflictSides, conflictRow } from "./conflict-row.ts";
import { mergeRegister } from "./merge.ts";
import { judgingRights } from "./rights-check.ts";

/** Everything that one decision looks at; loaded by `run-exchange.ts`. */
export interface DecideInput {
  readonly op: Op;
  readonly seq: number;
  readonly now: number;
  readonly device: DeviceState;
  readonly rights: readonly DatedRights[];
  readonly villages: readonly string[];
  readonly cases: readonly string[];
  /** Touched records and the parents of appended ones. */
  readonly rows: ReadonlyMap<string, ServerRow>;
  /** `kind/id` of the referenced records that exist. */
  readonly references: ReadonlySet<string>;
  readonly erased: ReadonlySet<string>;
  /** The op's bases translated into today's history (a restore cuts them). */
  readonly baseOf: (base: number) => number;
  /** Records whose latest state this device wrote itself in this exchange and shows exactly. */
  readonly ownChain: ReadonlySet<string>;
  /** Written by the server itself: setup, administration, seeds. */
  readonly trusted?: boolean;
}

export interface Decision {
  readonly outcome: Outcome;
  readonly effective: number;
  readonly code?: string;
  readonly facts?: Facts;
  readonly waitsFor?: string;
  readonly rows: readonly ServerRow[];
  readonly exits: readonly Exit[];
  /** Cases that begin with this op, with their first member. */
  readonly cases: readonly string[];
  /** The device shows exactly this result. */
  readonly own: boolean;
}

class Refused extends Error {
  readonly outcome: Outcome;
  readonly code: string;
  readonly facts: Facts | undefined;
  readonly waitsFor: string | undefined;
  constructor(outcome: Outcome, code: string, facts?: Facts, waitsFor?: string) {
    super(code);
    this.outcome = outcome;
    this.code = code;
    this.facts = facts;
    this.waitsFor = waitsFor;
  }
}

/** Effective time: the device's corrected time, never before its previous op or last contact, never after now. */
export function effectiveTime(op: Op, device: DeviceState, now: number): number {
  const previous = op.n > device.lastN ? device.lastEffective : 0;
  const contact = op.n > device.reportedN ? device.contactAt : 0;
  const earliest = Math.min(now, Math.max(previous, contact));
  return Math.min(now, Math.max(earliest, claimedTime(op)));
}

/** Decides one op. Pure and total but for defects of our own code, which the caller parks. */
export function decide(input: DecideInput): Decision {
  const effective = effectiveTime(input.op, input.device, input.now);
  try {
    if (input.op.z) throw new Refused("rejected", input.op.a === lostAction ? "lost" : "refused-before");
    if (!isKnownAction(input.op.a)) throw new Refused("parked", "unknown-action", { action: input.op.a });
    return new Deciding(input, effective).run();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return {
      outcome: error.outcome,
      effective,
      code: error.code,
      ...(error.facts ? { facts: error.facts } : {}),
      ...(error.waitsFor ? { waitsFor: error.waitsFor } : {}),
      rows: [],
      exits: [],
      cases: [],
      own: false,
    };
  }
}

/** One op being decided: working copies of the rows, all written or none. */
class Deciding {
  private readonly work = new Map<string, ServerRow>();
  private readonly conflicts: ServerRow[] = [];
  private readonly cases: string[] = [];
  private readonly input: DecideInput;
  private readonly effective: number;
  private readonly stamp: Stamp;
  private own: boolean;
  private superseded = 0;
  private written = 0;

  constructor(input: DecideInput, effective: number) {
    this.input = input;
    this.effective = effective;
    this.stamp = { at: effective, by: input.op.u, device: input.op.d };
    this.own =
      effective === claimedTime(input.op) &&
      input.baseOf(Number.MAX_SAFE_INTEGER) === Number.MAX_SAFE_INTEGER;
  }

  run(): Decision {
    this.input.op.ch.forEach((change, index) => {
      this.applyOne(change, index);
    });
    const rows = [...this.work.values()].map((row) => ({
      ...row,
      seq: this.input.seq,
      received: this.input.now,
    }));
    const exits = rows.flatMap((row) => {
      const before = this.input.rows.get(row.id);
      return before && before.scope !== row.scope
        ? [{ id: row.id, scope: before.scope, seq: this.input.seq }]
        : [];
    });
    const outcome: Outcome =
      this.conflicts.length > 0
        ? "conflict"
        : this.superseded > 0 && this.written === 0
          ? "superseded"
          : "applied";
    const own = this.own && outcome === "applied" && exits.length === 0 && this.superseded === 0;
    return {
      outcome,
      effective: this.effective,
      rows: [...rows, ...this.conflicts],
      exits,
      cases: this.cases,
      own,
    };
  }

  private applyOne(change: Change, index: number): void {
    const definition = kindOf(change.k);
    if (!definition) throw new Refused("parked", "unknown-kind", { kind: change.k });
    const before = this.work.get(change.id) ?? this.input.rows.get(change.id) ?? null;
    if (before && before.kind !== change.k)
      throw new Refused("rejected", "kind-mismatch", { kind: before.kind });
    const parent =
      change.c === "append"
        ? (this.work.get(change.under) ?? this.input.rows.get(change.under) ?? null)
        : null;
    if (change.c === "append" && !parent)
      throw new Refused("parked", "missing-parent", { id: change.under }, change.under);
    if (change.c === "append" && before) throw new Refused("rejected", "already-there");
    if (!before && change.c !== "create" && change.c !== "append") {
      throw new Refused("parked", "missing-record", { id: change.id }, change.id);
    }
    if (!this.isSeen(change, before)) this.own = false;

    const after = this.write(definition, change, index, before, parent);
    this.authorise(definition, change, before, parent, after);
    if (after === before) {
      this.own = false;
      return;
    }
    this.check(definition, change, before, after);
    this.work.set(change.id, after);
    if (!before && after.scope === `case:${after.id}`) this.cases.push(after.id);
  }

  /** The device knew the very state that this change is applied to, so it shows what the server now has. */
  private isSeen(change: Change, before: ServerRow | null): boolean {
    if (this.work.has(change.id)) return true;
    if (!before) return true;
    const base = "b" in change && typeof change.b === "number" ? change.b : 0;
    return before.seq === base || this.input.ownChain.has(change.id);
  }

  private authorise(
    definition: KindDefinition,
    change: Change,
    before: ServerRow | null,
    parent: ServerRow | null,
    after: ServerRow,
  ): void {
    if (this.input.trusted) return;
    const person = this.input.op.u;
    const verb = verbOf(change, before);
    const fields =
      change.c === "set" || (change.c === "create" && before) ? writesOf(change).map(([field]) => field) : [];
    const allows = (rights: Rights) => {
      if (!mayDo(rights, change.k, verb)) return false;
      const seen = parent ?? before;
      if (seen && seen.created.by !== person) {
        const scopes = scopesOf(rights, { person, villages: this.input.villages, cases: this.input.cases });
        if (!scopes.includes(seen.scope)) return false;
      }
      return definition.ownership?.({ person, rights, before, body: after.body, parent, fields }) ?? true;
    };
    const times = { effective: this.effective, now: this.input.now, lost: this.input.device.lost };
    if (!judgingRights(this.input.rights, times, allows))
      throw new Refused("rejected", "denied", { kind: change.k });
  }

  /** Schema, references and the kind's own rules, on the record as it would become. */
  private check(
    definition: KindDefinition,
    change: Change,
    before: ServerRow | null,
    after: ServerRow,
  ): void {
    const whole: JsonObject = { ...after.body, ...after.personal };
    const parsed = definition.schema.safeParse(whole);
    if (!parsed.success) {
      const path = parsed.error.issues[0]?.path.join(".") ?? "";
      throw new Refused("rejected", "invalid", { kind: change.k, field: path });
    }
    for (const reference of definition.references?.(after.body) ?? []) {
      const key = `${reference.kind}/${reference.id}`;
      if (!this.input.references.has(key) && !this.work.has(reference.id)) {
        throw new Refused("rejected", "unknown-reference", { kind: reference.kind, id: reference.id });
      }
    }
    const ruled = definition.rules?.({
      id: change.id,
      before,
      body: after.body,
      today: dayOf(this.input.now),
    });
    if (ruled && !ruled.ok) throw new Refused("rejected", ruled.refusal.code, ruled.refusal.facts);
  }

  private write(
    definition: KindDefinition,
    change: Change,
    index: number,
    before: ServerRow | null,
    parent: ServerRow | null,
  ): ServerRow {
    switch (change.c) {
      case "create":
      case "append":
        return this.writeNew(definition, change, index, before, parent);
      case "set":
        return this.finish(
          this.writeRegisters(definition, change, index, before as ServerRow),
          before,
          parent,
        );
      case "members":
        return this.finish(this.writeMembers(change, before as ServerRow), before, parent);
      case "move":
        return this.writeMove(definition, change, before as ServerRow);
      case "delete":
        return this.writeDelete(change, index, before as ServerRow);
      case "restore":
        return this.writeRestore(before as ServerRow);
    }
  }

  private writeNew(
    definition: KindDefinition,
    change: Extract<Change, { c: "create" | "append" }>,
    index: number,
    before: ServerRow | null,
    parent: ServerRow | null,
  ): ServerRow {
    if (before) return this.finish(this.writeRegisters(definition, change, index, before), before, parent);
    const initial: Fields = definition.states ? { [definition.states.field]: definition.states.initial } : {};
    const under: Fields = change.c === "append" ? { parent: change.under } : {};
    const start: ServerRow = { ...emptyRow(change.id, change.k, change.sc, this.stamp), clocks: {} };
    const fields = { ...initial, ...change.f, ...under };
    const erased = this.input.erased.has(change.id);
    const filled = withFields(
      erased ? { ...start, erased: true } : start,
      fields,
      erased ? undefined : change.p,
    );
    const clocks = Object.fromEntries(
      [...Object.keys(fields), ...Object.keys(change.p ?? {})].map((field) => [field, this.clock()]),
    );
    this.written++;
    if (erased && change.p) this.own = false;
    return this.finish({ ...start, ...filled, clocks }, null, parent);
  }

  private writeRegisters(
    definition: KindDefinition,
    change: Extract<Change, { c: "create" | "set" | "append" }>,
    index: number,
    before: ServerRow,
  ): ServerRow {
    const base = this.input.baseOf("b" in change && typeof change.b === "number" ? change.b : 0);
    let row = before;
    for (const [field, wanted, personal] of writesOf(change)) {
      if (personal && (before.erased || this.input.erased.has(before.id))) {
        this.own = false;
        continue;
      }
      if (definition.states?.field === field) throw new Refused("rejected", "state-needs-move", { field });
      const current = readField(personal ? (row.personal ?? {}) : row.body, field);
      const clock = row.clocks[field];
      const mine = { device: this.input.op.d, n: this.input.op.n, effective: this.effective };
      const verdict = mergeRegister({ definition, field, clock, current, wanted, base, ...mine });
      if (!verdict.write) this.own = false;
      if (!verdict.write && verdict.superseded) this.superseded++;
      if (verdict.loser && clock) {
        const theirs = { by: clock.by, at: clock.at, device: clock.device, value: current ?? null };
        const ours = { ...this.stamp, value: wanted };
        const sides =
          verdict.loser === "mine" ? { using: theirs, other: ours } : { using: ours, other: theirs };
        this.addConflict(row, index, field, sides, personal);
      }
      if (!verdict.write) continue;
      this.written++;
      const fields = { [field]: wanted };
      const next = personal ? withFields(row, {}, fields) : withFields(row, fields, undefined);
      row = { ...row, ...next, clocks: { ...row.clocks, [field]: this.clock() } };
    }
    this.noteDeletion(before, index, base);
    return row;
  }

  /** An edit by someone who had not seen the deletion is kept, and both are told. */
  private noteDeletion(before: ServerRow, index: number, base: number): void {
    const deletion = before.clocks["$deleted"];
    if (!before.deleted || !deletion || deletion.seq <= base || deletion.device === this.input.op.d) return;
    this.addConflict(
      before,
      index,
      "",
      { using: { ...stampOf(deletion), value: null }, other: { ...this.stamp, value: null } },
      false,
    );
  }

  private writeMembers(change: Extract<Change, { c: "members" }>, before: ServerRow): ServerRow {
    const base = this.input.baseOf(change.b);
    let row = before;
    for (const field of new Set([...Object.keys(change.add ?? {}), ...Object.keys(change.remove ?? {})])) {
      const now = readField(row.body, field);
      const members = new Set(Array.isArray(now) ? (now as string[]) : []);
      const clocks = { ...row.clocks };
      for (const member of change.remove?.[field] ?? []) {
        const clock = clocks[`${field}#${member}`];
        const concurrentAdd = clock && clock.seq > base && clock.device !== this.input.op.d;
        if (!concurrentAdd) members.delete(member);
      }
      for (const member of change.add?.[field] ?? []) {
        members.add(member);
        clocks[`${field}#${member}`] = this.clock();
      }
      row = { ...row, ...withFields(row, { [field]: [...members] }, undefined), clocks };
    }
    this.own = false;
    this.written++;
    return row;
  }

  private writeMove(
    definition: KindDefinition,
    change: Extract<Change, { c: "move" }>,
    before: ServerRow,
  ): ServerRow {
    const machine = definition.states;
    if (!machine) throw new Refused("rejected", "no-states", { kind: change.k });
    const now = String(before.body[machine.field] ?? machine.initial);
    if (now === change.to) {
      this.own = false;
      return before;
    }
    const allowed = machine.moves[now]?.includes(change.to) ?? false;
    if (now === change.from && !allowed)
      throw new Refused("rejected", "move-not-allowed", { from: now, to: change.to });
    if (now !== change.from && (!allowed || machine.guarded.includes(change.to))) {
      const clock = before.clocks[machine.field];
      const by = clock ? { by: clock.by, at: clock.at } : {};
      throw new Refused("rejected", "stale-transition", { from: change.from, to: change.to, now, ...by });
    }
    if (now !== change.from) this.own = false;
    const fields = { ...change.f, [machine.field]: change.to };
    const clocks = {
      ...before.clocks,
      ...Object.fromEntries(Object.keys(fields).map((field) => [field, this.clock()])),
    };
    this.written++;
    return this.finish({ ...before, ...withFields(before, fields, undefined), clocks }, before, null);
  }

  private writeDelete(change: Extract<Change, { c: "delete" }>, index: number, before: ServerRow): ServerRow {
    if (before.deleted) {
      this.own = false;
      return before;
    }
    const base = this.input.baseOf(change.b);
    const unseen = Object.values(before.clocks).find(
      (clock) => clock.seq > base && clock.device !== this.input.op.d,
    );
    if (unseen) {
      const sides = { using: { ...this.stamp, value: null }, other: { ...stampOf(unseen), value: null } };
      this.addConflict(before, index, "", sides, false);
    }
    this.written++;
    const clocks = { ...before.clocks, $deleted: this.clock() };
    return { ...before, deleted: true, changed: this.stamp, clocks };
  }

  private writeRestore(before: ServerRow): ServerRow {
    this.own = false;
    if (!before.deleted) return before;
    const { deleted: _was, ...live } = before;
    this.written++;
    return { ...live, changed: this.stamp, clocks: { ...before.clocks, $deleted: this.clock() } };
  }

  private finish(row: ServerRow, before: ServerRow | null, parent: ServerRow | null): ServerRow {
    if (row === before) return row;
    const placed = withScope(row, parent ?? undefined);
    return { ...row, scope: placed.scope, changed: this.stamp };
  }

  private addConflict(
    row: ServerRow,
    index: number,
    field: string,
    sides: ConflictSides,
    personal: boolean,
  ): void {
    const id = `cf/${this.input.op.d}/${this.input.op.n}/${index}/${field}`;
    const clock = this.clock();
    this.conflicts.push(
      conflictRow({
        id,
        row,
        field,
        sides,
        personal,
        seq: this.input.seq,
        now: this.input.now,
        stamp: this.stamp,
        clock,
      }),
    );
  }

  private clock(): FieldClock {
    return { ...this.stamp, seq: this.input.seq, n: this.input.op.n };
  }
}

function stampOf(clock: FieldClock): Stamp {
  return { at: clock.at, by: clock.by, device: clock.device };
}

function verbOf(change: Change, before: ServerRow | null): Verb {
  if (change.c === "create") return before ? "edit" : "create";
  if (change.c === "append") return "append";
  if (change.c === "move") return "move";
  return change.c === "delete" || change.c === "restore" ? "delete" : "edit";
}
