import type { Logbook } from "#client/logbook.ts";
import type { DeviceReadTx } from "#sync/device-store.ts";

/** Where a person was when the camera took the screen: phones short of memory end the page meanwhile. */
const key = "way-back";
const soonMs = 15 * 60_000;

export async function keepWayBack(logbook: Pick<Logbook, "saveDraft">, path: string): Promise<void> {
  await logbook.saveDraft({ key, value: path, at: Date.now() });
}

export async function forgetWayBack(logbook: Pick<Logbook, "dropDraft">): Promise<void> {
  await logbook.dropDraft(key).catch(() => undefined);
}

export async function wayBack(
  tx: Pick<DeviceReadTx, "draft">,
  now = Date.now(),
): Promise<string | undefined> {
  const kept = await tx.draft(key);
  const isSoon = kept !== undefined && now >= kept.at && now - kept.at < soonMs;
  return isSoon && typeof kept.value === "string" && /^\/[^/]/.test(kept.value) ? kept.value : undefined;
}
