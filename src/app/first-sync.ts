import type { DeviceMeta } from "#sync/device-store.ts";

/** The first sync is under way, or has never begun. */
export function isArriving({ sync, booted, booting }: DeviceMeta): boolean {
  return sync.lastSuccess === null || booted.length === 0 || Object.keys(booting).length > 0;
}

/** How much of the first sync is here, judged by the order of changes; pages go from the newest down. */
export function firstSyncPercent(meta: DeviceMeta): number {
  const parts = Object.values(meta.booting);
  const done = meta.booted.length + parts.reduce((sum, one) => sum + 1 - one.before / Math.max(1, one.at), 0);
  const all = meta.booted.length + parts.length;
  return all === 0 ? 0 : Math.min(99, Math.max(0, Math.floor((done / all) * 100)));
}
