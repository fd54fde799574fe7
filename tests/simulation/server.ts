import type {
  CommuneState,
  CommuneStore,
  CommuneTx,
  DecidedOp,
  ServerRow,
} from "#authority/commune-store.ts";
import {
  type CommuneSnapshot,
  createMemoryCommuneStore,
  type MemoryCommuneStore,
} from "#authority/memory-commune-store.ts";
import { newDevice } from "#authority/new-device.ts";
import { retryParked } from "#authority/parked.ts";
import { settleRights } from "#authority/rights-history.ts";
import { runExchange } from "#authority/run-exchange.ts";
import { eraseRecord, submitAsServer } from "#authority/server-ops.ts";
import { takeMessage } from "#authority/take-message.ts";
import type { TakeHow } from "#authority/take-one.ts";
import { takeOps } from "#authority/take-ops.ts";
import type { Role } from "#domain/rights.ts";
import type { ExchangeReply, ExchangeRequest, Receipt } from "#protocol/exchange.ts";
import { placeCode, readSms } from "#protocol/sms.ts";
import { type AttachmentsSnapshot, SimAttachments } from "./attachments.ts";
import type { Counters } from "./counters.ts";
import { ErasureMarks, type Written } from "./erasure-marks.ts";
import { checkMerge } from "./merge-oracle.ts";
import { PersonalContent } from "./oracles/log-oracle.ts";
import { checkReply, Histories } from "./oracles/page-oracle.ts";
import { Times } from "./oracles/time-oracle.ts";
import { Violation } from "./violation.ts";

export const commune = "c1";

/** A crash of the server inside its transaction. */
class ServerCrash extends Error {}

/** The real authority over the memory store, with an eye on every write. */
export class SimServer {
  readonly store: MemoryCommuneStore = createMemoryCommuneStore();
  readonly counters: Counters;
  epochCount = 1;
  readonly attachments: SimAttachments;
  backups: { readonly rows: CommuneSnapshot; readonly photos: AttachmentsSnapshot }[] = [];
  private readonly deviceIds = new Set<string>();
  private readonly people = new Set<string>();
  /** Set before an exchange: how many calls of the store the server lives for. */
  crashAfter: number | null = null;
  readonly erasedContent = new Map<string, string>();
  readonly marks = new ErasureMarks();
  /** The server knows that its clock is not to be trusted. */
  inDoubt = false;
  /** People whose account is closed. */
  private readonly closed = new Set<string>();
  private readonly personal = new PersonalContent();
  private readonly times = new Times();
  private readonly histories = new Histories();
  /** What the server's clock said as it was last spoken to. */
  private now = 0;
  /** Kept here, since the authority parks an op whose deciding throws. */
  private violation: Violation | null = null;

  constructor(counters: Counters) {
    this.counters = counters;
    this.store.addCommune(commune, "e1");
    this.attachments = new SimAttachments(this, counters);
  }

  /** The store as the server sees it: checked, and able to crash. */
  private watched(): CommuneStore {
    return {
      transact: (id, work) => this.store.transact(id, async (tx) => work(await this.watch(tx))),
    };
  }

  private async watch(tx: CommuneTx): Promise<CommuneTx> {
    let calls = 0;
    const before = new Map<string, ServerRow>();
    let written: ServerRow[] = [];
    const state = await tx.state();
    return new Proxy(tx, {
      get: (target, name: keyof CommuneTx) => {
        if (typeof target[name] !== "function") return undefined;
        const method = (target[name] as (...args: unknown[]) => Promise<unknown>).bind(target);
        return async (...args: unknown[]) => {
          calls++;
          if (this.crashAfter !== null && calls > this.crashAfter) throw new ServerCrash();
          if (name === "rows") {
            const rows = (await method(...args)) as ServerRow[];
            for (const row of rows) before.set(row.id, row);
            return rows;
          }
          if (name === "putRow") {
            const row = args[0] as ServerRow;
            written.push(row);
            const was = before.get(row.id)?.scope ?? row.scope;
            const isUnder = row.kind === "incidentEntry" || row.kind === "conflict";
            if (isUnder && was !== row.scope) this.counters.takenAlong++;
          }
          if (name === "putDecided") {
            const decided = args[0] as DecidedOp;
            await this.judge(tx, decided, before, written, state);
            written = [];
          }
          return method(...args);
        };
      },
    });
  }

