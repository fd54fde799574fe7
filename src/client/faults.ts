import { appVersion } from "./app-version.ts";

/** A defect that this device met: where and when, and nothing that anybody wrote. */
export interface Fault {
  /** Wall clock of the latest time. */
  readonly at: number;
  readonly version: string;
  readonly screen: string;
  readonly message: string;
  /** Places in the program, the innermost first. */
  readonly stack: string;
  /** How often in a row. */
  readonly times: number;
}

/** Where the page keeps its faults: readable even when no database opens. */
const faultsKey = "so-truc-faults";
export const mostFaults = 50;
const longestMessage = 300;
const mostFrames = 8;

interface TextPlace {
  getItem(key: string): string | null;
  setItem(key: string, text: string): void;
}

/** Local storage, which a worker does not have. */
const pagePlace = () => (globalThis as { localStorage?: TextPlace }).localStorage;

/**
 * Keeps a defect for whoever helps; every handler of page and worker calls it, and nothing it does can fail. `screen`
 * is an address of the app, or a word for what runs without one.
 */
export function noteFault(error: unknown, screen: string = location.pathname): void {
  try {
    const fault = faultOf(error, screen, Date.now());
    const place = pagePlace();
    if (place) place.setItem(faultsKey, JSON.stringify(addFault(pageFaults(), fault)));
    else void noteInWorker(fault).catch(() => undefined);
  } catch {
    // Without a place to write it down there is nobody to tell either.
  }
}

/** What the page has kept, the latest last. */
export function pageFaults(): readonly unknown[] {
  return parseFaults(pagePlace()?.getItem(faultsKey));
}

/** What the worker has kept: among the files of the app, since it has no other place that any page can read. */
export async function workerFaults(): Promise<readonly unknown[]> {
  return parseFaults(await (await caches.match(`/${faultsKey}`, { cacheName: faultsKey }))?.text());
}

let queue = Promise.resolve();

/** One after another, so that none is written over. */
function noteInWorker(fault: Fault): Promise<void> {
  queue = queue
    .catch(() => undefined)
    .then(async () => {
      const ring = JSON.stringify(addFault(await workerFaults(), fault));
      await (await caches.open(faultsKey)).put(`/${faultsKey}`, new Response(ring));
    });
  return queue;
}

export function parseFaults(text: string | null | undefined): readonly unknown[] {
  try {
    const kept: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

/** The ring with one more; the same defect again only counts on. */
export function addFault(ring: readonly unknown[], fault: Fault): unknown[] {
  const last = ring.at(-1) as Partial<Fault> | null | undefined;
  const isAgain =
    last?.message === fault.message && last.stack === fault.stack && last.version === fault.version;
  const times = isAgain ? (Number(last.times) || 1) + 1 : 1;
  return [...(isAgain ? ring.slice(0, -1) : ring), { ...fault, times }].slice(-mostFaults);
}

export function faultOf(error: unknown, screen: string, at: number): Fault {
  const messages: string[] = [];
  let [next, stack] = [error, ""];
  for (let depth = 0; depth < 4 && next !== undefined && next !== null; depth++) {
    const { name, message, stack: own, cause, inner } = next as Record<string, unknown>;
    const beneath = cause ?? inner;
    // A library may repeat in lines of its own what lies beneath.
    const line = beneath ? String(message).split("\n", 1)[0] : message;
    const said = typeof message === "string" ? `${name ?? "Error"}: ${line}` : String(next);
    if (messages.at(-1) !== said) messages.push(said);
    // The innermost place tells most.
    if (typeof own === "string") stack = own;
    next = beneath;
  }
  return {
    at,
    version: appVersion,
    screen: placeOf(screen),
    message: withoutContent(messages.join(" < ")).slice(0, longestMessage),
    stack: framesOf(stack),
    times: 1,
  };
}

/** Records and people are named in addresses by long ids: which one it was is nobody's business. */
function placeOf(screen: string): string {
  return (screen.split(/[?#]/)[0] ?? "").replace(/[^/]*[0-9][^/]*|[^/]{25,}/g, "…");
}

/**
 * Messages of the browser and of libraries may quote what they choked on. Names of the program's own parts stay;
 * any other quotation, any number long enough to call, and every word with a letter beyond English goes, with the
 * names beside it.
 */
function withoutContent(message: string): string {
  return message
    .replace(/(\((?:reading|setting) )'([\w$]{1,40})'\)/g, "$1$2)")
    .replace(/(["'`“‘]).*?(["'`”’]|$)/gs, "…")
    .replace(/(?:[A-Z]\w* )*(?:\S*[^\p{ASCII}…\s]\S*)(?: [A-Z]\w*\b| \S*[^\p{ASCII}…\s]\S*)*/gu, "…")
    .replace(/\+?\d[\d .-]{4,}\d/g, "…");
}

/** The places alone: the first lines of a stack repeat the message. */
function framesOf(stack: string): string {
  const frames = stack.split("\n").filter((line) => /^\s*at .*\d+:\d+\)?$|@.*:\d+:\d+$/.test(line));
  return frames
    .slice(0, mostFrames)
    .map((line) => line.trim().replace(/\w+:\/\/[^/\s)]+/, ""))
    .join("\n");
}
