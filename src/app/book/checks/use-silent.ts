import { useEffect, useRef } from "react";
import { askSilent } from "#client/silent-devices.ts";
import type { SheetSort } from "#domain/org/could-hold.ts";
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
 * *Thiếu N máy*: how many devices may still hold something of what is looked at, since nothing was heard of them after
 * the end of the month, or for three days. A site that is null is not known yet. Null until the server has ever said;
 * without a link it is what it said last.
 */
export function useSilent(
  { sort, site }: { readonly sort: SheetSort; readonly site?: string | null | undefined },
  month?: Month,
): SilentDevices | null {
  const { profile } = useLogbook();
  const { now } = useNow();
  // Others are not told, and so are not asked for.
  const mayAsk = useMe().has("centre", "coordinator", "leader", "admin", "province");
  const asked = [sort, site, month].join("/");
  const [known, keep] = useRemembered(`silent-${sort}`, { asked: "", count: 0, at: 0 });
  const end = month === undefined ? now : startOfDay(`${addMonths(month, 1)}-01`);
  const since = end < now ? end : null;
  const keepIt = useRef(keep);
  useEffect(() => {
    if (!mayAsk || site === null) return;
    let isShown = true;
    void askSilent(profile.device, { sort, site }, since).then((told) => {
      if (isShown && told) keepIt.current({ asked, ...told });
    });
    return () => {
      isShown = false;
    };
  }, [asked, sort, site, since, profile.device, mayAsk]);
  return known.asked === asked ? { count: known.count, at: known.at } : null;
}