  private async judge(
    tx: CommuneTx,
    decided: DecidedOp,
    before: ReadonlyMap<string, ServerRow>,
    written: readonly ServerRow[],
    state: CommuneState,
  ): Promise<void> {
    try {
      if (decided.code === "server-fault")
        throw new Violation(10, `deciding ${decided.device}#${decided.n} threw`);
      const completes = await this.checkOnce(tx, decided);
      const later = await this.laterOf(tx, decided);
      checkMerge(decided, before, written, state, this.counters, completes, later);
      this.personal.checkLogged(decided, written);
      await this.checkTime(tx, decided);
      const device = await tx.device(decided.device);
      const takes = decided.outcome !== "rejected" && decided.outcome !== "parked";
      if (device?.lost && this.closed.has(decided.person) && takes)
        throw new Violation(4, `${decided.device}#${decided.n} of a lost device is taken by grace`);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.violation ??= error;
    }
  }

  private async checkTime(tx: CommuneTx, decided: DecidedOp): Promise<void> {
    const all = await tx.decided(decided.device, numbers(decided.n + 99));
    const others = all.filter(({ n }) => n !== decided.n);
    const was = all.find(({ n }) => n === decided.n);
    this.times.check(decided, others, this.now, was);
  }

  /** What the device did later and the server heard of before. */
  private laterOf(tx: CommuneTx, { device, n }: DecidedOp): Promise<DecidedOp[]> {
    return tx.decided(device, numbers(n + 99).slice(n));
  }

  /** Answers whether the op completes what a message had told of it. */
  private async checkOnce(tx: CommuneTx, decided: DecidedOp): Promise<boolean> {
    const [earlier] = await tx.decided(decided.device, [decided.n]);
    const completes = earlier?.op.pt === 1 && decided.op.pt !== 1;
    if (earlier && earlier.outcome !== "parked" && !completes) {
      throw new Violation(2, `op ${decided.device}#${decided.n} was decided twice`);
    }
    const c = this.counters;
    if (completes) c.smsCompleted++;
    if (earlier && decided.outcome !== "parked") c.parkedThenDecided++;
    if (decided.outcome === "rejected") c.rejectedOps++;
    if (decided.outcome === "parked") c.parkedOps++;
    if (decided.outcome === "parked" && decided.code === "day-in-future") c.waitedForTheirDay++;
    if (this.inDoubt && decided.outcome === "rejected" && decided.code === "day-in-future")
      throw new Violation(1, `${decided.device}#${decided.n} is refused for a day of which nobody is sure`);
    if (decided.outcome === "superseded") c.supersededOps++;
    if (decided.outcome === "conflict") c.conflicts++;
    if (decided.code === "stale-transition") c.staleTransitions++;
    if (decided.effective !== decided.op.w + (decided.op.o ?? 0)) c.clampedTimes++;
    return completes;
  }

  /** A text that somebody pastes, read and taken as the real server does; the refusal when it cannot be read. */
  async paste(text: string, now: number): Promise<string | null> {
    const read = readSms(text);
    if (!read.ok) return read.refusal.code;
    const { incident } = read.value;
    const known = ["v1", "v2", "v3"].find((id) => placeCode("village", id) === incident.place);
    const village = known ? ({ kind: "village", id: known } as const) : null;
    this.now = now;
    const site = incident.place === placeCode("site", "s1") ? ({ kind: "site", id: "s1" } as const) : null;
    await this.watched().transact(commune, async (tx) => {
      const [before] = await tx.decided(incident.device, [incident.n]);
      if (before) this.counters.smsPastedAgain++;
      return takeMessage(tx, incident, village ?? site, now, this.how);
    });
    if (this.violation) throw this.violation;
    return null;
  }

  /** Ops that somebody brings in a sealed file, decided as if their own device had sent them. */
  async bring(
    device: string,
    ops: readonly unknown[],
    now: number,
  ): Promise<{ epoch: string; receipts: Receipt[] }> {
    this.now = now;
    for (const op of ops) this.personal.cameIn(op);
    try {
      const brought = await this.watched().transact(commune, async (tx) => {
        const known = await tx.device(device);
        if (!known) throw new Error(`no device ${device}`);
        const state = await tx.state();
        const taken = await takeOps(tx, state, known, ops, now, this.how);
        await tx.putDevice(taken.device);
        return { epoch: state.epoch, receipts: taken.receipts };
      });
      if (this.violation) throw this.violation;
      return brought;
    } finally {
      this.crashAfter = null;
    }
  }

