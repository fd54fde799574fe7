import type { CommuneTx } from "#authority/commune-store.ts";
import { takeOps } from "#authority/take-ops.ts";
import { kindOf } from "#domain/kinds.ts";
import { communeScope } from "#domain/scope.ts";
import type { Change } from "#protocol/op.ts";
import type { Deed, DeedChange } from "./deed.ts";

/** A deed with the moment the server took it, Unix ms. */
export interface ReceivedDeed extends Deed {
  readonly received: number;
}

/** Each deed becomes an op of its author's device and is decided like any other, at the time it happened. */
export async function play(
  tx: CommuneTx,
  deeds: readonly ReceivedDeed[],
  devices: ReadonlyMap<string, { id: string }>,
): Promise<void> {
  for (const deed of deeds) {
    const device = await tx.device(devices.get(deed.account)?.id ?? "");
    if (!device) throw new Error(`Sample: no device of ${deed.account}`);
    const state = await tx.state();
    const { received } = deed;
    const op = {
      d: device.id,
      n: device.lastN + 1,
      v: 1,
      a: deed.action,
      w: deed.at,
      o: 0,
      e: state.epoch,
      u: device.person,
      ch: await Promise.all(deed.changes.map((change) => toChange(tx, change))),
    };
    const taken = await takeOps(tx, state, device, [op], received);
    const [receipt] = taken.receipts;
    if (receipt?.r !== "applied") {
      throw new Error(
        `Sample: ${deed.action} of ${deed.account}: ${JSON.stringify(receipt ?? "unreadable")}`,
      );
    }
    const reported = { reportedN: op.n, contactAt: received, app: "demo" };
    await tx.putDevice({ ...taken.device, ...reported });
  }
}

async function toChange(tx: CommuneTx, change: DeedChange): Promise<Change> {
  const [row] = await tx.rows([change.id]);
  const b = row?.seq ?? 0;
  if (change.c === "append") {
    const [parent] = await tx.rows([change.under]);
    return { ...change, sc: parent?.scope ?? communeScope };
  }
  if (change.c === "create") {
    return { ...change, b, sc: kindOf(change.k)?.scopeOf(change.f, change.id) ?? communeScope };
  }
  return { ...change, b };
}
