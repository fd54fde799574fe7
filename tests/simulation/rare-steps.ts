import type { RecordRow } from "#domain/record.ts";
import { dayOf } from "#kernel/calendar.ts";
import type { Op } from "#protocol/op.ts";
import { macText, sealSms, smsBody, smsIncidentOf } from "#protocol/sms.ts";
import type { OpDraft } from "#sync/commit.ts";
import { type CarriedBack, takeBack } from "./capsules.ts";
import type { Counters } from "./counters.ts";
import type { SimDevice, SimTab } from "./device.ts";
import type { Random } from "./random.ts";
import type { SimServer } from "./server.ts";

/**
 * What is rare when chance alone leads, and yet is what the contract is for: two who did not see each other, ops that
 * overtake each other, a season gone by, a phone that is lost, receipts that travel late. Each goes as far as the deed
 * and leaves to the plan what becomes of it.
 */
export interface Stage {
  readonly server: SimServer;
  readonly devices: readonly SimDevice[];
  readonly counters: Counters;
  readonly carriedBack: readonly CarriedBack[];
  now(): number;
  wait(ms: number): void;
  unique(device: SimDevice): string;
  /** The device heard something of the server. */
  touched(device: SimDevice): void;
  tabOf(device: SimDevice): SimTab;
  /** One exchange over a good link. */
  converse(device: SimDevice): Promise<void>;
  /** These ops come before what else waits; the reply is lost. */
  comesEarly(device: SimDevice, ops: readonly Op[]): Promise<void>;
  /** A text message is pasted; the server may die over it. */
  paste(text: string): Promise<void>;
  say(text: string): void;
}

const day = 86_400_000;

/** The later of two edits of one field arrives first. */
export async function overtake(stage: Stage, random: Random): Promise<void> {
  const device = random.pick(stage.devices);
  const pending = new Set([...device.disk.content().outbox.values()].flatMap(({ ids }) => ids));
  const own = counterVisits(device).filter(
    ({ id, created }) => created.by === device.person && !pending.has(id),
  );
  if (own.length === 0) return visitAtCounter(stage, device);
  const { id } = random.pick(own);
  const edit = () => editVisit(id, { result: stage.unique(device) });
  await device.save(stage.tabOf(device), edit());
  const later = await device.save(stage.tabOf(device), edit());
  const op = later === null ? undefined : device.saved.get(later);
  if (op) await stage.comesEarly(device, [op]);
}

/** One takes a visit back that another puts right meanwhile. */
export async function regret(stage: Stage, random: Random): Promise<void> {
  const pair = twoWhoSee(stage, random, counterVisits);
  if (!pair) return visitAtCounter(stage, random.pick(stage.devices));
  const { first, second, row } = pair;
  const change = { c: "delete" as const, kind: row.kind, id: row.id };
  await first.save(stage.tabOf(first), { action: "support.delete", changes: [change] });
  const fields = random.chance(0.3)
    ? { note: `secret-${stage.unique(second)};` }
    : { result: stage.unique(second) };
  await second.save(stage.tabOf(second), editVisit(row.id, fields));
  await bothConverse(stage, random, first, second);
}

/** Two move an incident on that stands where both saw it. */
export async function crossing(stage: Stage, random: Random): Promise<void> {
  const pair = twoWhoSee(stage, random, liveIncidents);
  if (!pair) return reportAtCentre(stage, random.pick(stage.devices));
  const { first, second, row } = pair;
  const from = String(row.body["state"]);
  const move = (to: string): OpDraft => ({
    action: "incident.move",
    changes: [{ c: "move", kind: "incident", id: row.id, from, to }],
  });
  const ends = from === "working" ? "resolved" : "closed";
  await first.save(stage.tabOf(first), move(ends));
  await second.save(stage.tabOf(second), move(from === "new" ? "acknowledged" : "working"));
  await bothConverse(stage, random, first, second);
}

/**
 * A visit goes to another scope and is changed again, with other things in between; somebody who reads both, and perhaps
 * is just losing the first, hears of it in small pages.
 */
