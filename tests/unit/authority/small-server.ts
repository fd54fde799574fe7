import type { CommuneTx, DecidedOp, DeviceState, ServerRow } from "#authority/commune-store.ts";
import { createMemoryCommuneStore, type MemoryCommuneStore } from "#authority/memory-commune-store.ts";
import { newDevice } from "#authority/new-device.ts";
import { type ExchangeOptions, runExchange } from "#authority/run-exchange.ts";
import { submitAsServer } from "#authority/server-ops.ts";
import type { Fields } from "#domain/record.ts";
import type { Role } from "#domain/rights.ts";
import {
  type ExchangeReply,
  type ExchangeRequest,
  protocolVersion,
  type Receipt,
} from "#protocol/exchange.ts";
import type { Change, Op } from "#protocol/op.ts";

export const day = 86_400_000;
export const minute = 60_000;
export const noon = Date.parse("2026-11-23T05:00:00Z");

/** Where the centre finds what is kept apart of visits, in this commune of two villages. */

export const emptyDevice: DeviceState = { ...newDevice("d1", "p1", 0), app: "t" };

/** A commune `c` in memory with two villages, a site and three people, and a clock that the test moves. */
export class SmallServer {
  readonly store: MemoryCommuneStore = createMemoryCommuneStore();
  now = noon;
  private readonly numbers = new Map<string, number>();

  static async open(): Promise<SmallServer> {
    const server = new SmallServer();
    server.store.addCommune("c", "e1");
    await server.asServer([
      { kind: "village", id: "v1", create: { name: "Xóm 1" } },
      { kind: "village", id: "v2", create: { name: "Xóm 2" } },
      { kind: "site", id: "s1", create: { name: "Trung tâm" } },
    ]);
    await server.join("lan", ["centre"]);
    await server.join("minh", ["centre"]);
    await server.join("thon", ["village"], { villages: ["v1"] });
    return server;
  }

  tx<T>(work: (tx: CommuneTx) => Promise<T>): Promise<T> {
    return this.store.transact("c", work);
  }

  asServer(changes: Parameters<typeof submitAsServer>[2], by?: string): Promise<Receipt[]> {
    return this.tx((t) => submitAsServer(t, "org.edit", changes, this.now, by));
  }

  /** A person, with a device of theirs. */
  async join(id: string, roles: Role[], more: Fields = {}): Promise<void> {
    const fields = { name: id, account: id, roles, villages: [], units: [], active: true, ...more };
    await this.asServer([{ kind: "person", id, create: fields }]);
    await this.tx((t) => t.putDevice({ ...emptyDevice, id: `d-${id}`, person: id }));
  }

  /** What a person may do from now on. */
  async change(id: string, set: Fields): Promise<void> {
    await this.asServer([{ kind: "person", id, set }]);
  }

  /** The next op of this person's device; `n` in `more` puts it elsewhere. */
  op(of: string, a: string, ch: Change[], more: Partial<Op> = {}): Op {
    const n = more.n ?? (this.numbers.get(of) ?? 0) + 1;
    this.numbers.set(of, Math.max(n, this.numbers.get(of) ?? 0));
    return { d: `d-${of}`, n, v: 1, a, w: this.now, o: 0, e: "e1", u: of, ch, ...more };
  }

  /** An exchange of this person's device: it pulls nothing but first syncs unless `more` says so. */
  async send(
    of: string,
    ops: readonly unknown[],
    more: Partial<Omit<ExchangeRequest, "ops">> = {},
    options: Partial<ExchangeOptions> = {},
  ): Promise<ExchangeReply> {
    const device = `d-${of}`;
    const have = { outbox: ops.length, maxN: this.numbers.get(of) ?? 0 };
    const request = {
      protocol: protocolVersion,
      app: "t",
      device,
      epoch: "e1",
      cursor: 0,
      booted: [],
      booting: {},
    };
    return runExchange(
      this.store,
      { commune: "c", device, person: of },
      { ...request, ops, limit: 500, have, ...more },
      { now: this.now, ...options },
    );
  }

  /** One deed, and the receipt of it. */
  async does(of: string, a: string, ch: Change[], more: Partial<Op> = {}): Promise<Receipt> {
    const made = this.op(of, a, ch, more);
    const { receipts } = await this.send(of, [made]);
    return receipts.find(({ n }) => n === made.n) as Receipt;
  }

  async row(id: string): Promise<ServerRow | undefined> {
    return (await this.tx((t) => t.rows([id])))[0];
  }

  async seq(): Promise<number> {
    return (await this.tx((t) => t.state())).seq;
  }

  async device(of: string): Promise<DeviceState> {
    return (await this.tx((t) => t.device(`d-${of}`))) as DeviceState;
  }

  /** The device of `lan` inside a transaction. */
  async lanIn(t: CommuneTx): Promise<DeviceState> {
    return (await t.device("d-lan")) as DeviceState;
  }

  async logged(of: string, n: number): Promise<DecidedOp | undefined> {
    return (await this.tx((t) => t.decided(`d-${of}`, [n])))[0];
  }
}

export function visit(id: string, f: Fields = {}, p?: Fields): Extract<Change, { c: "create" }> {
  const said = { day: "2026-11-23", village: "v1", sort: "vneid", form: "home", result: "done", people: 1 };
  const fields = { ...said, ...f };
  const sc = fields.village ? `visits:${fields.village}` : "visits:counter";
  return { c: "create", k: "supportVisit", id, sc, f: fields, ...(p ? { p } : {}) };
}

/** A visit at the counter of the centre: everyone of the centre reads it. */
export function counter(id: string, f: Fields = {}): Extract<Change, { c: "create" }> {
  const { village: _none, ...fields } = visit(id, f).f;
  return { ...visit(id), sc: "visits:counter", f: fields };
}

export function incident(id: string, f: Fields = {}): Extract<Change, { c: "create" }> {
  const fields = { number: `SC-${id}`, group: 1, severity: 3, title: "Mất mạng", since: noon, ...f };
  return { c: "create", k: "incident", id, sc: "incidents:commune", f: fields };
}

export function entry(under: string, id: string, f: Fields = {}): Extract<Change, { c: "append" }> {
  const fields = { sort: "note", text: "Đã gọi", ...f };
  return { c: "append", k: "incidentEntry", id, under, sc: "incidents:commune", f: fields };
}

export function set(k: string, id: string, b: number, f: Fields, p?: Fields): Extract<Change, { c: "set" }> {
  return { c: "set", k, id, b, f, ...(p ? { p } : {}) };
}
