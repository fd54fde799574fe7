import { useEffect, useRef } from "react";
import { askSilent } from "#client/silent-devices.ts";
import { startOfDay } from "#kernel/calendar.ts";
import { addMonths, type Month } from "#kernel/month.ts";
import { useLogbook, useMe, useNow } from "../../logbook-context.tsx";
import { useRemembered } from "../remembered.ts";

export interface SilentDevices {
  readonly count: number;
  /** When the server said so, Unix ms. */
  readonly at: number;
}

/**
 * *Thiếu N máy*: how many devices may still hold sheets of this month, since nothing was heard of them after its end, or
 * for three days. Null until the server has ever said; without a link it is what the server said last.
 */
export function useSilent(month: Month): SilentDevices | null {
  const { profile } = useLogbook();
  const { now } = useNow();
  // Others are not told, and so are not asked for.
  const mayAsk = useMe().has("centre", "coordinator", "leader", "admin", "province");
  const [known, keep] = useRemembered<{ month: string; count: number; at: number }>("month-silent", {
    month: "",
    count: 0,
    at: 0,
  });
  const end = startOfDay(`${addMonths(month, 1)}-01`);
  const since = end < now ? end : null;
  const keepIt = useRef(keep);
  useEffect(() => {
    if (!mayAsk) return;
    let isShown = true;
    void askSilent(profile.device, since).then((told) => {
      if (isShown && told) keepIt.current({ month, ...told });
    });
    return () => {
      isShown = false;
    };
  }, [month, since, profile.device, mayAsk]);
  return known.month === month ? { count: known.count, at: known.at } : null;
}
