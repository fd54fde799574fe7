import { callIdOf } from "#domain/calls/call-id.ts";
import type { Reference } from "#domain/kind.ts";
import { kindOf } from "#domain/kinds.ts";
import { personSchema } from "#domain/org/org-kinds.ts";
import type { RecordRow } from "#domain/record.ts";
import { applyChange } from "#protocol/apply.ts";
import type { Op } from "#protocol/op.ts";
import type { CommuneState, CommuneTx, DecidedOp, DeviceState, ServerRow } from "./commune-store.ts";
import { dayCode, decide, effectiveTime } from "./decide.ts";
import type { Decision } from "./decision.ts";
import { baseTranslation } from "./epochs.ts";
import { withoutPersonal } from "./personal-parts.ts";
import { putRightsNow } from "./rights-history.ts";
import { type RightsReader, readsNothing } from "./rights-reader.ts";
import { takeAlong } from "./take-along.ts";
import { recordsBeside, withCallsApart } from "./visit-calls.ts";
import { writtenLater } from "./written-later.ts";

/** How ops are taken, beside what they say. */
export interface TakeHow {
  /** Written by the server itself. */
  readonly trusted?: boolean;
  /** The server does not know for sure what day it is: what only the day speaks against waits until it does. */
  readonly inDoubt?: boolean;
  /** Told of what our own code threw at an op, which is then parked; what this throws ends the exchange. */
  readonly onDefect?: (
    of: { readonly device: string; readonly n: number; readonly action: string },
    error: unknown,
  ) => void;
}

export interface TakeContext extends TakeHow {
  readonly now: number;
  readonly people: RightsReader;
  /** Records found by reference in this exchange: a record never ceases to exist. */
  readonly references: Set<string>;
  readonly own: ReadonlySet<string>;
  /** Set when a parked op is decided again, or one of which only a message had come. */
  readonly earlier?: DecidedOp;
}

/** Decides one op in its savepoint and logs it; what makes our own code throw is parked. */
export async function takeOne(
  tx: CommuneTx,
  state: CommuneState,
  device: DeviceState,
  op: Op,
  context: TakeContext,
): Promise<{ decision: Decision; decided: DecidedOp }> {
  const seq = await tx.nextSeq();
  try {
    return await tx.savepoint(() => decideAndWrite(tx, state, device, op, seq, context));
  } catch (error) {
    context.onDefect?.({ device: op.d, n: op.n, action: op.a }, error);
    const decision: Decision = {
      outcome: "parked",
      effective: effectiveTime(op, device, context.now),
      code: "server-fault",
      rows: [],
      exits: [],
      cases: [],
      own: false,
    };
    return { decision, decided: await log(tx, op, decision, seq, context) };
  }
}

/** The op's records, the parents of those it appends, and what is kept apart of its visits. */
export function touchedBy(op: Op): string[] {
  const ids = op.ch.flatMap((change) => (change.c === "append" ? [change.id, change.under] : [change.id]));
  return [...new Set([...ids, ...recordsBeside(op)])];
}

async function decideAndWrite(
  tx: CommuneTx,
  state: CommuneState,
  device: DeviceState,
  op: Op,
  seq: number,
  context: TakeContext,
): Promise<{ decision: Decision; decided: DecidedOp }> {
  const ids = touchedBy(op);
  const rows = new Map((await tx.rows(ids)).map((row) => [row.id, row]));
  const rights = await context.people.rightsOf(op.u);
  const erased = new Set(await tx.erased(ids));
  const judged = withCallsApart(op, rows, erased);
  const decided = decide({
    op: judged,
    seq,
    now: context.now,
    device,
    rights,
    reads: context.trusted ? readsNothing : await context.people.readsOf(op.u),
    rows,
    references: await loadReferences(tx, judged, rows, context.references),
    erased,
    baseOf: baseTranslation(state, op),
    ownChain: context.own,
    writtenLater: await writtenLater(tx, op, context.earlier ? Number.MAX_SAFE_INTEGER : device.lastN),
    ...(context.trusted ? { trusted: true } : {}),
    ...(context.inDoubt ? { inDoubt: true } : {}),
    completes: context.earlier !== undefined,
    ...(wasTimed(context.earlier) ? { parkedEffective: context.earlier.effective } : {}),
  });
  // What the server keeps apart the device shows in one.
  const known = judged === op ? decided : { ...decided, own: false };
  const decision = await takeAlong(tx, known, seq, context.now);
  for (const row of decision.rows) await tx.putRow(row);
  for (const exit of decision.exits) await tx.putExit(exit);
  for (const id of decision.cases) await tx.putCase(id, op.u);
  if (context.trusted) await noteRights(tx, decision.rows, context.now);
  return { decision, decided: await log(tx, op, decision, seq, context) };
}

