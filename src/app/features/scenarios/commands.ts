import type { Fields } from "#domain/record.ts";
import { defaultScenarios } from "#domain/scenarios/default-scenarios.ts";
import type { CalendarDay } from "#kernel/calendar.ts";
import { accept, type Result } from "#kernel/result.ts";
import type { Saved } from "#sync/commit.ts";
import type { Hand } from "../../book/deed.ts";
import type { Kept } from "../../book/form-draft.ts";

/** The deeds on contingency scenarios. */
type Saving = Promise<Result<Saved, string>>;

const action = "scenario.edit";
const kind = "scenario";

/** The eight that every commune needs, as a beginning to be made one's own. */
export function takeDefaults(hand: Hand): Saving {
  return hand.commit(async (tx) => {
    const here = new Set((await tx.rows(kind)).map(({ body }) => body["title"]));
    const [commune] = await tx.rows("commune");
    return {
      action,
      changes: defaultScenarios(String(commune?.body["name"] ?? ""))
        .filter(({ title }) => !here.has(title))
        .map(({ key: _key, ...body }) => ({
          ...{ c: "create", kind, id: hand.newId() },
          fields: { ...body } as Fields,
        })),
    };
  });
}

export async function addScenario(hand: Hand, fields: Fields, { key, id }: Kept): Saving {
  const saved = await hand.commit(async (tx) => ({
    action,
    changes: await tx.make(kind, id, fields),
    settlesDrafts: [key],
  }));
  return saved.ok ? accept({ ...saved.value, ids: [id] }) : saved;
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

export function logDrill(hand: Hand, scenario: string, drill: HeldDrill, { key, id }: Kept): Saving {
  const { day, people, text } = drill;
  const fields = { parent: scenario, day, text: text.trim(), ...(people ? { people } : {}) };
  return hand.commit(async (tx) => ({
    action: "scenario.drill",
    changes: await tx.append("drill", id, scenario, fields),
    settlesDrafts: [key],
  }));
}
