import { callIdOf } from "#domain/calls/call-id.ts";
import { addDays } from "#kernel/calendar.ts";
import type { JsonObject } from "#kernel/json.ts";
import type { DraftChange } from "#sync/commit.ts";
import { generator, noteOf } from "./words.ts";

/** Visits as a village team writes them; notes in Vietnamese, each its own, of every second one. */
export interface Visit {
  readonly id: string;
  readonly fields: JsonObject;
  readonly note: string;
}

/** With its note a visit is two records. */
export const hasNote = (index: number) => index % 2 === 0;
/** So many visits make so many records. */
export const visitsFor = (records: number) => Math.ceil((records * 2) / 3);

const sorts = ["vneid", "file", "follow", "payment", "signature", "papers", "health"];
const results = ["done", "done", "done", "partly", "toCentre", "noNetwork"];
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** The same visits for the same seed, of the last `days` days up to today. */
export function visits(
  seed: number,
  count: number,
  villages: readonly string[],
  today: string,
  days = 1,
): Visit[] {
  const random = generator(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  return Array.from({ length: count }, (_, i) => ({
    id: `vb${String(seed).padStart(3, "0")}${String(i).padStart(5, "0")}${randomText(random, 13)}`,
    fields: {
      day: addDays(today, -(i % days)),
      village: pick(villages),
      sort: pick(sorts),
      form: random() < 0.6 ? "home" : "hall",
      result: pick(results),
      people: 1 + Math.floor(random() * 3),
      minutes: 5 * (1 + Math.floor(random() * 8)),
      ...(random() < 0.5 ? { groups: { elderly: 1 } } : {}),
    },
    note: noteOf(random),
  }));
}

/** The visit alone, as it travels. */
export function wireVisit({ id, fields }: Visit) {
  return {
    c: "create",
    k: "supportVisit",
    id,
    sc: `visits:${String(fields["village"])}`,
    f: fields,
  } as const;
}

/** The visit, and beside it the record that keeps its note. */
export function wireChanges(visit: Visit): object[] {
  const { id, fields, note } = visit;
  const { village } = fields;
  const apart = { c: "create", k: "callBack", id: callIdOf(id), sc: `calls:${String(village)}` };
  return [wireVisit(visit), { ...apart, f: { village }, p: { note } }];
}

/** Corrections of records that the server has. */
export function corrections(
  seed: number,
  ids: readonly string[],
): { action: "support.edit"; changes: DraftChange[] }[] {
  const random = generator(seed);
  return ids.map((id) => {
    const fields = { minutes: 5 * (1 + Math.floor(random() * 20)), people: 1 + Math.floor(random() * 4) };
    return { action: "support.edit", changes: [{ c: "set", kind: "supportVisit", id, fields }] };
  });
}

/** What a village team saves on three days without a link: visits, every second one with a note, "+1" and corrections. */
export function offlineDeeds(
  seed: number,
  count: number,
  villages: readonly string[],
  today: string,
): { action: "support.visit" | "support.tally" | "support.edit"; changes: DraftChange[] }[] {
  return visits(seed, count, villages, today, 3).map(({ id, fields, note }, i, all) => {
    const earlier = all[i - 3];
    if (i % 5 === 3 && earlier) {
      const corrected = { kind: "supportVisit", id: earlier.id, fields: { result: "done", minutes: 25 } };
      return { action: "support.edit", changes: [{ c: "set", ...corrected }] };
    }
    if (i % 5 === 4) {
      const { groups: _none, minutes: _unknown, ...counted } = fields;
      return {
        action: "support.tally",
        changes: [create("supportVisit", id, { ...counted, people: 1, tally: true })],
      };
    }
    const { village } = fields;
    const apart = hasNote(i) ? [create("callBack", callIdOf(id), { village, note } as JsonObject)] : [];
    return { action: "support.visit", changes: [create("supportVisit", id, fields), ...apart] };
  });
}

function create(kind: string, id: string, fields: JsonObject): DraftChange {
  return { c: "create", kind, id, fields };
}

function randomText(random: () => number, length: number): string {
  let text = "";
  for (let i = 0; i < length; i++) text += alphabet[Math.floor(random() * 32)];
  return text;
}
