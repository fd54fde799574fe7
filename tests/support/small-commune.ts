import type { CommuneTx } from "#authority/commune-store.ts";
import { type CommuneSnapshot, createMemoryCommuneStore } from "#authority/memory-commune-store.ts";
import { newDevice } from "#authority/new-device.ts";
import { runExchange } from "#authority/run-exchange.ts";
import { eraseRecord, type ServerChange, submitAsServer } from "#authority/server-ops.ts";
import type { Role } from "#domain/rights.ts";
import type { ExchangeReply, ExchangeRequest } from "#protocol/exchange.ts";
import { commitOp, type OpDraft } from "#sync/commit.ts";
import type { EnginePorts } from "#sync/engine.ts";
import { type Batch, type ExchangeResult, exchangeOnce } from "#sync/exchange.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { type DiskContent, MemoryDisk, type MemoryProcess } from "#sync/memory-device-store.ts";
import type { TransportOutcome } from "#sync/transport.ts";

export const noon = Date.parse("2026-03-02T05:00:00Z");
const name = "c";

/** The real authority over a commune in memory, with one clock; phones of its people talk to it without a network. */
export class SmallCommune {
  now = noon;
  readonly #store = createMemoryCommuneStore();
  readonly #phones: Phone[] = [];
  #epochs = 1;

  /** A commune with these villages, and nobody in it yet. */
  static async with(villages: readonly string[] = ["v1"]): Promise<SmallCommune> {
    const commune = new SmallCommune();
    commune.#store.addCommune(name, "e1");
    await commune.write(...villages.map((id) => ({ kind: "village", id, create: { name: id } })));
    return commune;
  }

  async person(id: string, roles: readonly Role[], villages: readonly string[] = ["v1"]): Promise<void> {
    const fields = { name: id, account: id, roles, villages, units: ["u1"], active: true };
    await this.write({ kind: "person", id, create: fields } as ServerChange);
  }

  /** A phone on which this person has just signed in. */
  async phone(id: string, person: string): Promise<Phone> {
    const phone = new Phone(this, id, person);
    await phone.signIn(await this.at(async (tx) => (await tx.state()).epoch));
    this.#phones.push(phone);
    await this.#admit();
    return phone;
  }

  /** The server's own changes, one deed each. */
  async write(...changes: readonly ServerChange[]): Promise<void> {
    for (const change of changes) await this.at((tx) => submitAsServer(tx, "org.edit", [change], this.now));
  }

  at<T>(work: (tx: CommuneTx) => Promise<T>): Promise<T> {
    return this.#store.transact(name, work);
  }

  /** One exchange as it goes over a wire: nothing but JSON reaches the other side. */
  async answer(device: string, person: string, request: unknown): Promise<ExchangeReply> {
    const asked = JSON.parse(JSON.stringify(request)) as ExchangeRequest;
    const reply = await runExchange(this.#store, { commune: name, device, person }, asked, { now: this.now });
    return JSON.parse(JSON.stringify(reply)) as ExchangeReply;
  }

  async erase(id: string): Promise<void> {
    await this.at((tx) => eraseRecord(tx, id, "server", this.now));
  }

  copy(): CommuneSnapshot {
    return this.#store.snapshot(name);
  }

  /** Puts an older state back, as the restore command does: a new epoch, erasure marks first, every phone still known. */
  async restore(copy: CommuneSnapshot): Promise<void> {
    const marks = this.#store.erasures(name);
    this.#epochs++;
    this.#store.restore(name, copy, `e${this.#epochs}`);
    await this.at(async (tx) => {
      for (const mark of marks) await eraseRecord(tx, mark.id, mark.by, this.now);
    });
    await this.#admit();
  }

  /** Outcome and code of each op of a device, by n. */
  decided(device: string): Promise<Record<number, string>> {
    return this.at(async (tx) => {
      const ns = (await tx.heldRanges(device)).flatMap(([from, to]) =>
        Array.from({ length: to - from + 1 }, (_, i) => from + i),
      );
      const ops = await tx.decided(device, ns);
      return Object.fromEntries(
        ops.map(({ n, outcome, code }) => [n, code ? `${outcome} ${code}` : outcome]),
      );
    });
  }

  /** What the server holds of a record's plain fields. */
  body(id: string): Promise<Record<string, unknown> | undefined> {
    return this.at(async (tx) => (await tx.rows([id]))[0]?.body);
  }

  async #admit(): Promise<void> {
    await this.at(async (tx) => {
      for (const { id, person } of this.#phones) {
        if (await tx.device(id)) continue;
        await tx.putDevice({ ...newDevice(id, person, 0), app: "t" });
      }
    });
  }
}

