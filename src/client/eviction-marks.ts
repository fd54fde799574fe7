import * as z from "zod/mini";

/**
 * Marks kept outside IndexedDB (local storage, a cookie): when the browser throws the databases away, they tell which
 * logbooks there were and how much of them was unsent. They hold no names.
 */
export interface MarkPlace {
  read(): string | null;
  write(text: string): void;
}

export interface MarkedDevice {
  readonly device: string;
  readonly unsent: number;
  readonly at: number;
}

const marksSchema = z.array(z.tuple([z.string(), z.number(), z.number()]));

/** What the places say, the latest word on each device. */
export function readMarks(places: readonly MarkPlace[]): MarkedDevice[] {
  const latest = new Map<string, MarkedDevice>();
  for (const place of places) {
    for (const [device, unsent, at] of parse(place)) {
      if ((latest.get(device)?.at ?? -1) < at) latest.set(device, { device, unsent, at });
    }
  }
  return [...latest.values()];
}

export function writeMarks(places: readonly MarkPlace[], devices: readonly MarkedDevice[]): void {
  const text = JSON.stringify(devices.map(({ device, unsent, at }) => [device, unsent, at]));
  for (const place of places) {
    try {
      place.write(text);
    } catch {
      // A full or forbidden place must not stop work; the other one holds.
    }
  }
}

function parse(place: MarkPlace): [string, number, number][] {
  try {
    const parsed = marksSchema.safeParse(JSON.parse(place.read() ?? "[]"));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}
