import { allGoodFields, bulkOf, planAllGood, undoFields, type Verdict } from "#domain/checks/all-good.ts";
import { checkRunId, closedDayId, type Slot } from "#domain/checks/check-ids.ts";
import type { AnswerValue, CheckRun, CheckTemplate, ClosedDay } from "#domain/checks/check-kinds.ts";
import { draftSeverity, incidentGroupOf, takeBackMs } from "#domain/checks/fault-incident.ts";
import type { OpenFault } from "#domain/checks/open-faults.ts";
import type { Incident } from "#domain/incidents/incident-kinds.ts";
import type { Fields } from "#domain/record.ts";
import { dayOf } from "#kernel/calendar.ts";
import { accept, type Result } from "#kernel/result.ts";
import type { DraftChange, Saved } from "#sync/commit.ts";
import type { StoredRow } from "#sync/device-store.ts";
import type { CommandTx, Hand } from "../deed.ts";

/** The deeds on a check. Each is one op; the first one on a run also makes it, so that two phones merge. */
export interface RunKey {
  readonly site: string;
  readonly template: string;
  readonly templateVersion: number;
  /** The version a new run begins with; its template's own id for the first. */
  readonly version: string;
  readonly day: string;
  readonly slot: Slot;
}

export interface SheetNow {
  readonly key: RunKey;
  readonly template: Pick<CheckTemplate, "items">;
  readonly faults: readonly OpenFault[];
}

export type Saving = Promise<Result<Saved, string>>;

/** Confirms the sheet: answers, bulk marks and completion in one op. Answers with what was set, for the undo. */
export async function confirmAllGood(
  hand: Hand,
  { key, template, faults }: SheetNow,
  verdicts: Readonly<Record<string, Verdict>>,
): Promise<Result<Fields, string>> {
  const stamp = { at: hand.now(), by: hand.person };
  let set: Fields = {};
  const saved = await hand.commit(async (tx) => {
    const run = await savedRun(tx, key);
    set = allGoodFields(planAllGood(template, run, faults), run, verdicts, stamp);
    // Somebody has confirmed the same meanwhile: there is nothing to say, and nothing to take back.
    const isSaid = run !== null && Object.keys(set).length === 0;
    return { action: "check.all-good", changes: isSaid ? [] : [writeRun(key, run, set)] };
  });
  return saved.ok ? accept(set) : saved;
}

/** Takes back what one confirmation set and nobody has changed since; by default the latest of this person. */
export function undoAllGood(hand: Hand, key: RunKey, set?: Fields): Saving {
  return hand.commit(async (tx) => {
    const run = await savedRun(tx, key);
    const fields = undoFields(run, set ?? bulkOf(run, hand.person));
    return { action: "check.undo", changes: run ? [writeRun(key, run, fields)] : [] };
  });
}

export interface ItemFault {
  readonly item: CheckTemplate["items"][number];
  /** An incident already open on this thing: it is linked, no second one is made. */
  readonly known: string | null;
}

/** *Lỗi* reports the incident with the device filled in, in the same op; on a sheet of another day only if that is asked for. */
export function answerBad(hand: Hand, key: RunKey, { item, known }: ItemFault): Saving {
  const at = hand.now();
  return hand.commit(async (tx) => {
    const run = await savedRun(tx, key);
    const linked = run?.incidents?.[item.id] ?? known;
    const isPast = key.day < dayOf(at);
    if (isPast && !linked)
      return {
        action: "check.answer",
        changes: [writeRun(key, run, { [`answers.${item.id}`]: { v: "bad", at, by: hand.person } })],
      };
    const incident = linked ?? hand.newId();
    const write = writeRun(key, run, {
      [`answers.${item.id}`]: { v: "bad", at, by: hand.person },
      [`incidents.${item.id}`]: incident,
    });
    const report = linked ? [] : [await reportOf(tx, key, item, { id: incident, at })];
    return { action: "check.answer", changes: [write, ...report] };
  });
}

/** The incident of a fault that was found in an old sheet: made when somebody asks for it, once. */
export function reportItem(hand: Hand, key: RunKey, item: ItemFault["item"]): Saving {
  const at = hand.now();
  return hand.commit(async (tx) => {
    const run = await savedRun(tx, key);
    const id = hand.newId();
    if (run?.incidents?.[item.id]) return [];
    return {
      action: "check.link-incident",
      changes: [
        writeRun(key, run, { [`incidents.${item.id}`]: id }),
        await reportOf(tx, key, item, { id, at }),
      ],
    };
  });
}

async function reportOf(
  tx: CommandTx,
  key: RunKey,
  item: ItemFault["item"],
  { id, at }: { readonly id: string; readonly at: number },
): Promise<DraftChange> {
  const equipment = await thingHere(tx, key, item);
  const fields: Fields = {
    number: await tx.nextNumber(),
    group: incidentGroupOf(item.group),
    severity: draftSeverity,
    title: item.name,
    site: key.site,
    since: at,
    state: "new",
    run: checkRunId(key),
    item: item.id,
    ...(equipment ? { equipment } : {}),
  };
  return { c: "create", kind: "incident", id, fields };
}

