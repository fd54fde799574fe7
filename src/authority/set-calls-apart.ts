import { callIdOf } from "#domain/calls/call-id.ts";
import { callMachine } from "#domain/calls/call-states.ts";
import type { Fields } from "#domain/record.ts";
import type { JsonObject } from "#kernel/json.ts";
import { emptyRow, withFields, withScope } from "#protocol/apply.ts";
import type { CommuneTx, ServerRow } from "./commune-store.ts";
import { serverDevice } from "./server-ops.ts";
import { aboutVisit, callKind, contentApart, visitKind } from "./visit-calls.ts";

/**
 * Visits written by programs of before still hold a resident's name and number, and the note: sets them apart, so that
 * only those read them who must act. Answers how many visits held something. Nothing is lost, and it may run again.
 */
export async function setCallsApart(tx: CommuneTx, now: number): Promise<number> {
  const visits = await tx.rows(await tx.holding(visitKind));
  for (const visit of visits) {
    const { personal = {}, ...rest } = visit;
    const seq = await tx.nextSeq();
    const [known] = await tx.rows([callIdOf(visit.id)]);
    const call = callOf(visit, personal, known, { seq, now });
    if (call) await tx.putRow(call);
    await tx.putRow({ ...rest, seq, received: now });
    await moveConflicts(tx, visit.id, call ?? known, seq, now);
  }
  return visits.length;
}

function callOf(
  visit: ServerRow,
  personal: JsonObject,
  known: ServerRow | undefined,
  { seq, now }: { seq: number; now: number },
): ServerRow | null {
  const all = Object.entries(contentApart(personal)).filter(([, value]) => value !== null);
  // What is there already was written later than what an old program left in the visit.
  const content: Fields = { ...Object.fromEntries(all), ...(known?.personal as Fields | undefined) };
  if (known?.erased || visit.erased || Object.keys(content).length === 0) return null;
  const id = callIdOf(visit.id);
  // Its time begins now where nobody is asked: until today nothing was said of an end.
  const stamp = { at: now, by: serverDevice, device: serverDevice };
  const start = known ?? { ...emptyRow(id, callKind, visit.scope, visit.created), clocks: {} };
  const state: Fields = known ? {} : { [callMachine.field]: callMachine.initial };
  const about = typeof known?.body["to"] === "string" ? {} : aboutVisit(visit.body, content);
  const row = withScope(withFields(start, { ...state, ...about }, content));
  const clock = { ...visit.changed, seq, n: 0 };
  const written = [...Object.keys(state), ...Object.keys(about), ...Object.keys(content)];
  const clocks = { ...Object.fromEntries(written.map((field) => [field, clock])), ...known?.clocks };
  const gone = visit.deleted ? { deleted: true as const } : {};
  return { ...row, ...gone, clocks, changed: stamp, seq, received: now };
}

/** Two values of which one is to be chosen are content too. */
async function moveConflicts(
  tx: CommuneTx,
  visit: string,
  call: ServerRow | undefined,
  seq: number,
  now: number,
): Promise<void> {
  const under = await tx.rows(await tx.under(visit));
  for (const row of under.filter(({ kind, personal }) => kind === "conflict" && personal)) {
    const { personal, ...rest } = row;
    const [field] = Object.keys(contentApart({ [String(row.body["field"])]: "" }));
    if (!call || !field) {
      await tx.putRow({ ...rest, erased: true, seq, received: now });
      continue;
    }
    const { scope, id: record } = call;
    const body = { ...row.body, kind: callKind, record, field, scope };
    await tx.putRow({ ...rest, scope, body, ...(personal ? { personal } : {}), seq, received: now });
    if (row.scope !== scope) await tx.putExit({ id: row.id, scope: row.scope, seq });
  }
}
