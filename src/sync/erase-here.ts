import { kindOf } from "#domain/kinds.ts";
import type { RecordRow } from "#domain/record.ts";
import type { Change, Op } from "#protocol/op.ts";
import type { DeviceTx } from "./device-store.ts";
import { forgetUnnamed } from "./named-blobs.ts";

type Erased = Pick<RecordRow, "id" | "kind">;

/**
 * A record's personal content is gone for ever: every copy on this device goes too (sent, dead, waiting, drafts, bytes),
 * also where an app of before wrote it into the record to which it belongs.
 */
export async function eraseHere(tx: DeviceTx, { id, kind }: Erased): Promise<void> {
  const owner = kindOf(kind)?.belongsTo?.(id);
  for (const one of owner === undefined ? [id] : [id, owner]) await eraseOps(tx, one);
  for (const draft of await tx.drafts())
    if (draft.record === id || (draft.record !== undefined && draft.record === owner))
      await tx.deleteDraft(draft.key);
  const sha = (await tx.row(id))?.body["sha"];
  if (typeof sha === "string") await forgetUnnamed(tx, [sha], id);
}

async function eraseOps(tx: DeviceTx, id: string): Promise<void> {
  for (const sent of await tx.sentOn(id)) await tx.putSent([{ ...sent, op: withoutContent(sent.op, id) }]);
  for (const entry of await tx.outboxOn(id))
    await tx.putOutbox([{ ...entry, op: withoutContent(entry.op, id) }]);
  for (const dead of await tx.dead()) {
    if (!dead.ids.includes(id)) continue;
    const seen = dead.seen.map((row) => {
      if (row.id !== id) return row;
      const { personal: _gone, ...rest } = row;
      return rest;
    });
    await tx.putDead({ ...dead, op: withoutContent(dead.op, id), seen });
  }
}

function withoutContent(op: Op, id: string): Op {
  const changes = op.ch.map((change): Change => {
    if (change.id !== id || !("p" in change)) return change;
    const { p: _gone, ...rest } = change;
    return rest as Change;
  });
  return { ...op, ch: changes };
}