/** One installation: a disk, as many tabs as a test opens on it, and a link of which the test decides. */
export class Phone {
  readonly disk = new MemoryDisk();
  readonly id: string;
  readonly person: string;
  /** Every request that left, in order. */
  readonly asked: ExchangeRequest[] = [];
  /** Ops that were handed over as bytes. */
  readonly handedOver: string[] = [];
  /** Wall clock minus the server's. */
  skew = 0;
  /** What becomes of a request; a test replaces it to lose, hold or alter what comes back. */
  link: (ask: () => Promise<TransportOutcome>, request: ExchangeRequest) => Promise<TransportOutcome> = (
    ask,
  ) => ask();
  readonly tab: EnginePorts & { readonly store: MemoryProcess };
  readonly #commune: SmallCommune;

  constructor(commune: SmallCommune, id: string, person: string) {
    this.#commune = commune;
    this.id = id;
    this.person = person;
    this.tab = this.openTab();
  }

  async signIn(epoch: string): Promise<void> {
    const meta = initialMeta({ device: this.id, person: this.person, commune: name, epoch });
    await this.tab.store.transact("strict", (tx) => tx.putMeta(meta));
  }

  /** One more tab on the same disk. */
  openTab(): EnginePorts & { readonly store: MemoryProcess } {
    const wall = () => this.#commune.now + this.skew;
    return {
      store: this.disk.open(),
      transport: {
        exchange: (request) => {
          this.asked.push(request);
          return this.link(async () => {
            const sentAt = wall();
            const reply = await this.#commune.answer(this.id, this.person, request);
            return { ok: true, reply, sentAt, receivedAt: wall(), bytes: 100 };
          }, request);
        },
        quarantine: async (bytes) => {
          this.handedOver.push(bytes);
          return true;
        },
      },
      clock: { wall, monotonic: () => this.#commune.now },
      randomness: { next: () => 0.5 },
      appVersion: "t",
    };
  }

  /** Saves a deed; its number. */
  async save(draft: OpDraft, tab: EnginePorts = this.tab): Promise<number> {
    const saved = await commitOp(tab, draft);
    if (!saved.ok) throw new Error(`not saved: ${saved.refusal.code}`);
    return saved.value.n;
  }

  exchange(batch?: Batch, tab: EnginePorts = this.tab): Promise<ExchangeResult> {
    return exchangeOnce(tab, batch);
  }

  /** Exchanges until nothing is left; how many times that took. */
  async rest(batch?: Batch, tab: EnginePorts = this.tab): Promise<number> {
    let next = batch;
    for (let rounds = 1; rounds <= 30; rounds++) {
      const result = await exchangeOnce(tab, next);
      if (!result.ok) throw new Error(`no exchange: ${result.failure}`);
      if (!result.more) return rounds;
      next = result.batch;
    }
    throw new Error(`${this.id} does not come to rest`);
  }

  /** Changes the next reply on its way. */
  alterNext(change: (reply: ExchangeReply) => ExchangeReply): void {
    this.#once(async (ask) => {
      const outcome = await ask();
      return outcome.ok ? { ...outcome, reply: change(outcome.reply as ExchangeReply) } : outcome;
    });
  }

  /** The server takes the next request, and its reply never comes back. */
  loseNext(): void {
    this.#once(async (ask) => {
      await ask();
      return { ok: false, failure: "unreachable", bytes: 0 };
    });
  }

  /** The next reply waits on its way until it is let through. */
  holdNext(): () => void {
    let letThrough: () => void = () => undefined;
    const gate = new Promise<void>((open) => {
      letThrough = open;
    });
    this.#once(async (ask) => {
      const outcome = await ask();
      await gate;
      return outcome;
    });
    return letThrough;
  }

  get content(): DiskContent {
    return this.disk.content();
  }

  /** What the screen shows of a record. */
  shown(id: string): Record<string, unknown> | undefined {
    return this.content.rows.get(id)?.body;
  }

  #once(link: Phone["link"]): void {
    const before = this.link;
    this.link = (ask, request) => {
      this.link = before;
      return link(ask, request);
    };
  }
}

/** A visit of a village team: the plainest record that a person makes. */
export function visit(id: string, more: Record<string, unknown> = {}): OpDraft {
  const fields = {
    ...{ village: "v1", day: "2026-03-02", sort: "vneid", form: "home", result: "done", people: 1 },
    ...more,
  };
  return {
    action: "support.visit",
    changes: [{ c: "create", kind: "supportVisit", id, fields: fields as never }],
  };
}

export function editVisit(id: string, fields: Record<string, unknown>, base?: number): OpDraft {
  const seen = base === undefined ? {} : { base };
  const change = { c: "set" as const, kind: "supportVisit", id, fields: fields as never, ...seen };
  return { action: "support.edit", changes: [change] };
}

export function deleteVisit(id: string): OpDraft {
  return { action: "support.delete", changes: [{ c: "delete", kind: "supportVisit", id }] };
}
