import { beganKey } from "#domain/incidents/began-key.ts";
import { quietDayId } from "#domain/incidents/quiet-day.ts";
import type { CalendarDay } from "#kernel/calendar.ts";
import { type Result, refuse } from "#kernel/result.ts";
import type { Saved } from "#sync/commit.ts";
import type { Hand } from "../deed.ts";
import { incidentOf } from "../incident-row.tsx";

/** *Không có sự cố*: signed for a day and a site, unless something broke there that day. */
export function signQuietDay(hand: Hand, site: string, day: CalendarDay): Promise<Result<Saved, string>> {
  return hand.commit(async (tx) => {
    const broke = (await tx.rows(beganKey(day))).find((row) => row.body["site"] === site);
    if (broke) return refuse("quiet-day-has-incident", { number: incidentOf(broke).number });
    const changes = await tx.put("quietDay", quietDayId(site, day), { site, day });
    // A signature is given or taken back, never changed.
    return { action: "day.no-incident", changes: changes.filter(({ c }) => c !== "set") };
  });
}

export function unsignQuietDay(hand: Hand, site: string, day: CalendarDay): Promise<Result<Saved, string>> {
  return hand.commit({
    action: "day.no-incident",
    changes: [{ c: "delete", kind: "quietDay", id: quietDayId(site, day) }],
  });
}
