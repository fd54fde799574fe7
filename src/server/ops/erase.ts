import type { CommuneTx } from "#authority/commune-store.ts";
import { eraseRecord } from "#authority/server-ops.ts";
import { callIdOf, isCall, visitOfCall } from "#domain/calls/call-id.ts";
import { type BytePlaces, forgetBytes } from "../attachments/forget-bytes.ts";
import type { WriteTransaction } from "../store/database.ts";
import { inCommune } from "../store/sql-commune-store.ts";
import type { CommuneErasure } from "./erasure-file.ts";

/** Erases a record's personal content wherever the server holds it. Answers the records that changed. Idempotent. */
export async function eraseForEver(
  write: WriteTransaction,
  mark: CommuneErasure,
  places: BytePlaces,
): Promise<string[]> {
  const { commune, id, by, at } = mark;
  // Apps of before wrote into the visit what is now apart from it.
  const named = isCall(id) ? [id, visitOfCall(id)] : [id, callIdOf(id)];
  const erased = await inCommune(write.connection, commune, async (tx) => {
    await eraseParked(tx, named);
    return eraseRecord(tx, id, by, at);
  });
  await forgetBytes(write, places, { commune, record: id, now: at });
  const held = await write.query
    .selectFrom("quarantine")
    .select(["device", "hash", "bytes"])
    .where("commune", "=", commune)
    .execute();
  for (const { device, hash } of held.filter(({ bytes }) => named.some((one) => bytes.includes(one)))) {
    await write.query
      .deleteFrom("quarantine")
      .where("commune", "=", commune)
      .where("device", "=", device)
      .where("hash", "=", hash)
      .execute();
  }
  return erased;
}

/** Applies every mark that this database does not know, before it serves anyone. Answers how many there were. */
export async function applyMarks(
  write: WriteTransaction,
  marks: readonly CommuneErasure[],
  places: BytePlaces,
): Promise<number> {
  const known = await write.query.selectFrom("erasures").select(["commune", "id"]).execute();
  const communes = await write.query.selectFrom("communes").select("id").execute();
  const done = new Set(known.map(({ commune, id }) => `${commune} ${id}`));
  const ours = new Set(communes.map(({ id }) => id));
  let applied = 0;
  for (const mark of marks) {
    if (done.has(`${mark.commune} ${mark.id}`) || !ours.has(mark.commune)) continue;
    await eraseForEver(write, mark, places);
    done.add(`${mark.commune} ${mark.id}`);
    applied += 1;
  }
  return applied;
}

/** Content of parked ops waits apart from the log; its part for these records goes too. */
async function eraseParked(tx: CommuneTx, ids: readonly string[]): Promise<void> {
  for (const parked of await tx.parked()) {
    if (!parked.personal) continue;
    const kept = Object.entries(parked.personal).filter(
      ([index]) => !ids.includes(parked.op.ch[Number(index)]?.id ?? ""),
    );
    if (kept.length === Object.keys(parked.personal).length) continue;
    const { personal: _gone, ...rest } = parked;
    await tx.putDecided(kept.length > 0 ? { ...rest, personal: Object.fromEntries(kept) } : rest);
  }
}
