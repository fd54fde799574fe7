import { addDays, type CalendarDay } from "#kernel/calendar.ts";
import { fold, withoutApostrophes } from "#kernel/text.ts";
import type { Fields } from "../record.ts";

/** What units and villages share: names that changed with their dates, and what they were merged into. */
export interface Lineage {
  readonly name: string;
  readonly short?: string | undefined;
  readonly aliases?: readonly string[] | undefined;
  /** Last day of an earlier name → that name. */
  readonly former?: Readonly<Record<CalendarDay, string>> | undefined;
  readonly mergedInto?: string | undefined;
  readonly mergedOn?: CalendarDay | undefined;
}

/** What became of a place or unit: itself, or what it was merged into, however often. */
export function successorOf(id: string, find: (id: string) => Lineage | undefined): string {
  const seen = new Set<string>();
  let now = id;
  for (let next = find(now)?.mergedInto; next !== undefined; next = find(now)?.mergedInto) {
    if (seen.has(next)) return id;
    seen.add(next);
    now = next;
  }
  return now;
}

/** Whether merging `from` into `into` would lead back to `from`. */
export function wouldCircle(from: string, into: string, find: (id: string) => Lineage | undefined): boolean {
  return from === into || successorOf(into, (id) => (id === from ? undefined : find(id))) === from;
}

/** The name on a day: the earliest former name that lasted to it or beyond. */
export function nameOn({ name, former }: Lineage, day: CalendarDay): string {
  const last = Object.keys(former ?? {})
    .sort()
    .find((until) => day <= until);
  return last === undefined ? name : (former?.[last] ?? name);
}

/** Every name it ever had, the present one first. */
export function namesOf({ name, short, aliases, former }: Lineage): string[] {
  const all = [name, ...(short ? [short] : []), ...(aliases ?? []), ...Object.values(former ?? {})];
  return [...new Set(all)];
}

/** A new name from a day on; the old one is kept with its last day. */
export function renameFields({ name }: Lineage, next: string, from: CalendarDay): Fields {
  return { name: next, [`former.${addDays(from, -1)}`]: name };
}

/**
 * Names are compared by what people mean: case, accents, tone placement, apostrophes, kinds of dash and runs of space vanish; so do
 * the level word and the place's own name at the end ("Phòng VH-XH xã Nghĩa Thọ").
 */
export function sameNameKey(text: string, commune = ""): string {
  const plain = withoutApostrophes(fold(text))
    .replace(/\s*-\s*/g, "-")
    .replace(/\s*&\s*/g, " va ");
  const place = withoutApostrophes(fold(commune)).replace(/^(xa|phuong|dac khu) /, "");
  const tail =
    place === "" ? "(?: xa| phuong)" : `(?:(?: xa| phuong| dac khu)? ${literal(place)}| xa| phuong)`;
  return plain.replace(new RegExp(`${tail}$`), "").trim();
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The one record that a name in somebody's list stands for; `many` when it could be several. */
export function findByName<T extends Lineage>(
  rows: readonly { readonly id: string; readonly body: T }[],
  typed: string,
  commune = "",
): { readonly id: string } | "none" | "many" {
  const wanted = sameNameKey(typed, commune);
  const find = (id: string) => rows.find((row) => row.id === id)?.body;
  const hits = new Set(
    rows
      .filter(({ body }) => namesOf(body).some((name) => sameNameKey(name, commune) === wanted))
      .map(({ id }) => successorOf(id, find)),
  );
  const [id] = hits;
  if (id === undefined || wanted === "") return "none";
  return hits.size === 1 ? { id } : "many";
}
