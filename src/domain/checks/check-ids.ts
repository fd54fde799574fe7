/** The half of the day that a check is for. */
export const slots = ["morning", "afternoon"] as const;
export type Slot = (typeof slots)[number];

/**
 * The natural key of a run. Two phones that open the same morning's check offline write the same record and
 * merge item by item, so the id is made of what makes it the same check.
 */
export function checkRunId(key: { template: string; site: string; day: string; slot: Slot }): string {
  return `run/${key.site}/${key.template}/${key.day}/${key.slot}`;
}

export function closedDayId(site: string, day: string): string {
  return `closed/${site}/${day}`;
}
