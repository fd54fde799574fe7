import type { Logbook } from "#client/logbook.ts";
import { formatNumber, nextCount } from "#domain/incidents/speakable-number.ts";
import type { DeviceReadTx } from "#sync/device-store.ts";

/**
 * The next speakable number of this device. It is counted from everything the device still knows of its own numbers,
 * and from a small memory beside the book, so that a number is never given twice here, not even after a deletion. In the
 * transaction that saves it: no other tab counts meanwhile.
 */
export async function takeNumber(tx: DeviceReadTx, profile: Logbook["profile"]): Promise<string> {
  const { letter, commune, device } = profile;
  const key = `so-truc:incident-count:${device}`;
  const remembered = recall(key);
  const count = nextCount(letter, await knownNumbers(tx, remembered === 0), remembered);
  remember(key, count);
  return formatNumber({ code: commune.code, count, letter });
}

async function knownNumbers(tx: DeviceReadTx, isThorough: boolean): Promise<string[]> {
  const rows = [...(await tx.rowsByKey("incident/open")), ...(await tx.rowsByKey("incident/closed"))];
  const kept = [...(await tx.outbox()), ...(await tx.dead()), ...(isThorough ? await tx.allSent() : [])];
  const ops = kept
    .flatMap((entry) => entry.op.ch)
    .filter((change) => change.c === "create" && change.k === "incident");
  return [
    ...rows.map((row) => String(row.body["number"])),
    ...ops.map((change) => String((change as { f?: Record<string, unknown> }).f?.["number"])),
  ];
}

function recall(key: string): number {
  try {
    return Math.max(0, Math.floor(Number(localStorage.getItem(key)))) || 0;
  } catch {
    return 0;
  }
}

function remember(key: string, count: number): void {
  try {
    localStorage.setItem(key, String(count));
  } catch {
    // The records themselves still tell which numbers are taken.
  }
}
