import { callIdOf } from "#domain/calls/call-id.ts";
import { kindOf } from "#domain/kinds.ts";
import type { Fields } from "#domain/record.ts";
import { communeScope } from "#domain/scope.ts";
import type { Action } from "#protocol/actions.ts";
import type { Receipt } from "#protocol/exchange.ts";
import { type Change, opVersion } from "#protocol/op.ts";
import type { CommuneTx } from "./commune-store.ts";
import { newDevice } from "./new-device.ts";
import { takeOps } from "./take-ops.ts";
import { visitKind } from "./visit-calls.ts";

/** The server's own device of a commune: setup, administration and seeds go through the op log like everything else. */
export const serverDevice = "server";

export type ServerChange =
  | { readonly kind: string; readonly id: string; readonly create: Fields }
  | { readonly kind: string; readonly id: string; readonly set: Fields }
  | { readonly kind: string; readonly id: string; readonly delete: true };

/**
 * Writes records on the server's own device, trusted: rights are not asked, schemas and rules are. `by` is the person
 * whose deed it is, such as the administrator; history names them. Without one it is the server's own.
 */
export async function submitAsServer(
  tx: CommuneTx,
  action: Action,
  changes: readonly ServerChange[],
  now: number,
  by: string = serverDevice,
): Promise<Receipt[]> {
  const state = await tx.state();
  const device = (await tx.device(serverDevice)) ?? {
    ...newDevice(serverDevice, serverDevice, now),
    app: "server",
  };
  const ids = changes.map(({ id }) => id);
  const seqs = new Map((await tx.rows(ids)).map((row) => [row.id, row.seq]));
  const op = {
    d: serverDevice,
    n: device.lastN + 1,
    v: opVersion,
    a: action,
    w: now,
    o: 0,
    e: state.epoch,
    u: by,
    ch: changes.map((change): Change => toChange(change, seqs.get(change.id) ?? 0)),
  };
  const taken = await takeOps(tx, state, device, [op], now, { trusted: true });
  await tx.putDevice(taken.device);
  const refused = taken.receipts.find((receipt) => receipt.r === "rejected" || receipt.r === "parked");
  if (refused || taken.receipts.length === 0) {
    throw new Error(
      `The server's own op was refused: ${refused?.code ?? "unreadable"} ${JSON.stringify(refused?.facts ?? {})}`,
    );
  }
  return taken.receipts;
}

function toChange(change: ServerChange, base: number): Change {
  const { kind: k, id } = change;
  if ("create" in change) {
    const sc = kindOf(k)?.scopeOf(change.create, id) ?? communeScope;
    return { c: "create", k, id, sc, f: change.create, b: base };
  }
  if ("set" in change) return { c: "set", k, id, b: base, f: change.set };
  return { c: "delete", k, id, b: base };
}

/**
 * Erases the personal content of a record for ever: its row, what is kept apart of it, their conflicts, and through the
 * rows' mark every device's copy at its next contact. The mark outranks any later op that brings the content again.
 */
export async function eraseRecord(tx: CommuneTx, id: string, by: string, now: number): Promise<string[]> {
  const ids = [id, callIdOf(id)];
  const own = await tx.rows(ids);
  const under = await tx.rows((await Promise.all(own.map((row) => tx.under(row.id)))).flat());
  const targets = [...own, ...under.filter((row) => row.kind === "conflict")];
  await tx.putErasure({ id, at: now, by });
  if (own.some(({ kind }) => kind === visitKind)) await tx.putErasure({ id: callIdOf(id), at: now, by });
  for (const row of targets) {
    const { personal: _gone, ...rest } = row;
    await tx.putRow({ ...rest, erased: true, seq: await tx.nextSeq(), received: now });
  }
  return targets.map((row) => row.id);
}