  async exchange(
    device: string,
    person: string,
    request: ExchangeRequest,
    now: number,
  ): Promise<ExchangeReply> {
    const { held, floor } = await this.store.transact(commune, async (tx) => ({
      held: await tx.decided(
        device,
        request.ops.map((op) => op.n),
      ),
      floor: (await tx.state()).floor,
    }));
    this.counters.repeatedReceipts += held.length;
    this.now = now;
    for (const op of request.ops) this.personal.cameIn(op);
    try {
      const reply = await runExchange(this.watched(), { commune, device, person }, request, {
        now,
        how: this.how,
      });
      if (this.violation) throw this.violation;
      this.times.heardOf(device, request.have.maxN, now);
      await this.checkReply(request, reply);
      const anew = reply.anew?.length ?? 0;
      if (request.cursor < floor) this.counters.beganAnewBelowFloor += anew;
      else this.counters.healedScopes += anew;
      this.counters.ownReceipts += reply.receipts.filter((receipt) => receipt.own).length;
      return reply;
    } finally {
      this.crashAfter = null;
    }
  }

  async loseVillage(person: string, village: string, now: number): Promise<void> {
    const rights = await this.store.transact(commune, async (tx) => (await tx.rightsOf(person)).at(-1));
    if (!rights) return;
    const { roles, villages, active } = rights;
    await this.setPerson(person, { roles, villages: villages.filter((id) => id !== village), active }, now);
  }

  /** Its owner's account is closed, as who reports a loss does. */
  async reportLost(id: string, person: string, now: number): Promise<void> {
    await this.setPerson(person, { roles: [], villages: [], active: false }, now);
    await this.loseDevice(id);
  }

  async loseDevice(id: string): Promise<void> {
    await this.store.transact(commune, async (tx) => {
      const device = await tx.device(id);
      if (device) await tx.putDevice({ ...device, lost: true });
    });
  }

  private async checkReply(request: ExchangeRequest, reply: ExchangeReply): Promise<void> {
    const log = await this.store.transact(commune, async (tx) => {
      const { epoch, seq } = await tx.state();
      const all = await tx.decided(request.device, numbers(request.have.maxN + 99));
      return { epoch, seq, held: all.filter(({ op }) => op.pt === undefined).map(({ n }) => n) };
    });
    checkReply(request, reply, log, this.histories);
  }

  /** Everything that the log holds of a device, by number. */
  async logOf(device: string, upTo: number): Promise<Map<number, DecidedOp>> {
    const all = await this.store.transact(commune, (tx) => tx.decided(device, numbers(upTo)));
    return new Map(all.map((decided) => [decided.n, decided]));
  }

  async addDevice(id: string, person: string, now: number): Promise<void> {
    this.deviceIds.add(id);
    await this.store.transact(commune, async (tx) => {
      if (await tx.device(id)) return;
      this.times.heardOf(id, 0, now);
      await tx.putDevice({ ...newDevice(id, person, now), app: "sim" });
    });
  }

  async setPerson(
    id: string,
    rights: { roles: readonly Role[]; villages: readonly string[]; active: boolean },
    now: number,
  ): Promise<void> {
    this.people.add(id);
    if (rights.active) this.closed.delete(id);
    else this.closed.add(id);
    await this.store.transact(commune, async (tx) => {
      const fields = {
        name: id,
        account: id,
        units: ["u1"],
        ...rights,
        roles: [...rights.roles],
        villages: [...rights.villages],
      };
      await submitAsServer(tx, "org.edit", [{ kind: "person", id, create: fields }], now);
    });
  }

  async seed(now: number): Promise<void> {
    await this.store.transact(commune, async (tx) => {
      const items = ["i1", "i2", "i3"].map((id) => ({ id, group: "g", name: id }));
      await submitAsServer(
        tx,
        "org.edit",
        [
          { kind: "commune", id: "commune", create: { name: "Xã Thử", code: "XT", villageWord: "xóm" } },
          ...["v1", "v2", "v3"].map((id) => ({ kind: "village", id, create: { name: id } })),
          { kind: "site", id: "s1", create: { name: "Trung tâm" } },
          { kind: "plan", id: "p1", create: { title: "Kế hoạch" } },
          {
            kind: "checkTemplate",
            id: "t1",
            create: {
              name: "Kiểm tra",
              version: 1,
              dueTime: "07:30",
              opensTime: "06:00",
              groups: [{ id: "g", name: "g" }],
              items,
            },
          },
          ...["k1", "k2"].map((id) => ({
            kind: "task",
            id,
            create: {
              plan: "p1",
              section: "1",
              block: "1",
              order: 1,
              title: id,
              lead: ["u1"],
              coordinating: [],
              deadline: {
                words: null,
                kind: "recurring",
                due: null,
                start: null,
                precision: null,
                exclusive: false,
                parts: [],
                trigger: null,
              },
              state: "notStarted",
            },
          })),
        ],
        now,
      );
    });
  }

