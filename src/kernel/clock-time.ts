/** A time of the day, `HH:mm`, 24 hours; it sorts as time does. */
export type ClockTime = string;

export function isClockTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/** `07:30` for 450 minutes since midnight. */
export function clockTime(minutes: number): ClockTime {
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
