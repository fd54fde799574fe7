import type { CalendarDay } from "#kernel/calendar.ts";

// Apart from the schemas: the first screen asks what broke today and validates nothing.

/** The key under which a device finds the incidents, open or over, that began on a day. */
export function beganKey(day: CalendarDay): string {
  return `incident/began/${day}`;
}
