import { useMemo } from "react";
import type { Person } from "#domain/org/org-kinds.ts";
import { type Accounts, type RosterWarning, rosterWarnings } from "#domain/roster/roster-warnings.ts";
import type { Shift } from "#domain/roster/shift-kinds.ts";
import { byStart, type Placed } from "#domain/roster/shift-times.ts";
import { addDays, type CalendarDay } from "#kernel/calendar.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { comparePeople } from "../../i18n/format.ts";
import { useLive, useNow, useRowsByKey } from "../../logbook-context.tsx";

export interface RosterShift extends Placed {
  readonly row: StoredRow;
}

export function shiftOf(row: StoredRow): RosterShift {
  return { id: row.id, row, body: row.body as unknown as Shift };
}

/** Shifts that begin on these days, in their order. */
export function useShifts(from: CalendarDay, to: CalendarDay): readonly RosterShift[] | undefined {
  return useLive(
    async (tx) => {
      const rows = await tx.rowsByKeys(`shift/${from}`, `shift/${to}`);
      return rows
        .filter((row) => !row.deleted && row.kind === "shift")
        .map(shiftOf)
        .sort(byStart);
    },
    [from, to],
  );
}

export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly isOpen: boolean;
}

/** Everyone of the commune by given name, and whether their account is open. */
export function useColleagues():
  | { readonly people: readonly Colleague[]; readonly accounts: Accounts }
  | undefined {
  const rows = useRowsByKey("person");
  return useMemo(() => {
    if (!rows) return undefined;
    const people = rows
      .map((row): Colleague => {
        const { name, active } = row.body as unknown as Person;
        return { id: row.id, name, isOpen: active };
      })
      .sort((a, b) => comparePeople(a.name, b.name));
    return { people, accounts: new Map(people.map(({ id, isOpen }) => [id, isOpen])) };
  }, [rows]);
}

/** How far ahead the roster is looked over for gaps and double duty. */
export const lookAheadDays = 62;

/** What is near: for who is on now and next, who is asked, and what is wrong. */
export function useNear():
  | { readonly shifts: readonly RosterShift[]; readonly warnings: readonly RosterWarning[] }
  | undefined {
  const { now, day } = useNow();
  const shifts = useShifts(addDays(day, -2), addDays(day, lookAheadDays));
  const accounts = useColleagues()?.accounts;
  return useMemo(
    () => (shifts && accounts ? { shifts, warnings: rosterWarnings(shifts, accounts, now) } : undefined),
    [shifts, accounts, now],
  );
}