/** What waited for the right day had been timed by a clock in doubt. */
function wasTimed(earlier: DecidedOp | undefined): earlier is DecidedOp {
  return earlier?.outcome === "parked" && earlier.code !== dayCode;
}

async function loadReferences(
  tx: CommuneTx,
  op: Op,
  rows: ReadonlyMap<string, ServerRow>,
  known: Set<string>,
): Promise<ReadonlySet<string>> {
  const wanted: Reference[] = [];
  const now = new Map<string, RecordRow>(rows);
  for (const change of op.ch) {
    const definition = kindOf(change.k);
    if (!definition?.references) continue;
    const before = now.get(change.id) ?? null;
    const after = applyChange(before, change, { at: 0, by: op.u, device: op.d });
    if (after) now.set(change.id, after);
    // Of each register the merge keeps either value.
    for (const row of [before, after]) if (row) wanted.push(...definition.references(row.body));
  }
  const unknown = wanted.filter(({ kind, id }) => !known.has(`${kind}/${id}`));
  if (unknown.length === 0) return known;
  for (const row of await tx.rows([...new Set(unknown.map(({ id }) => id))]))
    known.add(`${row.kind}/${row.id}`);
  return known;
}

async function log(
  tx: CommuneTx,
  op: Op,
  decision: Decision,
  seq: number,
  context: TakeContext,
): Promise<DecidedOp> {
  const { op: kept, personal } = withoutPersonal(op);
  const content = decision.outcome === "parked" ? await withoutErased(tx, op, personal) : undefined;
  const decided: DecidedOp = {
    device: op.d,
    n: op.n,
    person: op.u,
    op: kept,
    outcome: decision.outcome,
    seq: context.earlier?.seq ?? seq,
    at: context.earlier?.at ?? context.now,
    effective: decision.effective,
    ...(decision.code ? { code: decision.code } : {}),
    ...(decision.facts ? { facts: decision.facts } : {}),
    ...(decision.waitsFor ? { waitsFor: decision.waitsFor } : {}),
    ...(context.earlier ? { redecidedSeq: seq } : {}),
    ...(content ? { personal: content } : {}),
  };
  await tx.putDecided(decided);
  return decided;
}

/** Whatever waits, content that was erased does not come back with it. */
async function withoutErased(
  tx: CommuneTx,
  op: Op,
  personal: DecidedOp["personal"],
): Promise<DecidedOp["personal"]> {
  if (!personal) return undefined;
  const erased = new Set(await tx.erased(touchedBy(op)));
  return Object.fromEntries(
    Object.entries(personal).filter(([index]) => {
      const id = op.ch[Number(index)]?.id ?? "";
      return !erased.has(id) && !erased.has(callIdOf(id));
    }),
  );
}

/** A person's row is where their rights are read by people; the dated history beside it is what ops are judged by. */
async function noteRights(tx: CommuneTx, rows: readonly ServerRow[], now: number): Promise<void> {
  for (const row of rows) {
    if (row.kind !== "person") continue;
    const person = personSchema.parse(row.body);
    const { roles, units, villages, sites } = person;
    const active = person.active && !row.deleted;
    const rights = { roles, units, villages, ...(sites ? { sites } : {}), active };
    await putRightsNow(tx, row.id, rights, now);
  }
}
