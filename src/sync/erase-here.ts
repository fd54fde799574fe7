import type { Change, Op } from "#protocol/op.ts";
import type { DeviceTx } from "./device-store.ts";
import { forgetUnnamed } from "./named-blobs.ts";

/** The server erased a record's personal content: every copy on this device goes too (sent, dead, waiting, drafts, bytes). */
export async function eraseHere(tx: DeviceTx, id: string): Promise<void> {
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
  for (const draft of await tx.drafts()) if (draft.record === id) await tx.deleteDraft(draft.key);
  const sha = (await tx.row(id))?.body["sha"];
  if (typeof sha === "string") await forgetUnnamed(tx, [sha], id);
}

function withoutContent(op: Op, id: string): Op {
  const changes = op.ch.map((change): Change => {
    if (change.id !== id || !("p" in change)) return change;
    const { p: _gone, ...rest } = change;
    return rest as Change;
  });
  return { ...op, ch: changes };
}
