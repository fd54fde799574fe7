import { grantedScopes } from "#authority/granted.ts";
import { checkRunId } from "#domain/checks/check-ids.ts";
import type { RecordRow } from "#domain/record.ts";
import type { Role } from "#domain/rights.ts";
import { dayOf } from "#kernel/calendar.ts";
import type { ExchangeReply } from "#protocol/exchange.ts";
import type { Op } from "#protocol/op.ts";
import { macText, sealSms, smsBody, smsIncidentOf } from "#protocol/sms.ts";
import type { OpDraft } from "#sync/commit.ts";
import { ProcessDied } from "#sync/memory-device-store.ts";
import { DeviceFull } from "#sync/store-errors.ts";
import { type Capsule, type CarriedBack, seal, takeBack } from "./capsules.ts";
import { type Counters, newCounters } from "./counters.ts";
import { type Flight, SimDevice, type SimTab } from "./device.ts";
import { checkDevice, checkRest, checkUnder, grants, type Truth, trackEdits } from "./invariants.ts";
import { checkAnswers, checkReceipts } from "./oracles/receipt-oracle.ts";
import { mayTakeAway, Vanished } from "./oracles/vanish-oracle.ts";
import { checkPhotos, checkPhotosAtRest, sendPhotos, takePhoto, tidyPhotos } from "./photos.ts";
import { Random } from "./random.ts";
import * as rare from "./rare-steps.ts";
import { commune, SimServer } from "./server.ts";

const start = Date.parse("2026-03-02T00:00:00Z");
const day = 86_400_000;
const year = 365.25 * day;

/** One step of a plan: what happens, and the seed of every choice within it, so that steps can be left out. */
export interface Step {
  readonly kind: StepKind;
  readonly seed: number;
}

const stepWeights = {
  save: 30,
  exchange: 26,
  deliver: 30,
  talk: 18,
  tab: 4,
  killTab: 4,
  crash: 5,
  power: 2,
  quota: 2,
  clock: 3,
  rights: 3,
  erase: 2,
  backup: 3,
  restore: 1.2,
  restart: 2,
  late: 3,
  pass: 6,
  forget: 1.5,
  rot: 1.5,
  text: 6,
  paste: 9,
  mend: 10,
  rehome: 4,
  photo: 6,
  upload: 16,
  tidy: 8,
  seal: 5,
  carry: 6,
  overtake: 7,
  regret: 3,
  crossing: 3.5,
  wander: 3,
  retold: 1.5,
  season: 0.5,
  lose: 0.5,
  misplace: 2,
  handBack: 3,
  serverClock: 3,
} as const;
export type StepKind = keyof typeof stepWeights;
export type StepWeights = Partial<Record<StepKind, number>>;

/** The steps there were when the kept seeds found what they found: with others, a seed means another plan. */
const {
  overtake: _overtake,
  regret: _regret,
  crossing: _crossing,
  wander: _wander,
  retold: _retold,
  season: _season,
  lose: _lose,
  misplace: _misplace,
  handBack: _handBack,
  serverClock: _serverClock,
  ...stepsBeforeRare
} = stepWeights;
const {
  photo: _photo,
  upload: _upload,
  tidy: _tidy,
  seal: _seal,
  carry: _carry,
  ...stepsBeforePhotos
} = stepsBeforeRare;
const { text: _text, paste: _paste, mend: _mend, rehome: _rehome, ...stepsBeforeSms } = stepsBeforePhotos;
const { forget: _forget, rot: _rot, ...stepsBefore } = stepsBeforeSms;
export const keptSteps: StepWeights = stepsBefore;
export const stepsWithoutSms: StepWeights = stepsBeforeSms;
export const stepsWithoutRare: StepWeights = stepsBeforeRare;

/** Steps by the name of their day, as the command line has it. */
export function stepsOf(name: string): StepWeights {
  const known: Record<string, StepWeights> = {
    today: stepWeights,
    "without-rare": stepsWithoutRare,
    "without-sms": stepsWithoutSms,
    before: keptSteps,
  };
  const found = known[name];
  if (!found) throw new Error(`--steps is one of ${Object.keys(known).join(", ")}`);
  return found;
}

/** The plan of a seed: what will be tried, in order. */
export function planOf(seed: number, weights: StepWeights = stepWeights, length = 90): Step[] {
  const random = new Random(seed * 2654435761);
  const kinds = Object.keys(weights) as StepKind[];
  const total = Object.values(weights).reduce((a, b) => a + b, 0);
  return Array.from({ length }, () => {
    let left = random.next() * total;
    const kind =
      kinds.find((name) => {
        left -= weights[name] ?? 0;
        return left < 0;
      }) ?? "save";
    return { kind, seed: random.int(2 ** 31) };
  });
}

export interface Outcome {
  readonly counters: Counters;
  readonly error: Error | null;
  readonly trace: string[];
}

/** Runs one plan to its end, heals the network and asks every invariant. */
export async function runPlan(seed: number, plan: readonly Step[], wantTrace = false): Promise<Outcome> {
  const world = new World(seed, wantTrace);
  try {
    await world.begin();
    for (const step of plan) await world.step(step);
    await world.heal();
    return { counters: world.counters, error: null, trace: world.trace };
  } catch (error) {
    return {
      counters: world.counters,
      error: error instanceof Error ? error : new Error(String(error)),
      trace: world.trace,
    };
  }
}