export async function wander(stage: Stage, random: Random): Promise<void> {
  const pair = twoWhoSee(stage, random, (device) => of(device, "supportVisit"));
  if (!pair) return visitAtCounter(stage, random.pick(stage.devices));
  const { first, second, row } = pair;
  const tab = stage.tabOf(first);
  const village = row.body["village"];
  const to = typeof village === "string" && random.chance(0.6) ? null : random.pick(["v1", "v2", "v3"]);
  await first.save(tab, editVisit(row.id, { village: to }));
  await first.save(tab, report(stage, first));
  await first.save(tab, report(stage, first));
  await first.save(tab, editVisit(row.id, { result: stage.unique(first) }));
  await stage.converse(first);
  if (random.chance(0.3)) await stage.server.loseVillage(second.person, String(village), stage.now());
  stage.tabOf(second).batch = { ops: 1 + random.int(3), rows: 1 + random.int(3) };
  await stage.converse(second);
  stage.counters.wanderings++;
}

/** A message tells of an incident, somebody puts it right, and only then the op itself comes, when the plan lets it. */
export async function retold(stage: Stage, random: Random): Promise<void> {
  const device = random.pick(stage.devices);
  const n = await device.save(stage.tabOf(device), report(stage, device));
  const op = n === null ? undefined : device.saved.get(n);
  const told = op && smsIncidentOf(op);
  const body = told && smsBody(told);
  if (!told || !body?.ok) return;
  await stage.paste(sealSms(body.value, macText([random.int(256), random.int(256)])));
  const other = random.pick(stage.devices.filter((one) => one !== device));
  await stage.converse(other);
  if (!liveIncidents(other).some(({ id }) => id === told.record)) return;
  const change = { c: "set" as const, kind: "incident", id: told.record };
  const fields = { title: stage.unique(other) };
  await other.save(stage.tabOf(other), { action: "incident.edit", changes: [{ ...change, fields }] });
  await stage.converse(other);
}

/** A season goes by, and what was sent before it lies in a backup on another machine. */
export async function season(stage: Stage, random: Random): Promise<void> {
  stage.counters.offsiteBackups++;
  await stage.server.noteOffsite();
  stage.server.backups = [];
  stage.server.backup();
  stage.wait((91 + random.int(60)) * day);
  stage.say("a season goes by");
}

/** A phone is lost: reported, and its owner's account closed, which a later step may open again. */
export async function lose(stage: Stage, random: Random): Promise<void> {
  const device = random.pick(stage.devices);
  await stage.server.reportLost(device.id, device.person, stage.now());
  stage.counters.lostDevices++;
  stage.say(`${device.id} is reported lost`);
}

/** A program of before puts personal content where the log would keep it. */
export async function misplace(stage: Stage, random: Random): Promise<void> {
  const device = random.pick(stage.devices);
  const visits = counterVisits(device);
  if (visits.length === 0) return visitAtCounter(stage, device);
  const { id } = random.pick(visits);
  const tab = stage.tabOf(device);
  const text = `secret-${stage.unique(device)};`;
  const n = await device.save(tab, editVisit(id, { note: text }));
  const op = n === null ? undefined : device.saved.get(n);
  const [change] = op?.ch ?? [];
  if (n === null || !op || change?.c !== "set") return;
  const { p: _apart, ...rest } = change;
  const wrong = random.chance(0.5)
    ? { ...rest, f: { note: text } }
    : { c: "members" as const, k: rest.k, id, b: rest.b, add: { note: [text] } };
  const astray: Op = { ...op, ch: [wrong] };
  const done = await tab.process
    .transact("strict", async (tx) => {
      const entry = (await tx.outbox()).find((one) => one.n === n);
      if (entry) await tx.putOutbox([{ ...entry, op: astray }]);
    })
    .then(() => true)
    .catch(() => false);
  if (!done) return;
  device.saved.set(n, astray);
  stage.counters.misplacedContent++;
  stage.say(`${device.id}#${n} misplaces ${id}`);
}

