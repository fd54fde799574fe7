import type { Fields } from "#domain/record.ts";
import { defaultScenarios } from "#domain/scenarios/default-scenarios.ts";
import type { CalendarDay } from "#kernel/calendar.ts";
import type { Result } from "#kernel/result.ts";
import type { Saved } from "#sync/commit.ts";
import type { Hand } from "../../book/deed.ts";

/** The deeds on contingency scenarios. */
type Saving = Promise<Result<Saved, string>>;

const action = "scenario.edit";
const kind = "scenario";

/** The eight that every commune needs, as a beginning to be made one's own. */
export function takeDefaults(hand: Hand): Saving {
  return hand.commit({
    action,
    changes: defaultScenarios.map(({ key: _key, ...body }) => ({
      ...{ c: "create", kind, id: hand.newId() },
      fields: { ...body } as Fields,
    })),
  });
}

export function addScenario(hand: Hand, fields: Fields, settles: string): Saving {
  return hand.commit({
    action,
    changes: [{ c: "create", kind, id: hand.newId(), fields }],
    settlesDrafts: [settles],
  });
}

export function editScenario(hand: Hand, id: string, fields: Fields, base: number, settles: string): Saving {
  return hand.commit({ action, changes: [{ c: "set", kind, id, fields, base }], settlesDrafts: [settles] });
}

export function removeScenario(hand: Hand, id: string): Saving {
  return hand.commit({ action, changes: [{ c: "delete", kind, id }] });
}

export function bringBack(hand: Hand, id: string): Saving {
  return hand.commit({ action, changes: [{ c: "restore", kind, id }] });
}

export interface HeldDrill {
  readonly day: CalendarDay;
  readonly people: number | null;
  readonly text: string;
}

export function logDrill(hand: Hand, scenario: string, drill: HeldDrill, settles: string): Saving {
  const { day, people, text } = drill;
  return hand.commit({
    action: "scenario.drill",
    changes: [
      {
        ...{ c: "append", kind: "drill", id: hand.newId(), under: scenario },
        fields: { parent: scenario, day, text: text.trim(), ...(people ? { people } : {}) },
      },
    ],
    settlesDrafts: [settles],
  });
}
