import { startOfDay } from "#kernel/calendar.ts";
import { minutesOf } from "../checks/due.ts";
import { byStart, endOf, overlaps, type Placed, startOf } from "./shift-times.ts";

/** What is wrong with a roster; it hinders nothing, since whoever makes it may know better. */
export type RosterWarning =
  /** Within a watch round the clock nobody is on. Unix ms. */
  | { readonly sort: "gap"; readonly from: number; readonly to: number }
  /** One person in two shifts at once. */
  | { readonly sort: "double"; readonly person: string; readonly shifts: readonly [Placed, Placed] }
  /** The account is closed, or nobody with this id is in the commune's list. */
  | { readonly sort: "closed" | "unknown"; readonly person: string; readonly shift: Placed };

/** Whether each person's account is open; who is not in it is not known. */
export type Accounts = ReadonlyMap<string, boolean>;

/** What is still to come, soonest first; what is over can no longer be mended. */
export function rosterWarnings(shifts: readonly Placed[], accounts: Accounts, now: number): RosterWarning[] {
  const live = shifts.filter(({ body }) => endOf(body) > now).sort(byStart);
  return [...gaps(live, now), ...doubles(live), ...strangers(live, accounts)].sort((a, b) => at(a) - at(b));
}

function at(warning: RosterWarning): number {
  if (warning.sort === "gap") return warning.from;
  return startOf((warning.sort === "double" ? warning.shifts[1] : warning.shift).body);
}

/** Any shift of the sort covers, whether it belongs to the watch or not. */
function gaps(sorted: readonly Placed[], now: number): RosterWarning[] {
  const found = new Map<string, RosterWarning>();
  for (const { body } of sorted) {
    if (body.period === undefined) continue;
    const [from, until] = boundsOf(body.period);
    const covering = sorted.filter((one) => one.body.sort === body.sort);
    for (const [start, end] of uncovered(covering, Math.max(from, now), until))
      found.set(`${start}/${end}`, { sort: "gap", from: start, to: end });
  }
  return [...found.values()];
}

function uncovered(sorted: readonly Placed[], from: number, until: number): [number, number][] {
  const holes: [number, number][] = [];
  let covered = from;
  for (const { body } of sorted) {
    if (covered >= until) break;
    const start = startOf(body);
    if (start > covered) holes.push([covered, Math.min(start, until)]);
    covered = Math.max(covered, endOf(body));
  }
  if (covered < until) holes.push([covered, until]);
  return holes;
}

function boundsOf(period: string): [from: number, until: number] {
  const [from = "", until = ""] = period.split("/");
  return [momentOf(from), momentOf(until)];
}

function momentOf(text: string): number {
  const [day = "", time = ""] = text.split("T");
  return startOfDay(day) + minutesOf(time) * 60_000;
}

/** Two pairs of the same hours are one thing to look at: a shift that stands twice is doubled but once by a third. */
function doubles(sorted: readonly Placed[]): RosterWarning[] {
  const found = new Map<string, RosterWarning>();
  for (const [index, one] of sorted.entries()) {
    const { person } = one.body;
    for (const other of sorted.slice(index + 1)) {
      if (other.body.person !== person || !overlaps(other.body, one.body)) continue;
      const key = [person, ...[one, other].flatMap(({ body }) => [startOf(body), endOf(body)])].join("/");
      if (!found.has(key)) found.set(key, { sort: "double", person, shifts: [one, other] });
    }
  }
  return [...found.values()];
}

function strangers(sorted: readonly Placed[], accounts: Accounts): RosterWarning[] {
  return sorted.flatMap((shift): RosterWarning[] => {
    const { person } = shift.body;
    const isOpen = accounts.get(person);
    if (isOpen) return [];
    return [{ sort: isOpen === undefined ? "unknown" : "closed", person, shift }];
  });
}
