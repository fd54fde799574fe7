import type { Stamp } from "#domain/record.ts";
import { caseScope, covers } from "#domain/scope.ts";
import type { Outcome } from "#protocol/exchange.ts";
import { type Change, claimedTime } from "#protocol/op.ts";
import type { FieldClock, ServerRow } from "./commune-store.ts";
import { type ConflictSides, conflictRow } from "./conflict-row.ts";
import type { DecideInput, Decision } from "./decision.ts";
import { currentRights } from "./rights-check.ts";
import { registerOf } from "./written-later.ts";

/** What one op would write: working copies of its records, the conflicts it leaves, and whether the device shows it. */
export class Draft {
  readonly input: DecideInput;
  readonly effective: number;
  readonly stamp: Stamp;
  private readonly work = new Map<string, ServerRow>();
  private readonly conflicts: ServerRow[] = [];
  private readonly cases: string[] = [];
  private own: boolean;
  private superseded = 0;
  private written = 0;

  constructor(input: DecideInput, effective: number) {
    this.input = input;
    this.effective = effective;
    this.stamp = { at: effective, by: input.op.u, device: input.op.d };
    const wholeBase = input.baseOf(Number.MAX_SAFE_INTEGER) === Number.MAX_SAFE_INTEGER;
    this.own = wholeBase && effective === claimedTime(input.op);
  }

  row(id: string): ServerRow | null {
    return this.work.get(id) ?? this.input.rows.get(id) ?? null;
  }

  put(after: ServerRow, before: ServerRow | null): void {
    this.work.set(after.id, after);
    if (!before && after.scope === caseScope(after.id)) this.cases.push(after.id);
  }

  exists(kind: string, id: string): boolean {
    return this.input.references.has(`${kind}/${id}`) || this.work.get(id)?.kind === kind;
  }

  clock(): FieldClock {
    return { ...this.stamp, seq: this.input.seq, n: this.input.op.n };
  }

  /** The seq the author was looking at, in today's history. */
  base(change: Change): number {
    return this.input.baseOf("b" in change && typeof change.b === "number" ? change.b : 0);
  }

  /** The author has changed this register since, in an op that came before this one. */
  isWrittenLater(id: string, field: string): boolean {
    return this.input.writtenLater.has(registerOf(id, field));
  }

  isMine(clock: FieldClock): boolean {
    return clock.device === this.input.op.d;
  }

  notOwn(): void {
    this.own = false;
  }

  /** The result is the device's own only if it knew the very state that this change is applied to. */
  noteSeen(change: Change, before: ServerRow | null): void {
    if (this.work.has(change.id)) return;
    const base = "b" in change && typeof change.b === "number" ? change.b : 0;
    // What it wrote upon may be of a history that a restore took back.
    if ((before?.seq ?? 0) !== base && !this.input.ownChain.has(change.id)) this.own = false;
  }

  noteWritten(): void {
    this.written++;
  }

  noteSuperseded(): void {
    this.own = false;
    this.superseded++;
  }

  addConflict(row: ServerRow, index: number, field: string, sides: ConflictSides, personal: boolean): void {
    const { op, seq, now } = this.input;
    const id = `cf/${op.d}/${op.n}/${index}/${field}`;
    const { stamp } = this;
    this.conflicts.push(
      conflictRow({ id, row, field, sides, personal, seq, now, stamp, clock: this.clock() }),
    );
  }

  decision(): Decision {
    const { seq, now } = this.input;
    const rows = [...this.work.values()].map((row) => ({ ...row, seq, received: now }));
    const exits = rows.flatMap((row) => {
      const before = this.input.rows.get(row.id);
      return before && before.scope !== row.scope ? [{ id: row.id, scope: before.scope, seq }] : [];
    });
    const outcome = this.outcome();
    const own =
      this.own &&
      outcome === "applied" &&
      exits.length === 0 &&
      this.superseded === 0 &&
      this.mayKeep([...this.work.values()]);
    return {
      outcome,
      effective: this.effective,
      rows: [...rows, ...this.conflicts],
      exits,
      cases: this.cases,
      own,
    };
  }

  /** What lies outside the author's scopes is not the device's to keep, however well it knows it. */
  private mayKeep(rows: readonly ServerRow[]): boolean {
    const { rights, reads, trusted } = this.input;
    if (trusted) return true;
    const scopes = [...reads(currentRights(rights)), ...this.cases.map(caseScope)];
    return rows.every((row) => covers(scopes, row.scope));
  }

  private outcome(): Outcome {
    if (this.conflicts.length > 0) return "conflict";
    return this.superseded > 0 && this.written === 0 ? "superseded" : "applied";
  }
}
