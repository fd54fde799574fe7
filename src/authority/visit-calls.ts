import { callIdOf } from "#domain/calls/call-id.ts";
import { addresseeOf } from "#domain/calls/who-acts.ts";
import { kindOf } from "#domain/kinds.ts";
import { type Fields, writeFields } from "#domain/record.ts";
import { communeScope } from "#domain/scope.ts";
import type { JsonObject } from "#kernel/json.ts";
import type { Change, Op } from "#protocol/op.ts";
import type { ServerRow } from "./commune-store.ts";

/**
 * Apps of before write a resident's name and number, and the note, into the visit itself, where everyone who counts
 * visits would read them. The server keeps them as a record of their own, whatever app they come from.
 */
export const visitKind = "supportVisit";
export const callKind = "callBack";

/** What the visit called them → what they are called apart. */
const renamed: Readonly<Record<string, string>> = {
  note: "note",
  contactName: "name",
  contactPhone: "phone",
};
/** What those who act must know of the visit. */
const followed = ["village", "sort", "day"] as const;

/** The record that an op on a visit may touch though it does not name it. */
export function recordsBeside({ ch }: Pick<Op, "ch">): string[] {
  return ch.flatMap(({ k, id }) => (k === visitKind ? [callIdOf(id)] : []));
}

/** The op as an app of today would write it; the same op where it is so already. Content that was erased stays out. */
export function withCallsApart(
  op: Op,
  rows: ReadonlyMap<string, ServerRow>,
  erased: ReadonlySet<string>,
): Op {
  const named = new Set(op.ch.filter(({ k }) => k === callKind).map(({ id }) => id));
  const bodies = new Map<string, JsonObject>();
  const made = new Set<string>();
  const ch = op.ch.flatMap((change): Change[] => {
    if (change.k !== visitKind) return [change];
    const before = bodies.get(change.id) ?? rows.get(change.id)?.body;
    if (!before && change.c !== "create") return [change];
    const visit = "f" in change ? writeFields(before ?? {}, change.f as Fields) : (before ?? {});
    bodies.set(change.id, visit);
    const id = callIdOf(change.id);
    const content = erased.has(change.id) ? {} : contentOf(change);
    if (named.has(id) && Object.keys(content).length === 0) return [plain(change)];
    const beside = besideOf({ change, id, visit, content, call: rows.get(id), isMade: made.has(id) });
    if (beside) made.add(id);
    return beside ? [plain(change), beside] : [plain(change)];
  });
  return ch.length === op.ch.length && ch.every((change, i) => change === op.ch[i]) ? op : { ...op, ch };
}

/** What a visit holds apart, in the words of its own record; null stands for nothing. */
export function contentApart(content: JsonObject): Fields {
  return Object.fromEntries(
    Object.entries(content).flatMap(([field, value]) => {
      const name = renamed[field];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  ) as Fields;
}

/** The rest of that record: whom it asks, and what it must know of the visit. */
export function aboutVisit(visit: JsonObject, content: Fields): Fields {
  const asked = isAsked(content);
  const known = asked ? followed : (["village"] as const);
  return {
    ...Object.fromEntries(known.flatMap((field) => (visit[field] == null ? [] : [[field, visit[field]]]))),
    ...(asked ? { to: addresseeOf(visit) } : {}),
  } as Fields;
}

function contentOf(change: Change): Fields {
  return "p" in change ? contentApart((change.p ?? {}) as JsonObject) : {};
}

function plain(change: Change): Change {
  if (Object.keys(contentOf(change)).length === 0) return change;
  const { p, ...rest } = change as Change & { p: JsonObject };
  const left = Object.entries(p).filter(([field]) => renamed[field] === undefined);
  return (left.length > 0 ? { ...rest, p: Object.fromEntries(left) } : rest) as Change;
}

interface Beside {
  readonly change: Change;
  /** The record apart, its content as the change writes it, and what is there of it. */
  readonly id: string;
  readonly content: Fields;
  readonly visit: JsonObject;
  readonly call: ServerRow | undefined;
  readonly isMade: boolean;
}

function besideOf({ change, id, visit, content, call, isMade }: Beside): Change | null {
  const b = "b" in change && typeof change.b === "number" ? change.b : 0;
  if (change.c === "delete" || change.c === "restore")
    return call || isMade ? { c: change.c, k: callKind, id, b } : null;
  if (change.c !== "create" && change.c !== "set") return null;
  if (!call && !isMade) {
    const given = Object.fromEntries(Object.entries(content).filter(([, value]) => value !== null));
    if (Object.keys(given).length === 0) return null;
    const f = aboutVisit(visit, given);
    return { c: "create", k: callKind, id, sc: scopeOf(f, id), f, p: given };
  }
  const moved = followed.filter((field) => Object.hasOwn(change.f, field));
  const f: Fields = {
    ...Object.fromEntries(moved.map((field) => [field, change.f[field] ?? null])),
    ...asks(visit, content, call),
  };
  if (Object.keys(f).length + Object.keys(content).length === 0) return null;
  return { c: "set", k: callKind, id, b, f, ...(Object.keys(content).length > 0 ? { p: content } : {}) };
}

/** A number that is new asks somebody to call; without name and number nobody is asked any more. */
function asks(visit: JsonObject, content: Fields, call: ServerRow | undefined): Fields {
  if (!Object.keys(content).some((field) => field !== "note")) return {};
  const after: JsonObject = { ...call?.personal, ...content };
  if (!isAsked(after)) return { to: null };
  return typeof call?.body["to"] === "string" ? {} : aboutVisit(visit, after as Fields);
}

function isAsked(content: JsonObject): boolean {
  return typeof content["name"] === "string" || typeof content["phone"] === "string";
}

function scopeOf(body: Fields, id: string): string {
  return kindOf(callKind)?.scopeOf(body, id) ?? communeScope;
}
