import { type AllGoodPlan, allGoodFields, undoFields, type Verdict } from "#domain/checks/all-good.ts";
import { checkRunId, closedDayId, type Slot } from "#domain/checks/check-ids.ts";
import type { AnswerValue, CheckRun, CheckTemplate, ClosedDay } from "#domain/checks/check-kinds.ts";
import { draftSeverity, incidentGroupOf, takeBackMs } from "#domain/checks/fault-incident.ts";
import type { Incident } from "#domain/incidents/incident-kinds.ts";
import type { Fields } from "#domain/record.ts";
import { accept, type Result } from "#kernel/result.ts";
import type { DraftChange, Saved } from "#sync/commit.ts";
import type { Hand } from "../deed.ts";

/** The deeds on a check. Each is one op; the first one on a run also makes it, so that two phones merge. */
export interface RunKey {
  readonly site: string;
  readonly template: string;
  readonly templateVersion: number;
  readonly day: string;
  readonly slot: Slot;
}

export interface RunNow {
  readonly key: RunKey;
  readonly run: CheckRun | null;
}

export type Saving = Promise<Result<Saved, string>>;

/** Confirms the sheet: answers, bulk marks and completion in one op. Answers with what was set, for the undo. */
export async function confirmAllGood(
  hand: Hand,
  { key, run }: RunNow,
  plan: AllGoodPlan,
  verdicts: Readonly<Record<string, Verdict>>,
): Promise<Result<Fields, string>> {
  const set = allGoodFields(plan, run, verdicts, { at: hand.now(), by: hand.person });
  const saved = await hand.commit({ action: "check.all-good", changes: [writeRun(key, run, set)] });
  return saved.ok ? accept(set) : saved;
}

/** Takes back what one confirmation set and nobody has changed since. */
export function undoAllGood(hand: Hand, { key, run }: RunNow, set: Fields): Saving {
  return hand.commit({ action: "check.undo", changes: [writeRun(key, run, undoFields(run, set))] });
}

export interface ItemFault {
  readonly item: CheckTemplate["items"][number];
  /** Said in the incident's title: the item, and where it stands when the commune has several sites. */
  readonly title: string;
  /** An incident already open on this thing: it is linked, no second one is made. */
  readonly known: string | null;
}

/** *Lỗi* makes the draft incident with the device filled in, in the same op. */
export async function answerBad(hand: Hand, { key, run }: RunNow, fault: ItemFault): Saving {
  const { item } = fault;
  const at = hand.now();
  const linked = run?.incidents?.[item.id] ?? fault.known;
  const incident = linked ?? hand.newId();
  const write = writeRun(key, run, {
    [`answers.${item.id}`]: { v: "bad", at, by: hand.person },
    [`incidents.${item.id}`]: incident,
  });
  const report: DraftChange[] = linked
    ? []
    : [
        {
          c: "create",
          kind: "incident",
          id: incident,
          fields: {
            number: await hand.nextNumber(),
            group: incidentGroupOf(item.group),
            severity: draftSeverity,
            title: fault.title,
            site: key.site,
            since: at,
            state: "new",
            run: checkRunId(key),
            item: item.id,
            ...(item.equipment ? { equipment: item.equipment } : {}),
          },
        },
      ];
  return hand.commit({ action: "check.answer", changes: [write, ...report] });
}

export interface LinkedIncident {
  readonly id: string;
  readonly body: Incident;
  readonly by: string;
  readonly at: number;
}

/** Any answer but *lỗi*; a *lỗi* tapped by mistake a moment ago takes its untouched incident with it. */
export function answerItem(
  hand: Hand,
  { key, run }: RunNow,
  item: string,
  value: Exclude<AnswerValue, "bad">,
  incident: LinkedIncident | null,
): Saving {
  const at = hand.now();
  const answer: Fields = { [`answers.${item}`]: { v: value, at, by: hand.person } };
  return withTakeBack(hand, "check.answer", { key, run }, item, answer, incident);
}

/** *Bỏ trả lời*: the item is *chưa kiểm* again. */
export function clearAnswer(hand: Hand, now: RunNow, item: string, incident: LinkedIncident | null): Saving {
  return withTakeBack(hand, "check.clear", now, item, { [`answers.${item}`]: null }, incident);
}

function withTakeBack(
  hand: Hand,
  action: "check.answer" | "check.clear",
  { key, run }: RunNow,
  item: string,
  fields: Fields,
  incident: LinkedIncident | null,
): Saving {
  const takeBack = incident !== null && isUntouched(hand, key, item, incident);
  const write = writeRun(key, run, takeBack ? { ...fields, [`incidents.${item}`]: null } : fields);
  const drop: DraftChange[] = takeBack ? [{ c: "delete", kind: "incident", id: incident.id }] : [];
  return hand.commit({ action, changes: [write, ...drop] });
}

function isUntouched(hand: Hand, key: RunKey, item: string, { body, by, at }: LinkedIncident): boolean {
  const isOurs = by === hand.person && body.run === checkRunId(key) && body.item === item;
  return isOurs && body.state === "new" && !body.note && hand.now() - at < takeBackMs;
}

/** The note of an item, and of its incident while nobody has taken that up. */
export function noteItem(
  hand: Hand,
  { key, run }: RunNow,
  item: string,
  note: string,
  incident: LinkedIncident | null,
  draft: string,
): Saving {
  const text = note.trim();
  const isDraft = incident !== null && incident.by === hand.person && incident.body.state === "new";
  return hand.commit({
    action: "check.note",
    changes: [
      writeRun(key, run, { [`notes.${item}`]: text === "" ? null : text }),
      ...(isDraft
        ? [
            {
              c: "set" as const,
              kind: "incident",
              id: incident.id,
              fields: { note: text === "" ? null : text },
            },
          ]
        : []),
    ],
    settlesDrafts: [draft],
  });
}

export function completeRun(hand: Hand, { key, run }: RunNow): Saving {
  const completed = { at: hand.now(), by: hand.person };
  return hand.commit({ action: "check.complete", changes: [writeRun(key, run, { completed })] });
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
  return hand.commit({
    action: "day.close",
    changes: [
      {
        c: "create",
        kind: "closedDay",
        id: closedDayId(site, day),
        fields: { site, day, reason, ...(text === "" ? {} : { note: text }) },
      },
    ],
  });
}

export function openDay(hand: Hand, site: string, day: string): Saving {
  return hand.commit({
    action: "day.open",
    changes: [{ c: "delete", kind: "closedDay", id: closedDayId(site, day) }],
  });
}

function writeRun(key: RunKey, run: CheckRun | null, fields: Fields): DraftChange {
  const id = checkRunId(key);
  if (run) return { c: "set", kind: "checkRun", id, fields };
  const { site, template, templateVersion, day, slot } = key;
  return {
    c: "create",
    kind: "checkRun",
    id,
    fields: { site, template, templateVersion, day, slot, ...fields },
  };
}
