import { openOutage, outagesOf } from "#domain/incidents/outages.ts";
import type { Hand } from "../../book/deed.ts";
import { entriesOf, entryOf } from "../../book/incidents/entries.ts";
import type { Saving } from "./commands.ts";

/** When service stopped and when it came back: marks in the timeline, so that each can be put right. */
export type OutageMark = "outage-start" | "outage-end";

export function markOutage(hand: Hand, incident: string, sort: OutageMark, at: number): Saving {
  return hand.commit(async (tx) => {
    const lasts = openOutage(outagesOf(entriesOf(await tx.rows(`under/${incident}`)))) !== null;
    const isSaid = lasts === (sort === "outage-start");
    return { action: "incident.outage", changes: isSaid ? [] : [entryOf(hand, incident, sort, { at })] };
  });
}

const minuteOf = (ms: number) => Math.floor(ms / 60_000);

export function correctMark(
  hand: Hand,
  incident: string,
  mark: { readonly id: string; readonly sort: OutageMark },
  at: number,
): Saving {
  return hand.commit(async (tx) => {
    const entries = entriesOf(await tx.rows(`under/${incident}`));
    const isSaid = entries.some(({ id, body, created }) =>
      // To the minute, which is all that the form shows.
      id === mark.id
        ? minuteOf(body.at ?? created.at) === minuteOf(at)
        : body.supersedes === mark.id && body.at === at,
    );
    const entry = entryOf(hand, incident, mark.sort, { at, supersedes: mark.id });
    return { action: "incident.outage", changes: isSaid ? [] : [entry] };
  });
}