/** Receipts that somebody kept in a pocket: of before a restore, or for the second time. */
export async function handBack(stage: Stage, random: Random): Promise<void> {
  if (stage.carriedBack.length === 0) return;
  const back = random.pick(stage.carriedBack);
  await takeBack(stage.tabOf(back.device), back);
  stage.touched(back.device);
  const { epoch } = back.device.disk.content().meta ?? {};
  if (back.epoch !== epoch || epoch !== `e${stage.server.epochCount}`)
    stage.counters.receiptsOfAnotherHistory++;
  stage.say(`${back.device.id} takes receipts of ${back.epoch}`);
}

const of = (device: SimDevice, kind: string) =>
  [...device.disk.content().rows.values()].filter((row) => row.kind === kind && !row.deleted && row.seq > 0);

/** At the counter everyone of the centre reads them. */
const counterVisits = (device: SimDevice): RecordRow[] =>
  of(device, "supportVisit").filter((row) => row.body["village"] === undefined);

const liveIncidents = (device: SimDevice): RecordRow[] =>
  of(device, "incident").filter((row) =>
    ["new", "acknowledged", "working"].includes(String(row.body["state"])),
  );

function twoWhoSee(
  { devices }: Stage,
  random: Random,
  rowsOf: (device: SimDevice) => RecordRow[],
): { first: SimDevice; second: SimDevice; row: RecordRow } | undefined {
  const pairs = devices.flatMap((first) => {
    const pending = new Set([...first.disk.content().outbox.values()].flatMap(({ ids }) => ids));
    const seen = rowsOf(first).filter(({ id }) => !pending.has(id));
    return devices.flatMap((second) => {
      const too = second === first ? [] : rowsOf(second).map(({ id, seq }) => `${id}@${seq}`);
      return seen
        .filter(({ id, seq }) => too.includes(`${id}@${seq}`))
        .map((row) => ({ first, second, row }));
    });
  });
  return pairs.length > 0 ? random.pick(pairs) : undefined;
}

async function bothConverse(stage: Stage, random: Random, a: SimDevice, b: SimDevice): Promise<void> {
  const [one, other] = random.chance(0.5) ? [a, b] : [b, a];
  await stage.converse(one);
  if (random.chance(0.7)) await stage.converse(other);
}

async function visitAtCounter(stage: Stage, device: SimDevice): Promise<void> {
  const unique = stage.unique(device);
  const fields = {
    ...{ day: dayOf(stage.now()), sort: "vneid", form: "centre", result: "done", people: 1 },
    note: `secret-${unique};`,
  };
  const change = { c: "create" as const, kind: "supportVisit", id: `visit-${unique}`, fields };
  await device.save(stage.tabOf(device), { action: "support.visit", changes: [change] });
  await theyConverse(stage, device);
}

async function reportAtCentre(stage: Stage, device: SimDevice): Promise<void> {
  await device.save(stage.tabOf(device), report(stage, device));
  await theyConverse(stage, device);
}

function report(stage: Stage, device: SimDevice): OpDraft {
  const unique = stage.unique(device);
  const serial = unique.slice(unique.indexOf(".") + 1).padStart(3, "0");
  const fields = {
    ...{
      number: `SC-XT-${serial}-${device.id.slice(1).toUpperCase()}`,
      group: 1,
      severity: 3,
      title: unique,
      site: "s1",
    },
    since: Math.round(stage.now()),
  };
  const change = { c: "create" as const, kind: "incident", id: `inc-${unique}`, fields };
  return { action: "incident.report", changes: [change] };
}

/** It is told to the server, and somebody else hears of it. */
async function theyConverse(stage: Stage, device: SimDevice): Promise<void> {
  const at = stage.devices.indexOf(device);
  const other = stage.devices[(at + 1) % stage.devices.length];
  for (const one of [device, other]) if (one) await stage.converse(one);
}

function editVisit(id: string, fields: Record<string, string | null>): OpDraft {
  return { action: "support.edit", changes: [{ c: "set", kind: "supportVisit", id, fields }] };
}