  /** What is here is now in a verified backup on another machine. */
  async noteOffsite(): Promise<void> {
    await this.store.transact(commune, async (tx) => {
      for (const id of this.deviceIds) {
        const device = await tx.device(id);
        if (device) await tx.putDevice({ ...device, durableN: device.contiguousN });
      }
    });
  }

  forget(upTo: number): Promise<{ rows: number; exits: number }> {
    return this.store.transact(commune, (tx) => tx.purge(upTo, ["village", "person", "unit"]));
  }

  backup(): void {
    this.backups.push({ rows: this.store.snapshot(commune), photos: this.attachments.snapshot() });
    if (this.backups.length > 3) this.backups.shift();
  }

  /** Puts an older state back, as the restore command does: new epoch, erasure marks applied before anyone is served. */
  async restore({ rows, photos }: SimServer["backups"][number], now: number): Promise<void> {
    const marks = this.marks.read();
    this.epochCount++;
    this.store.restore(commune, rows, `e${this.epochCount}`);
    const { seq, pastEpochs } = await this.store.transact(commune, (tx) => tx.state());
    this.histories.restored(`e${this.epochCount}`, pastEpochs.at(-1)?.epoch ?? "", seq);
    this.times.restored();
    await this.readClosed();
    this.attachments.restore(photos);
    await this.store.transact(commune, async (tx) => {
      for (const mark of marks) await eraseRecord(tx, mark.id, mark.by, now);
    });
  }

  /** Whoever was closed after the backup is not, until that is done again. */
  private async readClosed(): Promise<void> {
    await this.store.transact(commune, async (tx) => {
      this.closed.clear();
      for (const id of this.people) {
        const rights = (await tx.rightsOf(id)).at(-1);
        if (!rights?.active) this.closed.add(id);
      }
    });
  }

  /** The mark outside the database first, as the real one does. False: it was not answered, and nothing else was done. */
  async erase(id: string, now: number, written: Written = 1): Promise<boolean> {
    const mark = { commune, id, at: now, by: "server" };
    if (!this.marks.append(mark, written)) return false;
    await this.store.transact(commune, (tx) => eraseRecord(tx, id, mark.by, now));
    return true;
  }

  knowsPhoto({ photo, sha }: { readonly photo: string; readonly sha: string }): Promise<boolean> {
    return this.store.transact(commune, async (tx) => {
      const [row] = await tx.rows([photo]);
      return row?.kind === "photo" && row.body["sha"] === sha && !row.deleted;
    });
  }

  async tellStored(sha: string, now: number): Promise<void> {
    await this.store.transact(commune, async (tx) => {
      const scopes = ["incidents:*", "escalated:*", "case:*"];
      const rows = await tx.rowsAfter(scopes, 0, 1_000_000);
      const untold = rows.filter(
        ({ kind, body, deleted }) =>
          kind === "photo" && body["sha"] === sha && body["stored"] === undefined && !deleted,
      );
      const changes = untold.map(({ id }) => ({ kind: "photo", id, set: { stored: now } }));
      if (changes.length > 0) await submitAsServer(tx, "photo.stored", changes, now);
    });
  }

  async restart(now: number): Promise<void> {
    this.now = now;
    this.crashAfter = null;
    await this.watched().transact(commune, (tx) => retryParked(tx, now, this.how));
    if (this.violation) throw this.violation;
  }

  /** As the real one does once its clock is sound again: what was dated later than now begins now, what waited is decided. */
  async clockIsRight(now: number): Promise<void> {
    await this.settlePeople(now);
    await this.restart(now);
  }

  async settlePeople(now: number): Promise<void> {
    await this.store.transact(commune, async (tx) => {
      for (const id of this.people) await settleRights(tx, id, now);
    });
  }

  private get how(): TakeHow {
    return this.inDoubt ? { inDoubt: true } : {};
  }
}

const counted = Array.from({ length: 1000 }, (_, i) => i + 1);

function numbers(upTo: number): number[] {
  return counted.slice(0, upTo);
}
