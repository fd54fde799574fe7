import { useMemo } from "react";
import type { CalendarDay } from "#kernel/calendar.ts";
import { useNow } from "../../logbook-context.tsx";
import { useRemembered } from "../remembered.ts";

/** The day of the check: the corrected clock's, or what a person said when that clock cannot be trusted. */
export interface AskedDay {
  readonly day: CalendarDay;
  readonly mustAsk: boolean;
  readonly confirm: (day: CalendarDay) => void;
}

/** Asks once for each day that the device's clock shows. */
export function useAskedDay(): AskedDay {
  const { day, ask } = useNow();
  const [said, say] = useRemembered("day-asked", { clock: "", day: "" });
  return useMemo(() => {
    const isSaid = ask && said.clock === day && said.day !== "";
    return {
      day: isSaid ? said.day : day,
      mustAsk: ask && !isSaid,
      confirm: (right) => say({ clock: day, day: right }),
    };
  }, [ask, day, said, say]);
}