/** Everything that was asked of promises has happened. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const people: Record<string, { roles: Role[]; villages: string[] }> = {
  pa: { roles: ["centre"], villages: ["v1"] },
  pb: { roles: ["village", "centre"], villages: ["v1", "v2"] },
  pc: { roles: ["coordinator", "centre", "village"], villages: ["v2", "v3"] },
  pd: { roles: ["village"], villages: ["v1"] },
};

class World {
  readonly counters = newCounters();
  readonly trace: string[] = [];
  readonly server = new SimServer(this.counters);
  readonly devices: SimDevice[] = [];
  private readonly seed: number;
  private readonly wantTrace: boolean;
  private now = start;
  private flights: Flight[] = [];
  private serial = 0;
  private readonly texts: string[] = [];
  private readonly capsules: { readonly capsule: Capsule; brought: number }[] = [];
  private readonly carriedBack: CarriedBack[] = [];
  /** How wrong the server's clock is. */
  private serverSkew = 0;
  /** Devices that heard something of the server since they were last looked at. */
  private readonly told = new Set<SimDevice>();
  private known: Truth | undefined;
  private readonly looked = new Map<SimDevice, { readonly truth: Truth; readonly version: number }>();
  private readonly vanished = new Map<SimDevice, Vanished>();
  private linkIsGood = false;

  constructor(seed: number, wantTrace: boolean) {
    this.seed = seed;
    this.wantTrace = wantTrace;
  }

  async begin(): Promise<void> {
    await this.server.seed(this.now);
    for (const [id, rights] of Object.entries(people))
      await this.server.setPerson(id, { ...rights, active: true }, this.served);
    const random = new Random(this.seed);
    for (const [id, person] of [
      ["da", "pa"],
      ["db", "pb"],
      ["dc", "pc"],
      ["dd", "pd"],
    ] as const) {
      const device = new SimDevice({
        id,
        person,
        now: () => this.now,
        random: new Random(random.int(2 ** 31)),
        send: (flight) => this.take(flight),
      });
      if (random.chance(0.4)) device.skew = (random.next() - 0.5) * 200 * year;
      else if (random.chance(0.5)) device.skew = (random.next() - 0.5) * 3_600_000;
      if (Math.abs(device.skew) > 50 * year) this.counters.clockSkewOver50Years++;
      await this.server.addDevice(id, person, this.served);
      await device.signIn("e1");
      device.openTab();
      this.devices.push(device);
    }
    this.server.backup();
    this.linkIsGood = true;
    for (const device of this.devices.slice(0, random.int(5))) await this.round(device);
    this.linkIsGood = false;
  }

  async step(step: Step): Promise<void> {
    const random = new Random(step.seed);
    this.now += random.int(120_000);
    this.note(step.kind);
    await this[step.kind](random);
    await settle();
    await this.checkAll();
  }

  private note(kind: string): void {
    if (this.wantTrace) this.trace.push(`${new Date(this.now).toISOString()} ${kind}`);
  }

  private say(text: string): void {
    if (this.wantTrace) this.trace.push(`    ${text}`);
  }

  private async checkAll(): Promise<void> {
    const truth = await this.truth();
    checkUnder(truth);
    for (const device of this.devices) {
      // Nothing new there and nothing new here: all of it was asked before.
      const looked = this.looked.get(device);
      const isNew = looked?.truth !== truth || looked.version !== device.disk.version || device.disk.busy;
      if (!isNew && !this.told.has(device)) continue;
      this.looked.set(device, { truth, version: device.disk.version });
      checkDevice(device, truth);
      checkPhotos(device, this.server.attachments, truth.rows);
      const era = this.eraOf(device);
      trackEdits(device, truth, era);
      await this.checkTold(device, truth, era);
    }
  }

  private async checkTold(device: SimDevice, { state }: Truth, era: string): Promise<void> {
    const { meta } = device.disk.content();
    this.vanishedOf(device).check(device, era);
    if (!meta || device.disk.busy || meta.epoch !== state.epoch || !this.told.delete(device)) return;
    checkReceipts(device, await this.server.logOf(device.id, meta.nextN), state.seq);
  }

  private eraOf({ powerLosses }: SimDevice): string {
    return `${this.server.epochCount} ${powerLosses}`;
  }

  private vanishedOf(device: SimDevice): Vanished {
    const found = this.vanished.get(device) ?? new Vanished();
    this.vanished.set(device, found);
    return found;
  }

  /** What the server shows this device as it answers. */
  private async readable(
    { scopes, anew = [] }: Pick<ExchangeReply, "scopes" | "anew">,
    had: readonly string[],
  ): Promise<ReadonlySet<string>> {
    // Below the floor nobody can tell any more what left a scope that is lost just now.
    if (anew.length > 0 && had.some((scope) => !scopes.includes(scope))) return new Set();
    const { rows } = await this.truth();
    return new Set(rows.flatMap((row) => (!row.deleted && grants(scopes, row.scope) ? [row.id] : [])));
  }

  /** Every change of the server's takes a seq; what is forgotten raises the floor. */
  private async truth(): Promise<Truth> {
    const state = await this.server.store.transact(commune, (tx) => tx.state());
    const { epoch, seq, floor } = this.known?.state ?? {};
    const isKnown = this.known && epoch === state.epoch && seq === state.seq && floor === state.floor;
    if (!this.known || !isKnown) this.known = await this.readTruth();
    return { ...this.known, jumped: this.counters.serverClockJumps > 0 };
  }

  private async readTruth(): Promise<Truth> {
    const content = await this.server.store.transact(commune, async (tx) => {
      const state = await tx.state();
      const whole = ["site", "incidents", "escalated", "visits", "calls", "police", "plans", "case"];
      const scopes = ["org", "staff", ...whole.map((name) => `${name}:*`)];
      const rows = await tx.rowsAfter(scopes, 0, 1_000_000);
      return { state, rows, exits: await tx.exitsAfter(scopes, 0) };
    });
    return content;
  }

  // --- what people and their phones do ---------------------------------------------------------------------------

  private anyTab(random: Random): { device: SimDevice; tab: SimTab } {
    const device = random.pick(this.devices);
    const tab = device.tabs.length > 0 ? random.pick(device.tabs) : device.openTab();
    return { device, tab };
  }

  private async save(random: Random): Promise<void> {
    const { device, tab } = this.anyTab(random);
    const draft = this.draft(device, random);
    if (!draft) return;
    const n = await device.save(tab, draft);
    if (n === null) return;
    this.counters.saves++;
    if (draft.action === "conflict.settle") this.counters.settledConflicts++;
    if (draft.changes.some((change) => change.c === "delete")) this.counters.deletions++;
    this.say(
      `${device.id}#${n} ${draft.action} ${draft.changes.map((change) => `${change.c} ${change.id}`).join(", ")}`,
    );
  }

  private draft(device: SimDevice, random: Random): OpDraft | null {
    const meta = device.disk.content().meta;
    if (!meta) return null;
    const rows = [...device.disk.content().rows.values()].filter((row) => !row.deleted);
    const of = (kind: string) => rows.filter((row) => row.kind === kind);
    const unique = `${device.id}.${++this.serial}`;
    const day = dayOf(this.now - random.int(3) * 86_400_000);
    const roll = random.int(100);
    const staleBase = (row: RecordRow) =>
      random.chance(0.3) ? { base: Math.max(0, row.seq - random.int(6)) } : {};
    if (roll < 8) {
      const open = rows.filter((row) => row.kind === "conflict" && row.body["state"] === "open");
      if (open.length > 0) {
        const row = random.pick(open);
        return {
          action: "conflict.settle",
          changes: [{ c: "move", kind: "conflict", id: row.id, from: "open", to: "settled" }],
        };
      }
    }
    if (roll < 28) {
      const key = {
        template: "t1",
        site: "s1",
        day: random.chance(0.06) ? "2999-01-01" : day,
        slot: "morning" as const,
      };
      const item = random.pick(["i1", "i2", "i3"]);
      const answer = { v: random.pick(["ok", "bad", "off"]), at: Math.round(this.now), by: device.person };
      const fields = { ...key, templateVersion: 1, [`answers.${item}`]: answer, [`notes.${item}`]: unique };
      return {
        action: "check.answer",
        changes: [{ c: "create", kind: "checkRun", id: checkRunId(key), fields }],
      };
    }
    if (roll < 42) {
      const village = random.pick(["v1", "v2", "v3"]);
      const fields = {
        day,
        village,
        sort: "vneid",
        form: "home",
        result: "done",
        people: 1,
      };
      const note = `secret-${unique};`;
      const id = `visit-${unique}`;
      const visit = { c: "create", kind: "supportVisit", id } as const;
      // Apps of before wrote the note into the visit, and the server still lays it apart.
      if (random.chance(0.3))
        return { action: "support.visit", changes: [{ ...visit, fields: { ...fields, note } }] };
      const call = { c: "create", kind: "callBack", id: `call/${id}`, fields: { village, note } } as const;
      return { action: "support.visit", changes: [{ ...visit, fields }, call] };
    }
    const visits = of("supportVisit");
    if (roll < 56 && visits.length > 0) {
      const row = random.chance(0.6) ? (visits[0] as RecordRow) : random.pick(visits);
      const fields = random.chance(0.25)
        ? { village: random.pick(["v1", "v2", "v3"]) }
        : random.chance(0.4)
          ? { note: `secret-${unique};` }
          : { result: unique };
      if ("village" in fields) this.counters.scopeMoves++;
      return {
        action: "support.edit",
        changes: [{ c: "set", kind: "supportVisit", id: row.id, fields, ...staleBase(row) }],
      };
    }
    if (roll < 60 && visits.length > 0) {
      const row = random.chance(0.6) ? (visits[0] as RecordRow) : random.pick(visits);
      return {
        action: "support.delete",
        changes: [{ c: "delete", kind: "supportVisit", id: row.id, ...staleBase(row) }],
      };
    }
    const incidents = of("incident");
    if (roll < 70) {
      const id = `inc-${unique}`;
      const group = random.chance(0.15) ? 11 : 1;
      const where = random.chance(0.5) ? { village: random.pick(["v1", "v2"]) } : { site: "s1" };
      const fields = {
        number: `SC-XT-${String(this.serial).padStart(3, "0")}-${device.id.slice(1).toUpperCase()}`,
        group,
        severity: 3,
        title: unique,
        since: Math.round(this.now),
        ...where,
      };
      return { action: "incident.report", changes: [{ c: "create", kind: "incident", id, fields }] };
    }
    if (roll < 76 && incidents.length > 0) {
      const row = random.chance(0.7) ? (incidents[0] as RecordRow) : random.pick(incidents);
      const from = String(row.body["state"]);
      const to = random.pick(["acknowledged", "working", "resolved", "closed"]);
      const entry = { sort: to, text: unique };
      return {
        action: "incident.move",
        changes: [
          { c: "move", kind: "incident", id: row.id, from, to },
          { c: "append", kind: "incidentEntry", id: `entry-${unique}`, under: row.id, fields: entry },
        ],
      };
    }
    if (roll < 82 && incidents.length > 0) {
      const row = random.pick(incidents);
      const change = {
        c: "append" as const,
        kind: "incidentEntry",
        id: `entry-${unique}`,
        under: row.id,
        fields: { sort: "note", text: unique },
      };
      return { action: "incident.entry", changes: [change] };
    }
    const tasks = of("task");
    if (roll < 92 && tasks.length > 0) {
      const row = random.pick(tasks);
      const fields = { progress: random.int(101), updatedDay: day };
      return {
        action: "task.progress",
        changes: [
          { c: "set", kind: "task", id: row.id, fields, ...staleBase(row) },
          {
            c: "append",
            kind: "progressUpdate",
            id: `up-${unique}`,
            under: row.id,
            fields: { day, result: unique },
          },
        ],
      };
    }
    return null;
  }

  /** Somebody without a link writes an incident of theirs into a text message. */
  private async text(random: Random): Promise<void> {
    const device = random.pick(this.devices);
    const { outbox, sent } = device.disk.content();
    const reported = [...outbox.values(), ...sent.values()].flatMap(({ op }) => smsIncidentOf(op) ?? []);
    if (reported.length === 0) return;
    const body = smsBody(random.pick(reported));
    if (!body.ok) return;
    this.counters.smsSent++;
    this.texts.push(sealSms(body.value, macText([random.int(256), random.int(256)])));
    this.say(`${device.id} writes ${this.texts.at(-1)}`);
  }

  /** Somebody pastes a message, as it came or typed again with one mistake; perhaps not for the first time. */
  private async paste(random: Random): Promise<void> {
    if (this.texts.length === 0) return;
    const text = random.pick(this.texts);
    const at = random.int(text.length);
    const wrong = random.chance(0.3) ? "KQ7"[random.int(3)] : undefined;
    const given = wrong ? `${text.slice(0, at)}${wrong}${text.slice(at + 1)}` : text;
    const refusal = await this.server.paste(given, this.served).catch(rethrowViolation);
    this.say(`pastes ${given}: ${refusal ?? "taken"}`);
    if (given.toUpperCase() === text.toUpperCase()) {
      if (refusal !== null)
        throw new Error(`invariant 2: a message as it was written is refused: ${refusal}`);
      this.counters.smsPasted++;
    } else if (refusal === null) throw new Error(`invariant 2: a mistake is taken: ${given}`);
    else this.counters.smsTyposRefused++;
  }

  /** Somebody puts right what an incident says, perhaps one that only a message has told of. */
  private async mend(random: Random): Promise<void> {
    const { device, tab } = this.anyTab(random);
    const rows = [...device.disk.content().rows.values()];
    const incidents = rows.filter((row) => row.kind === "incident" && !row.deleted && row.seq > 0);
    if (incidents.length === 0) return;
    const { id } = random.pick(incidents);
    const fields = { title: `${device.id}.${++this.serial}` };
    const n = await device.save(tab, {
      action: "incident.edit",
      changes: [{ c: "set", kind: "incident", id, fields }],
    });
    if (n !== null) this.say(`${device.id}#${n} mends ${id}`);
  }

  /** An incident turns out to be another village's, with all that was written under it. */
  private async rehome(random: Random): Promise<void> {
    const { device, tab } = this.anyTab(random);
    const rows = [...device.disk.content().rows.values()];
    const incidents = rows.filter((row) => row.kind === "incident" && !row.deleted);
    if (incidents.length === 0) return;
    const { id, seq } = random.chance(0.7) ? (incidents[0] as RecordRow) : random.pick(incidents);
    const base = random.chance(0.3) ? { base: Math.max(0, seq - random.int(6)) } : {};
    const fields = { village: random.pick(["v1", "v2", "v3"]) };
    const n = await device.save(tab, {
      action: "incident.edit",
      changes: [{ c: "set", kind: "incident", id, fields, ...base }],
    });
    if (n !== null) this.say(`${device.id}#${n} rehomes ${id} to ${fields.village}`);
  }

  private async exchange(random: Random): Promise<void> {
    const { device, tab } = this.anyTab(random);
    if (device.tabs.some((other) => other !== tab && other.running)) this.counters.racingTabs++;
    if (random.chance(0.3)) tab.batch = { ops: 1 + random.int(3), rows: 1 + random.int(8) };
    device.begin(tab);
  }

  /** A whole exchange in one go, over a link that is as bad as ever. */
  private async talk(random: Random): Promise<void> {
    const { device, tab } = this.anyTab(random);
    device.begin(tab);
    await settle();
    const at = this.flights.findIndex((flight) => flight.tab === tab);
    if (at < 0) return;
    const [flight] = this.flights.splice(at, 1) as [Flight];
    this.flights.unshift(flight);
    await this.deliverAt(0, random);
  }

  private async photo(random: Random): Promise<void> {
    const { device, tab } = this.anyTab(random);
    if (await takePhoto(device, tab, random, this.counters)) this.say(`${device.id} takes a photo`);
  }

  /** Mostly somebody who has pictures. */
  private tabWithPhotos(random: Random): { device: SimDevice; tab: SimTab } {
    const having = this.devices.filter((device) => device.disk.content().blobs.size > 0);
    if (having.length === 0) return this.anyTab(random);
    const device = random.pick(having);
    return { device, tab: device.tabs.length > 0 ? random.pick(device.tabs) : device.openTab() };
  }

  private async upload(random: Random): Promise<void> {
    const { device, tab } = this.tabWithPhotos(random);
    const other = random.chance(0.2) ? device.openTab() : null;
    const tabs = other ? [tab, other] : [tab];
    await sendPhotos(device, tabs, this.server.attachments, () => this.served, random);
    this.say(`${device.id} sends photos in ${tabs.length} tabs`);
  }

  private async tidy(random: Random): Promise<void> {
    await tidyPhotos(this.tabWithPhotos(random).tab, random, this.counters);
  }

  private async seal(random: Random): Promise<void> {
    const { device, tab } = this.anyTab(random);
    const capsule = await seal(device, tab);
    if (!capsule) return;
    this.counters.capsulesSealed++;
    this.capsules.push({ capsule, brought: 0 });
    this.say(`${device.id} seals ${capsule.ops.length} ops and ${capsule.photos.length} photos`);
  }

  /** Somebody brings a sealed file, perhaps for the second time and long after; the receipts may be lost on the way back. */
  private async carry(random: Random): Promise<void> {
    if (this.capsules.length === 0) return;
    const chosen = random.pick(this.capsules);
    const { device, ops, photos } = chosen.capsule;
    if (chosen.brought++ > 0) this.counters.capsulesBroughtAgain++;
    this.counters.capsulesBrought++;
    const brought = await this.server.bring(device.id, ops, this.served).catch(rethrowViolation);
    if (!brought) return;
    const { epoch, receipts } = brought;
    const stored: { photo: string; stored: number }[] = [];
    for (const { photo, sha, bytes } of photos) {
      const isHere = await this.server.attachments.bring(photo, sha, new Uint8Array(bytes), this.served);
      if (isHere) stored.push({ photo, stored: Math.round(this.served) });
    }
    this.counters.photosCarried += stored.length;
    this.say(`${device.id}'s file is brought: ${receipts.map(({ n, r }) => `${n} ${r}`).join(", ")}`);
    const back = { device, epoch, made: Math.round(this.served), receipts, photos: stored };
    this.carriedBack.push(back);
    if (random.chance(0.4)) return;
    const tab = device.tabs.length > 0 ? random.pick(device.tabs) : device.openTab();
    await takeBack(tab, back);
    this.told.add(device);
    this.counters.receiptsCarriedBack++;
  }

  private async tab(random: Random): Promise<void> {
    const device = random.pick(this.devices);
    if (device.tabs.length < 3) device.openTab();
  }

  private async killTab(random: Random): Promise<void> {
    const { device, tab } = this.anyTab(random);
    if (tab.running) this.counters.crashesBetweenAwaits++;
    device.closeTab(tab);
  }

  private async crash(random: Random): Promise<void> {
    const device = random.pick(this.devices);
    const point = random.pick(["begin", "write", "write", "write", "commit", "committed"] as const);
    device.strikeAt(point, random.int(point === "write" ? 6 : 2), (process) => {
      if (point === "committed") this.counters.crashesAfterCommit++;
      else this.counters.crashesInTransactions++;
      this.say(`${device.id} crashes at ${point}`);
      process.kill();
      device.tabs = device.tabs.filter((tab) => tab.process !== process);
      throw new ProcessDied("crash");
    });
  }

  private async power(random: Random): Promise<void> {
    const device = random.pick(this.devices);
    this.counters.powerLosses++;
    this.counters.lostRelaxedCommits += device.disk.losePower(random.int(3)).lostCommits;
    device.tabs = [];
    device.powerLosses++;
  }

  private async quota(random: Random): Promise<void> {
    const device = random.pick(this.devices);
    device.strikeAt("commit", random.int(2), () => {
      this.counters.quotaErrors++;
      throw new DeviceFull("quota");
    });
  }

  private async clock(random: Random): Promise<void> {
    const device = random.pick(this.devices);
    this.counters.clockJumps++;
    device.skew = random.chance(0.4) ? (random.next() - 0.5) * 200 * year : (random.next() - 0.5) * 7_200_000;
    if (Math.abs(device.skew) > 50 * year) this.counters.clockSkewOver50Years++;
  }

  /** Time goes by: minutes to weeks. */
  private async pass(random: Random): Promise<void> {
    const most = random.chance(0.8) ? 3_600_000 : random.chance(0.7) ? 40 * day : 200 * day;
    this.now += random.int(most);
  }

  // --- what the administrator and the server do ------------------------------------------------------------------

  private async rights(random: Random): Promise<void> {
    if (random.chance(0.4)) return;
    const id = random.pick(Object.keys(people));
    const usual = people[id] as { roles: Role[]; villages: string[] };
    const active = random.chance(0.85);
    const villages = ["v1", "v2", "v3"].filter(() => random.chance(0.5));
    const roles = random.chance(0.5)
      ? usual.roles
      : ([random.pick(["centre", "village", "coordinator"])] as Role[]);
    if (!active) this.counters.revocations++;
    await this.server.setPerson(id, { roles, villages, active }, this.served);
    this.say(`${id} is now ${active ? roles.join("+") : "closed"} ${villages.join(",")}`);
  }

  private async erase(random: Random): Promise<void> {
    const { rows } = await this.truth();
    const held = rows.filter((row) => row.kind === "callBack" && row.personal?.["note"]);
    if (held.length === 0) return;
    const row = random.pick(held);
    // A full disk or a power cut takes a part of the mark, and nobody is answered; most try again.
    while (random.chance(0.3)) {
      await this.server.erase(row.id, this.served, random.next());
      this.counters.tornErasureMarks++;
      this.say(`erase ${row.id}: only a part of the mark is written`);
      if (random.chance(0.3)) return;
    }
    this.counters.erasures++;
    this.server.erasedContent.set(row.id, String(row.personal?.["note"]));
    await this.server.erase(row.id, this.served);
    this.say(`erase ${row.id}`);
  }

  private async backup(random: Random): Promise<void> {
    if (random.chance(0.9)) return this.server.backup();
    this.counters.offsiteBackups++;
    await this.server.noteOffsite();
    // No restore will ever go back behind it.
    this.server.backups = [];
    this.server.backup();
  }

  /** The nightly sweep: what was deleted or moved away long ago is forgotten. */
  private async forget(random: Random): Promise<void> {
    const { state, rows } = await this.truth();
    const overtaken = await this.overtakenRecords();
    const kept = rows.filter((row) => row.deleted && overtaken.has(row.id)).map((row) => row.seq - 1);
    const upTo = random.chance(0.5) ? state.seq : random.int(state.seq + 1);
    const gone = await this.server.forget(Math.min(upTo, ...kept));
    this.counters.forgottenTombstones += gone.rows + gone.exits;
    this.say(`forgets ${gone.rows} tombstones and ${gone.exits} exits`);
  }

  /** Records on which a later op of a device came before an earlier one, which never takes half a year to follow. */
  private async overtakenRecords(): Promise<Set<string>> {
    const found = new Set<string>();
    for (const { id, saved } of this.devices) {
      const held = await this.server.store.transact(commune, (tx) => tx.heldRanges(id));
      const last = held.at(-1)?.[1] ?? 0;
      for (const [n, op] of saved) {
        if (n > last || held.some(([from, to]) => n >= from && n <= to)) continue;
        for (const change of op.ch) found.add(change.id);
      }
    }
    return found;
  }

  /** A disk loses a record, or sets it back, without a word. */
  private async rot(random: Random): Promise<void> {
    const device = random.pick(this.devices);
    if (device.disk.busy) return;
    const { rows, shadows } = device.disk.content();
    const mine = new Set([...device.saved.values()].flatMap((op) => op.ch.map((change) => change.id)));
    const others = [...rows.values()].filter(
      (row) => !mine.has(row.id) && !shadows.has(row.id) && row.seq > 1 && !row.deleted,
    );
    if (others.length === 0) return;
    const row = random.pick(others);
    device.damaged.add(row.id);
    this.counters.damagedRecords++;
    device.disk.damage(row.id, random.chance(0.5) ? null : { ...row, seq: row.seq - 1 });
    this.say(`${device.id} damages ${row.id}`);
  }

  private async restore(random: Random): Promise<void> {
    this.counters.restores++;
    await this.server.restore(random.pick(this.server.backups), this.served);
    for (const device of this.devices) await this.server.addDevice(device.id, device.person, this.served);
    this.say(`restored, epoch e${this.server.epochCount}`);
  }

  private async restart(random: Random): Promise<void> {
    this.counters.serverRestarts++;
    if (random.chance(0.5)) {
      this.server.crashAfter = random.int(25);
      return;
    }
    await this.server.restart(this.served);
  }

  /** Later ops of an outbox arrive before earlier ones, as a capsule may bring them; the reply is lost. */
  private async late(random: Random): Promise<void> {
    const device = random.pick(this.devices);
    const { meta, outbox } = device.disk.content();
    const waiting = [...outbox.values()].filter((entry) => !entry.receipt).sort((a, b) => a.n - b.n);
    if (!meta || waiting.length < 2) return;
    const ops = waiting.slice(1 + random.int(waiting.length - 1)).map((entry) => entry.op);
    await this.comesEarly(device, ops);
  }

  private async comesEarly(device: SimDevice, ops: readonly Op[]): Promise<void> {
    const { meta, outbox } = device.disk.content();
    const waiting = [...outbox.values()].filter((entry) => !entry.receipt).sort((a, b) => a.n - b.n);
    if (!meta) return;
    const have = { outbox: waiting.length, maxN: meta.nextN - 1, oldest: waiting[0]?.n ?? 1 };
    const { epoch, cursor } = meta;
    const request = { protocol: 1, app: "sim", device: device.id, epoch, cursor, booted: [], booting: {} };
    await this.server
      .exchange(device.id, device.person, { ...request, ops: [...ops], limit: 1, have }, this.served)
      .catch(rethrowViolation);
    this.say(`${device.id} late: ${ops.map((op) => op.n).join(",")}`);
  }

  // --- what is rare ----------------------------------------------------------------------------------------------

  private readonly stage: rare.Stage = {
    server: this.server,
    devices: this.devices,
    counters: this.counters,
    carriedBack: this.carriedBack,
    now: () => this.served,
    wait: (ms) => {
      this.now += ms;
    },
    unique: (device) => `${device.id}.${++this.serial}`,
    touched: (device) => this.told.add(device),
    tabOf: (device) => device.tabs[0] ?? device.openTab(),
    converse: (device) => this.converse(device),
    comesEarly: (device, ops) => this.comesEarly(device, ops),
    paste: async (text) => {
      await this.server.paste(text, this.served).catch(rethrowViolation);
    },
    say: (text) => this.say(text),
  };

  private overtake = (random: Random) => rare.overtake(this.stage, random);
  private regret = (random: Random) => rare.regret(this.stage, random);
  private crossing = (random: Random) => rare.crossing(this.stage, random);
  private wander = (random: Random) => rare.wander(this.stage, random);
  private retold = (random: Random) => rare.retold(this.stage, random);
  private season = (random: Random) => rare.season(this.stage, random);
  private lose = (random: Random) => rare.lose(this.stage, random);
  private misplace = (random: Random) => rare.misplace(this.stage, random);
  private handBack = (random: Random) => rare.handBack(this.stage, random);

  /** The server's clock jumps, forward or back, for as long as nobody notices; in the end it is right. */
  private async serverClock(random: Random): Promise<void> {
    if (this.serverSkew !== 0 && random.chance(0.6)) return this.clockIsRight();
    this.counters.serverClockJumps++;
    this.serverSkew = random.chance(0.5)
      ? random.int(400) * day
      : -random.int(random.chance(0.5) ? 30 : 9000) * day;
    this.server.inDoubt = random.chance(0.7);
    this.say(`the server's clock is ${Math.round(this.serverSkew / day)} days off`);
  }

  private async clockIsRight(): Promise<void> {
    if (this.serverSkew === 0) return;
    this.serverSkew = 0;
    this.server.inDoubt = false;
    this.say("the server's clock is right");
    await this.server.clockIsRight(this.served);
  }

  /** What the server believes the time to be. */
  private get served(): number {
    return this.now + this.serverSkew;
  }

  private async converse(device: SimDevice): Promise<void> {
    const tab = device.tabs[0] ?? device.openTab();
    device.begin(tab);
    await settle();
    const at = this.flights.findIndex((flight) => flight.tab === tab);
    if (at >= 0) await this.deliverAt(at, new Random(1), "fine");
    await settle();
  }

  // --- the network -----------------------------------------------------------------------------------------------

  private take(flight: Flight): void {
    this.counters.exchanges++;
    this.flights.push(flight);
  }

  private async deliver(random: Random): Promise<void> {
    if (this.flights.length === 0) return;
    const at = this.linkIsGood ? 0 : random.int(this.flights.length);
    if (at > 0) this.counters.reorderedMessages++;
    await this.deliverAt(at, random);
  }

  private async deliverAt(at: number, random: Random, certain?: (typeof fates)[number]): Promise<void> {
    const [flight] = this.flights.splice(at, 1) as [Flight];
    const fate = certain ?? (this.linkIsGood ? "fine" : random.pick(fates));
    this.say(`${flight.device.id} ${flight.request.ops.map((op) => op.n).join(",") || "-"} → ${fate}`);
    const bytes = 100;
    if (fate === "lostRequest") {
      this.counters.lostRequests++;
      return flight.answer({ ok: false, failure: "unreachable", bytes });
    }
    if (fate === "captive") {
      this.counters.captivePortals++;
      return flight.answer({ ok: false, failure: "not-our-server", bytes });
    }
    if (fate === "busy") {
      this.counters.busyReplies++;
      return flight.answer({ ok: false, failure: "busy", waitMs: 5000, bytes });
    }
    if (fate === "duplicate") {
      this.counters.duplicatedRequests++;
      await this.ask(flight).catch(rethrowViolation);
    }
    const reply = await this.ask(flight).catch(rethrowViolation);
    if (!reply) {
      this.counters.serverCrashesInTransaction++;
      return flight.answer({ ok: false, failure: "unreachable", bytes });
    }
    if (fate === "lostReply") {
      this.counters.lostReplies++;
      return flight.answer({ ok: false, failure: "unreachable", bytes });
    }
    if (fate === "truncated") {
      this.counters.truncatedReplies++;
      return flight.answer({ ok: false, failure: "not-our-server", bytes });
    }
    const before = flight.device.disk.content();
    const takes = mayTakeAway(reply, before.meta?.scopes ?? [], before.meta?.epoch);
    const readable =
      takes || before.meta?.unswept ? await this.readable(reply, before.meta?.scopes ?? []) : undefined;
    if (reply.epoch !== before.meta?.epoch && before.meta?.epoch)
      this.counters.reofferedOps += before.sent.size;
    if (fate === "held") {
      this.now += random.int(600_000);
      this.held.push(() => this.hand(flight, reply, readable, random));
      return;
    }
    this.hand(flight, reply, readable, random);
    const waiting = this.held.splice(0, random.int(this.held.length + 1));
    for (const give of waiting) give();
  }

  private readonly held: (() => void)[] = [];

  private hand(
    flight: Flight,
    reply: Awaited<ReturnType<SimServer["exchange"]>>,
    readable: ReadonlySet<string> | undefined,
    random: Random,
  ): void {
    const { device } = flight;
    this.told.add(device);
    if (readable) this.vanishedOf(device).hands(device, this.eraOf(device), readable);
    const { meta } = flight.device.disk.content();
    if (meta && meta.cursor !== flight.request.cursor) this.counters.droppedByCompareAndSet++;
    const lost = meta?.scopes.filter((scope) => !reply.scopes.includes(scope)).length ?? 0;
    this.counters.scopeLosses += lost;
    if (lost > 0) this.counters.pinnedRows += flight.device.disk.content().shadows.size;
    const broken = random.chance(0.04) ? [{ i: "broken", k: 7 }] : [];
    this.counters.quarantinedRows += broken.length;
    const wire = JSON.parse(JSON.stringify(reply)) as typeof reply;
    flight.answer({
      ok: true,
      reply: { ...wire, rows: [...broken, ...wire.rows] },
      sentAt: flight.sentAt,
      receivedAt: flight.device.clock.wall(),
      bytes: 100,
    });
  }

  private ask(flight: Flight) {
    const request = JSON.parse(JSON.stringify(flight.request)) as Flight["request"];
    for (const op of request.ops) {
      for (const change of op.ch) {
        if ("p" in change && change.p && this.server.erasedContent.has(change.id))
          this.counters.erasedContentSeenAgain++;
      }
    }
    return this.server.exchange(flight.device.id, flight.device.person, request, this.served);
  }

  // --- the end ---------------------------------------------------------------------------------------------------

  /** One full cycle over a good link; true when nothing was left to do. */
  private async round(device: SimDevice): Promise<boolean> {
    const tab = device.tabs[0] ?? device.openTab();
    await settle();
    device.begin(tab);
    const { running } = tab;
    for (let i = 0; i < 20 && tab.running === running; i++) {
      await settle();
      await this.deliver(new Random(1));
    }
    const result = await running;
    return result?.ok === true && !result.more;
  }

  private async everyoneRests(): Promise<void> {
    for (const device of this.devices) {
      let rests = false;
      for (let i = 0; i < 60 && !rests; i++) {
        this.now += 1000;
        rests = await this.round(device);
      }
      if (!rests) throw new Error(`invariant 3: ${device.id} does not come to rest`);
    }
  }

  /** The network heals: everything must come to rest in a bounded number of cycles, and be true. */
  async heal(): Promise<void> {
    this.linkIsGood = true;
    this.server.crashAfter = null;
    for (const give of this.held.splice(0)) give();
    for (const device of this.devices) device.disk.faults = undefined;
    await this.clockIsRight();
    for (let i = 0; i < 50 && this.flights.length > 0; i++) {
      await this.deliver(new Random(1));
      await settle();
    }
    await this.server.restart(this.served);
    this.server.marks.read();
    for (let pass = 0; pass < 3; pass++) {
      await this.everyoneRests();
      // Bytes go after the words, and what the server says of them comes with the next ones.
      for (const device of this.devices) {
        const tab = device.tabs[0] ?? device.openTab();
        await sendPhotos(device, [tab], this.server.attachments, () => this.now);
      }
    }
    await this.everyoneRests();
    // By the next day every device has compared itself with the server once more.
    this.now += day;
    for (const device of this.devices) {
      device.damaged.clear();
      for (let i = 0, rests = false; i < 60 && !(rests && i > 2); i++) {
        this.now += 1000;
        rests = await this.round(device);
      }
    }
    await this.checkAll();
    const truth = await this.truth();
    for (const device of this.devices) {
      const scopes = await this.server.store.transact(commune, async (tx) =>
        (await tx.device(device.id))?.lost ? [] : grantedScopes(tx, device.person),
      );
      const log = await this.server.store.transact(commune, (tx) =>
        tx.decided(device.id, [...device.saved.keys()]),
      );
      const { meta, sent, outbox, dead } = device.disk.content();
      const isPruned = (n: number) =>
        !sent.has(n) && !outbox.has(n) && !dead.has(n) && n <= (meta?.durableN ?? 0);
      this.counters.prunedOps += [...device.saved.keys()].filter(isPruned).length;
      checkRest(device, truth, scopes, log, this.server.erasedContent);
      checkAnswers(device, [...(await this.server.logOf(device.id, meta?.nextN ?? 1)).values()]);
      checkPhotosAtRest(device, this.server.attachments, truth.rows);
    }
  }
}

const fates = [
  "fine",
  "fine",
  "fine",
  "fine",
  "fine",
  "fine",
  "lostRequest",
  "lostReply",
  "lostReply",
  "duplicate",
  "held",
  "held",
  "captive",
  "busy",
  "truncated",
] as const;

function rethrowViolation(error: unknown): null {
  if (error instanceof Error && error.message.startsWith("invariant")) throw error;
  if (error instanceof Error && error.constructor.name === "ServerCrash") return null;
  throw error;
}
