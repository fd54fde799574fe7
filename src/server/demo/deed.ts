import type { Fields } from "#domain/record.ts";
import { addDays, type CalendarDay, DAY_MS, startOfDay, weekdayOf } from "#kernel/calendar.ts";
import { newId } from "#kernel/ids.ts";
import type { Randomness } from "#kernel/ports.ts";
import type { Action } from "#protocol/actions.ts";

/** One thing that somebody of the sample commune did, before it has a device's number. */
export interface Deed {
  /** Unix ms; the server took it `delayMs` later, after the same person's earlier deeds. */
  readonly at: number;
  readonly delayMs: number;
  readonly account: string;
  readonly action: Action;
  readonly changes: readonly DeedChange[];
}

export type DeedChange =
  | {
      readonly c: "create";
      readonly k: string;
      readonly id: string;
      readonly f: Fields;
      readonly p?: Fields;
    }
  | { readonly c: "set"; readonly k: string; readonly id: string; readonly f: Fields }
  | {
      readonly c: "append";
      readonly k: string;
      readonly id: string;
      readonly under: string;
      readonly f: Fields;
    }
  | {
      readonly c: "move";
      readonly k: string;
      readonly id: string;
      readonly from: string;
      readonly to: string;
    };

/** What the makers of history share: the days, chance that is the same each time, and who is who. */
export interface DemoWorld {
  readonly today: CalendarDay;
  readonly now: number;
  readonly chance: Randomness;
  /** Account → id of the person. */
  person(account: string): string;
}

const historyDays = 31;

/** Every day of the history, oldest first, without today. */
export function pastDays(world: DemoWorld): CalendarDay[] {
  return Array.from({ length: historyDays }, (_, i) => addDays(world.today, i - historyDays));
}

export function workingDays(world: DemoWorld): CalendarDay[] {
  return pastDays(world).filter((day) => weekdayOf(day) <= 5);
}

/** A moment of a day in Viet Nam, give or take nothing. */
export function timeOf(day: CalendarDay, hour: number, minute: number): number {
  return startOfDay(day) + hour * 3_600_000 + minute * 60_000;
}

export function pick<T>(chance: Randomness, from: readonly T[]): T {
  return from[Math.floor(chance.next() * from.length)] as T;
}

export function between(chance: Randomness, least: number, most: number): number {
  return least + Math.floor(chance.next() * (most - least + 1));
}

/** At the centre sent within a minute; in a village one in four waited for a link. */
export function delayOf(chance: Randomness, account: string): number {
  const waited = account.startsWith("tocns") && chance.next() < 1 / 4;
  return waited ? between(chance, 20, 300) * 60_000 : between(chance, 2, 40) * 1000;
}

export function idAt(world: DemoWorld, at: number): string {
  return newId({ wall: () => at, monotonic: () => 0 }, world.chance);
}

export function unitId(key: string): string {
  return key.startsWith("text:") ? key : `unit-${key}`;
}
export const villageId = (key: string) => `village-${key}`;
export const siteId = (key: string) => `site-${key}`;
export const equipmentId = (key: string) => `equipment-${key}`;
export const personId = (account: string) => `person-${account}`;

/** The same numbers for the same seed, for ever (mulberry32). */
export function seededChance(seed: number): Randomness {
  let state = seed;
  return {
    next() {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    },
  };
}

export const startOfHistory = (today: CalendarDay) => startOfDay(today) - (historyDays + 3) * DAY_MS;
