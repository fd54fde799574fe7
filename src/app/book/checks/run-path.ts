import { checkRunId, type Slot, slots } from "#domain/checks/check-ids.ts";
import { isCalendarDay } from "#kernel/calendar.ts";

export interface RunAddress {
  readonly site: string;
  readonly template: string;
  readonly day: string;
  readonly slot: Slot;
}

/** The address of a run is its own id, so that a link works on every device before the run is there. */
export function runPath(address: RunAddress): string {
  return `/kiem-tra/phieu/${checkRunId(address)}`;
}

export function readRunPath(path: string): RunAddress | null {
  const found = /^run\/(.+)\/([^/]+)\/(\d{4}-\d\d-\d\d)\/([a-z]+)$/.exec(path);
  const [, site, template, day, slot] = found ?? [];
  if (!site || !template || !day || !isCalendarDay(day) || !slots.some((one) => one === slot)) return null;
  return { site, template, day, slot: slot as Slot };
}
