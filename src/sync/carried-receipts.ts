import { accept, type Result, refuse } from "#kernel/result.ts";
import type { DeviceStore } from "./device-store.ts";
import { refreshRows } from "./settle.ts";
import { readReceipts, takeReceipts } from "./take-receipts.ts";

/**
 * Takes receipts that came by hand, once it is proved that the server wrote them: what an exchange's reply does with its
 * own, and no more. The ops stay as overlays until their rows come. Answers how many were news.
 */
export function takeCarriedReceipts(
  store: DeviceStore,
  carried: { readonly epoch: string; readonly made: number; readonly receipts: readonly unknown[] },
): Promise<Result<number, "not-signed-in" | "receipts-of-before">> {
  return store.transact("strict", async (tx) => {
    const meta = await tx.meta();
    if (!meta) return refuse("not-signed-in");
    if (meta.epoch !== carried.epoch) return refuse("receipts-of-before");
    const waiting = new Set((await tx.outbox()).filter(({ receipt }) => !receipt).map(({ n }) => n));
    const receipts = readReceipts(carried.receipts).filter(({ n, r }) => waiting.has(n) && r !== "rejected");
    const touched = new Set<string>();
    await takeReceipts(tx, meta, receipts, false, carried.made, touched);
    await refreshRows(tx, meta, [...touched]);
    return accept(receipts.length);
  });
}
