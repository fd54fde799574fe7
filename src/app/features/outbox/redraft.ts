import { checkRunId } from "#domain/checks/check-ids.ts";
import type { CheckRun } from "#domain/checks/check-kinds.ts";
import type { Fields } from "#domain/record.ts";
import type { CalendarDay } from "#kernel/calendar.ts";
import { isJsonObject, type Json, type JsonObject } from "#kernel/json.ts";
import type { DraftChange, OpDraft } from "#sync/commit.ts";
import type { DeadOp } from "#sync/device-store.ts";

type Change = DeadOp["op"]["ch"][number];

/** A refused deed once more as a new one, with everything it said; `mends` ties the two. */
export function sendAgain(dead: DeadOp): OpDraft {
  return { action: dead.op.a as OpDraft["action"], changes: dead.op.ch.map(toDraft), mends: dead.n };
}

/**
 * A refused deed moved to another day, content kept. A check of the wrong day becomes the check of the right one:
 * its record is named by its day, so it is written under that name, with all that the person saw in it.
 */
export function moveToDay(dead: DeadOp, day: CalendarDay): OpDraft {
  const runs = dead.op.ch.filter((change) => change.k === "checkRun");
  const rest = dead.op.ch
    .filter((change) => change.k !== "checkRun")
    .map((change) => withDay(toDraft(change), day));
  const moved = [...new Set(runs.map((change) => change.id))].flatMap((id) => moveRun(dead, id, day));
  return { action: dead.op.a as OpDraft["action"], changes: [...moved, ...rest], mends: dead.n };
}

/** How many answers a refused check holds; 0 for any other deed. */
export function answersIn(dead: DeadOp): number {
  const run = dead.op.ch.find((change) => change.k === "checkRun");
  if (!run) return 0;
  return Object.keys(runFields(dead, run.id)).filter((field) => field.startsWith("answers.")).length;
}

function moveRun(dead: DeadOp, id: string, day: CalendarDay): DraftChange[] {
  const fields = { ...runFields(dead, id), day };
  const run = fields as unknown as CheckRun;
  if (!run.template || !run.site || !run.slot) return [];
  return [{ c: "create", kind: "checkRun", id: checkRunId(run), fields: fields as Fields }];
}

/** The run as it was seen, entry by entry, with what this deed wrote. */
function runFields(dead: DeadOp, id: string): Record<string, Json> {
  const seen = flat(dead.seen.find((row) => row.id === id)?.body ?? {});
  return Object.assign({}, seen, ...dead.op.ch.filter((change) => change.id === id).map(written)) as Record<
    string,
    Json
  >;
}

const maps = new Set(["answers", "notes", "incidents"]);

function flat(body: JsonObject): Record<string, Json> {
  const fields: Record<string, Json> = {};
  for (const [key, value] of Object.entries(body)) {
    if (!maps.has(key) || !isJsonObject(value)) fields[key] = value as Json;
    else for (const [entry, inner] of Object.entries(value)) fields[`${key}.${entry}`] = inner as Json;
  }
  return fields;
}

function written(change: Change): Fields {
  const open = "f" in change && change.f ? (change.f as Fields) : {};
  const personal = "p" in change && change.p ? (change.p as Fields) : {};
  return { ...open, ...personal };
}

function toDraft(change: Change): DraftChange {
  const { k: kind, id } = change;
  switch (change.c) {
    case "create":
    case "set":
      return { c: change.c, kind, id, fields: written(change) };
    case "append":
      return { c: "append", kind, id, under: change.under, fields: written(change) };
    case "move":
      return { c: "move", kind, id, from: change.from, to: change.to };
    case "members":
      return {
        ...{ c: "members", kind, id },
        ...(change.add ? { add: change.add } : {}),
        ...(change.remove ? { remove: change.remove } : {}),
      };
    default:
      return { c: change.c, kind, id };
  }
}

const dayFields = ["day", "updatedDay"];

function withDay(change: DraftChange, day: CalendarDay): DraftChange {
  if (!("fields" in change) || !change.fields) return change;
  const fields = Object.fromEntries(
    Object.entries(change.fields).map(([name, value]) => [name, dayFields.includes(name) ? day : value]),
  );
  return { ...change, fields } as DraftChange;
}
