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

type Mark = [device: string, unsent: number, at: number];

/** By hand, since the schema library would be on the first screen for this one line alone. */
function isMark(value: unknown): value is Mark {
  if (!Array.isArray(value) || value.length !== 3) return false;
  return typeof value[0] === "string" && Number.isFinite(value[1]) && Number.isFinite(value[2]);
}

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

function parse(place: MarkPlace): Mark[] {
  try {
    const parsed: unknown = JSON.parse(place.read() ?? "[]");
    return Array.isArray(parsed) && parsed.every(isMark) ? parsed : [];
  } catch {
    return [];
  }
}
