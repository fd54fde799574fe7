import { callDaysOf } from "#domain/calls/call-ends.ts";
import { kindOf } from "#domain/kinds.ts";
import { communeRecordId } from "#domain/org/commune-id.ts";
import { correctedNow, mustAskDay } from "./device-clock.ts";
import type { DeviceTx, StoredRow } from "./device-store.ts";
import type { EnginePorts } from "./engine.ts";
import { eraseHere } from "./erase-here.ts";
import { toRow, toStored } from "./overlay.ts";

/** Lists of records whose content has an end. */
const lists = ["callBack/open", "callBack/done", "callBack/note"];

/**
 * Erases by itself what has come to its end, as the server does, also on a device that nobody can reach. Only by a clock
 * that was measured and is not doubted: a wrong year would take everything. Answers how many records.
 */
export async function eraseEnded({ store, clock }: Pick<EnginePorts, "store" | "clock">): Promise<number> {
  return store.transact("relaxed", async (tx) => {
    const meta = await tx.meta();
    if (!meta || meta.offset === null || mustAskDay(meta)) return 0;
    const now = correctedNow(meta, clock.wall());
    const [commune] = await tx.rows([communeRecordId]);
    const days = callDaysOf(commune?.body);
    const rows = (await Promise.all(lists.map((key) => tx.rowsByKey(key)))).flat();
    const ended = rows.filter((row) => (kindOf(row.kind)?.endsAt?.(row, days) ?? Infinity) <= now);
    for (const row of ended) await eraseRow(tx, row);
    return ended.length;
  });
}

async function eraseRow(tx: DeviceTx, row: StoredRow): Promise<void> {
  await eraseHere(tx, row);
  const [shadow] = await tx.shadows([row.id]);
  if (shadow) await tx.putShadow(bare(shadow));
  await tx.putRows([toStored(bare(toRow(row)), row.tag)]);
}

function bare<Row extends { readonly personal?: unknown }>({ personal: _gone, ...row }: Row) {
  return { ...row, erased: true as const };
}
