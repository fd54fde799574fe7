import type { Hand } from "../../book/deed.ts";
import { entryOf } from "../../book/incidents/entries.ts";
import type { Saving } from "./commands.ts";

/** When service stopped and when it came back: marks in the timeline, so that each can be put right. */
export type OutageMark = "outage-start" | "outage-end";

export function markOutage(hand: Hand, incident: string, sort: OutageMark, at: number): Saving {
  return hand.commit({
    action: "incident.outage",
    changes: [entryOf(hand, incident, sort, { at })],
  });
}

export function correctMark(
  hand: Hand,
  incident: string,
  mark: { readonly id: string; readonly sort: OutageMark },
  at: number,
): Saving {
  return hand.commit({
    action: "incident.outage",
    changes: [entryOf(hand, incident, mark.sort, { at, supersedes: mark.id })],
  });
}