/** The item's thing of the register, unless it stands at another site that shares the template. */
async function thingHere(tx: CommandTx, key: RunKey, item: ItemFault["item"]): Promise<string | null> {
  const site = item.equipment ? (await tx.row(item.equipment))?.body["site"] : undefined;
  return item.equipment && (site === undefined || site === key.site) ? item.equipment : null;
}

/** Any answer but *lỗi*; a *lỗi* tapped by mistake a moment ago takes its untouched incident with it. */
export function answerItem(
  hand: Hand,
  key: RunKey,
  item: string,
  value: Exclude<AnswerValue, "bad">,
): Saving {
  const answer = { v: value, at: hand.now(), by: hand.person };
  return withTakeBack(hand, "check.answer", key, item, { [`answers.${item}`]: answer });
}

/** *Bỏ trả lời*: the item is *chưa kiểm tra* again. */
export function clearAnswer(hand: Hand, key: RunKey, item: string): Saving {
  return withTakeBack(hand, "check.clear", key, item, { [`answers.${item}`]: null });
}

function withTakeBack(
  hand: Hand,
  action: "check.answer" | "check.clear",
  key: RunKey,
  item: string,
  fields: Fields,
): Saving {
  return hand.commit(async (tx) => {
    const run = await savedRun(tx, key);
    const incident = await linkedIncident(tx, run, item);
    const takeBack =
      incident !== null &&
      isUntouched(hand, key, item, incident) &&
      (await tx.rows(`under/${incident.id}`)).length === 0;
    const write = writeRun(key, run, takeBack ? { ...fields, [`incidents.${item}`]: null } : fields);
    const drop: DraftChange[] = takeBack ? [{ c: "delete", kind: "incident", id: incident.id }] : [];
    return { action, changes: [write, ...drop] };
  });
}

function isUntouched(hand: Hand, key: RunKey, item: string, row: StoredRow): boolean {
  const incident = row.body as unknown as Incident;
  const isOurs = row.created.by === hand.person && incident.run === checkRunId(key) && incident.item === item;
  const isFresh = hand.now() - row.created.at < takeBackMs;
  return isOurs && isFresh && incident.state === "new" && !incident.note;
}

/** The note of an item, and of its incident while nobody has taken that up. */
export function noteItem(hand: Hand, key: RunKey, item: string, note: string, draft: string): Saving {
  const text = note.trim() === "" ? null : note.trim();
  return hand.commit(async (tx) => {
    const run = await savedRun(tx, key);
    const incident = await linkedIncident(tx, run, item);
    const isDraft = incident?.created.by === hand.person && incident.body["state"] === "new";
    return {
      action: "check.note",
      changes: [
        writeRun(key, run, { [`notes.${item}`]: text }),
        ...(isDraft
          ? [{ c: "set" as const, kind: "incident", id: incident.id, fields: { note: text } }]
          : []),
      ],
      settlesDrafts: [draft],
    };
  });
}

/** Once: whoever completed it first did. */
export function completeRun(hand: Hand, key: RunKey): Saving {
  const completed = { at: hand.now(), by: hand.person };
  return hand.commit(async (tx) => {
    const run = await savedRun(tx, key);
    return {
      action: "check.complete",
      changes: run?.completed ? [] : [writeRun(key, run, { completed })],
    };
  });
}

/** Marks a day without work; it refuses nothing: a check made all the same is kept. */
export function closeDay(
  hand: Hand,
  site: string,
  day: string,
  reason: ClosedDay["reason"],
  note: string,
): Saving {
  const text = note.trim();
  const fields = { site, day, reason, ...(text === "" ? {} : { note: text }) };
  return hand.commit(async (tx) => ({
    action: "day.close",
    changes: await tx.put("closedDay", closedDayId(site, day), fields),
  }));
}

export function openDay(hand: Hand, site: string, day: string): Saving {
  return hand.commit({
    action: "day.open",
    changes: [{ c: "delete", kind: "closedDay", id: closedDayId(site, day) }],
  });
}

async function savedRun(tx: CommandTx, key: RunKey): Promise<CheckRun | null> {
  return ((await tx.row(checkRunId(key)))?.body as CheckRun | undefined) ?? null;
}

async function linkedIncident(tx: CommandTx, run: CheckRun | null, item: string): Promise<StoredRow | null> {
  const id = run?.incidents?.[item];
  return id ? tx.row(id) : null;
}

function writeRun(key: RunKey, run: CheckRun | null, fields: Fields): DraftChange {
  const id = checkRunId(key);
  if (run) return { c: "set", kind: "checkRun", id, fields };
  const { site, template, templateVersion, version, day, slot } = key;
  return {
    c: "create",
    kind: "checkRun",
    id,
    fields: { site, template, templateVersion, version, day, slot, ...fields },
  };
}
