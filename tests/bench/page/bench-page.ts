// Runs inside Chromium, on the real server's origin: the app's own logbook with its loop beside the raw baseline.
import { coreName } from "#client/core-database.ts";
import { chooseDatabases } from "#client/databases.ts";
import { type DexieDeviceStore, openDeviceStore } from "#client/dexie-device-store.ts";
import { fetchTransport } from "#client/fetch-transport.ts";
import { pageDatabases } from "#client/page-databases.ts";
import type { Profile } from "#client/profile.ts";
import { signIn } from "#client/sessions.ts";
import { systemClock, systemRandomness } from "#client/system-ports.ts";
import type { OpDraft } from "#sync/commit.ts";
import type { DeviceMeta, OutboxEntry, StoredRow } from "#sync/device-store.ts";
import type { EnginePorts } from "#sync/engine.ts";
import { type Batch, exchangeOnce, firstBatch } from "#sync/exchange.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { closeBook, exchangesSince, host, openBook } from "./open-book.ts";
import { openRaw, readRun, removeRaw, rewrite, settled, write } from "./raw-database.ts";

/** What went over the line in one request, to be played again for the baseline. */
export interface Recorded {
  readonly request: string;
  readonly reply: string;
}

export interface Synced {
  readonly ms: number;
  /** Of it, waiting for the server and its link. */
  readonly linkMs: number;
  readonly received: number;
  readonly requests: number;
}

chooseDatabases(pageDatabases());

let profile: Profile;
let store: DexieDeviceStore;
let raw: IDBDatabase;
/** What the baseline writes: the rows as the device keeps them, a page for each reply. */
let pages: StoredRow[][] = [];
let drained: { outbox: OutboxEntry[]; rows: StoredRow[] } = { outbox: [], rows: [] };
let changed: StoredRow[] = [];
let puts = 0;

const functions = {
  async signIn(account: string, password: string): Promise<{ device: string }> {
    const signedIn = await signIn({ account, password, deviceName: "Máy đo" });
    if (!signedIn.ok) throw new Error(`No session: ${signedIn.refusal.code}`);
    profile = signedIn.value;
    store = openDeviceStore(profile.device);
    return { device: profile.device };
  },

  /** Whose logbook it is, for another page of the same browser. */
  whose: (): Profile => profile,

  /** In a page that has opened nothing yet: the book, and of it what was done on a day. */
  async coldOpen(whose: Profile, day: string): Promise<{ ms: number; found: number }> {
    const began = performance.now();
    const book = await openBook(whose);
    const found = await book.store.read((tx) => tx.rowsByKey(`supportVisit/${day}`));
    return { ms: performance.now() - began, found: found.length };
  },

  async rawColdOpen(day: string): Promise<{ ms: number; found: number }> {
    const began = performance.now();
    const db = await openRaw("raw");
    const looking = db.transaction(["rows", "meta"]);
    const meta = settled(looking.objectStore("meta").get("device"));
    const found = await settled(looking.objectStore("rows").index("keys").getAll(`supportVisit/${day}`));
    await meta;
    return { ms: performance.now() - began, found: found.length };
  },

  /** A first sync into an empty logbook, from opening it to the last record. */
  async firstSync(epoch: string): Promise<Synced> {
    await emptyLogbook(epoch);
    const began = performance.now();
    const book = await openBook(profile);
    await book.sendNow();
    const ms = performance.now() - began;
    const { sync } = await book.status();
    if (!sync.complete) throw new Error(`Not all came: ${JSON.stringify(sync)}`);
    return { ms, ...exchangesSince(began), received: await store.db.rows.count() };
  },

  /** The same once more, writing down what goes over the line and what the device makes of it. */
  async recordFirstSync(epoch: string): Promise<Recorded[]> {
    await emptyLogbook(epoch);
    const tape: Recorded[] = [];
    await syncAll(portsOf(tape));
    const rows = new Map((await store.db.rows.toArray()).map((row) => [row.id, row]));
    pages = tape.map(({ reply }) => {
      const ids = (JSON.parse(reply) as { rows: { i: string }[] }).rows.map((row) => row.i);
      return ids.map((id) => rows.get(id)).filter((row) => row !== undefined);
    });
    return tape;
  },

  async rawFirstSync(urls: readonly string[]): Promise<Synced> {
    raw?.close();
    await removeRaw("raw");
    raw = await openRaw("raw");
    const meta = await metaNow();
    const began = performance.now();
    let received = 0;
    let linkMs = 0;
    for (const [i, url] of urls.entries()) {
      const asked = performance.now();
      const reply = (await (await fetch(url)).json()) as { rows: unknown[] };
      linkMs += performance.now() - asked;
      received += reply.rows.length;
      await write(raw, "relaxed", [
        { store: "rows", put: pages[i] ?? [] },
        { store: "meta", put: [meta] },
      ]);
    }
    return { ms: performance.now() - began, linkMs, received, requests: urls.length };
  },

  /** Saves through the logbook, each beside what it wrote put again by hand; ms of both. */
  async saves(drafts: readonly OpDraft[]): Promise<{ ours: number; raw: number; put: number }[]> {
    const found: { ours: number; raw: number; put: number }[] = [];
    for (const [round, draft] of drafts.entries()) {
      const isEdit = draft.changes[0]?.c === "set";
      const first = round % 2 === 0 ? await save(draft) : undefined;
      const raw = isEdit ? await rawEdit() : await rawSave();
      const put = await rawPut();
      found.push({ ours: first ?? (await save(draft)), raw, put });
    }
    return found;
  },

  async saveMany(drafts: readonly OpDraft[]): Promise<void> {
    for (const draft of drafts) await save(draft);
  },

  /** A person presses *Gửi ngay*, so many times. */
  async tryInVain(times: number): Promise<void> {
    const book = await openBook(profile);
    for (let i = 0; i < times; i++) await book.sendNow();
  },

  closeBook,

  look(isSeen: boolean): void {
    host.look(isSeen);
  },

  /** Ids of records that the server has. */
  async someIds(count: number): Promise<string[]> {
    const rows = await store.db.rows
      .filter(({ kind, seq }) => kind === "supportVisit" && seq > 0)
      .limit(count);
    return (await rows.toArray()).map(({ id }) => id);
  },

  /** Everything that lies on this device. */
  allRows: (): Promise<StoredRow[]> => store.db.rows.toArray(),

  async unsent(): Promise<number> {
    return (await store.db.outbox.toArray()).filter((entry) => !entry.receipt).length;
  },

  /** The engine alone, without a loop: to fill and to record. */
  async sync(): Promise<Synced> {
    return syncAll(portsOf());
  },

  /** Told once that the link is back, until nothing of ours is left here. */
  async drain(): Promise<Synced> {
    const book = await openBook(profile);
    const began = performance.now();
    await book.sendNow();
    while ((await store.read((tx) => tx.outboxCount())) > 0) await new Promise((turn) => setTimeout(turn, 5));
    return { ms: performance.now() - began, ...exchangesSince(began), received: 0 };
  },

  /** What others changed, asked for by the loop; `received` by how far the cursor went. */
  async takeChanges(): Promise<Synced> {
    const book = await openBook(profile);
    const before = (await metaNow()).cursor;
    const began = performance.now();
    await book.sendNow();
    const ms = performance.now() - began;
    return { ms, ...exchangesSince(began), received: (await metaNow()).cursor - before };
  },

  async recordDrain(): Promise<Recorded[]> {
    const outbox = await store.db.outbox.toArray();
    const tape: Recorded[] = [];
    await syncAll(portsOf(tape));
    const rows = await store.db.rows.bulkGet([...new Set(outbox.flatMap((entry) => entry.ids))]);
    drained = { outbox, rows: rows.filter((row) => row !== undefined) };
    return tape;
  },

  /**
   * What a device that was offline cannot do without: read from its disk what waits, pack it, send it, read the answer
   * and file what was sent.
   */
  async rawDrain([url]: readonly [string]): Promise<{ ms: number; linkMs: number }> {
    const { outbox, rows } = drained;
    const ns = outbox.map((entry) => entry.n);
    const ids = rows.map((row) => row.id);
    const before = rows.map((row) => ({ ...row, seq: 0, received: 0 }));
    await write(raw, "relaxed", [
      { store: "outbox", put: outbox },
      { store: "sent", removeRun: ns },
      { store: "rows", remove: ids },
    ]);
    await write(raw, "relaxed", [{ store: "rows", put: before }]);
    const sent = outbox.map(({ n, op, ids: on }) => ({
      n,
      op,
      ids: on,
      receipt: { n, s: n, r: "applied", at: op.w },
    }));
    const meta = await metaNow();
    const began = performance.now();
    const waiting = (await readRun(raw, "outbox", ns)) as OutboxEntry[];
    const asked = performance.now();
    await playUntilHeard(url, await packed({ ops: waiting.map((entry) => entry.op) }));
    const linkMs = performance.now() - asked;
    await write(raw, "relaxed", [
      { store: "outbox", removeRun: ns },
      { store: "sent", put: sent },
      { store: "rows", put: rows },
      { store: "meta", put: [meta] },
    ]);
    return { ms: performance.now() - began, linkMs };
  },

  async recordChanges(): Promise<Recorded[]> {
    const tape: Recorded[] = [];
    await syncAll(portsOf(tape));
    const ids = tape.flatMap(({ reply }) =>
      (JSON.parse(reply) as { rows: { i: string }[] }).rows.map((row) => row.i),
    );
    changed = (await store.db.rows.bulkGet(ids)).filter((row) => row !== undefined);
    return tape;
  },

  async rawChanges(urls: readonly string[]): Promise<{ ms: number; linkMs: number; received: number }> {
    const meta = await metaNow();
    const bodies = await Promise.all(urls.map(bodyOf));
    const began = performance.now();
    const linkMs = await play(urls, bodies);
    await write(raw, "relaxed", [
      { store: "rows", put: changed },
      { store: "meta", put: [meta] },
    ]);
    return { ms: performance.now() - began, linkMs, received: changed.length };
  },

  close(): void {
    closeBook();
    store.close();
    raw?.close();
  },
};

export type Bench = typeof functions;

declare global {
  var bench: Bench;
}
globalThis.bench = functions;

function portsOf(tape?: Recorded[]): EnginePorts {
  const transport = tape
    ? fetchTransport(profile.device, { fetch: recording(tape), wall: () => Date.now() })
    : fetchTransport(profile.device);
  return { store, transport, clock: systemClock, randomness: systemRandomness, appVersion: "bench" };
}

function recording(tape: Recorded[]): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const request = new Uint8Array((init?.body ?? new Uint8Array()) as Uint8Array<ArrayBuffer>);
    const reply = await response.clone().text();
    tape.push({ request: btoa(String.fromCharCode(...request)), reply });
    return response;
  };
}

/** One save, ms. */
async function save(draft: OpDraft): Promise<number> {
  const book = await openBook(profile);
  const began = performance.now();
  const saved = await book.commit(draft);
  const ms = performance.now() - began;
  if (!saved.ok) throw new Error(`Not saved: ${saved.refusal.code}`);
  return ms;
}

/** What the last save wrote, record, op and number, put again into the same stores with the same indexes. */
async function rawSave(): Promise<number> {
  const { entry, rows, meta } = await lastSave();
  const n = ++puts + 1_000_000;
  const began = performance.now();
  await write(raw, "strict", [
    { store: "rows", put: rows.map((row) => ({ ...row, id: `${row.id}-${n}` })) },
    { store: "outbox", put: [{ ...entry, n }] },
    { store: "meta", put: [meta] },
  ]);
  return performance.now() - began;
}

/** The same for an edit: the record is read, and what the server said of it is kept beside. */
async function rawEdit(): Promise<number> {
  const { entry, rows, meta } = await lastSave();
  const n = ++puts + 1_000_000;
  const id = rows[0]?.id ?? "";
  const began = performance.now();
  await rewrite(raw, id, (before) => [
    { store: "rows", put: rows },
    { store: "shadows", put: [before ?? rows[0]] },
    { store: "outbox", put: [{ ...entry, n }] },
    { store: "meta", put: [meta] },
  ]);
  return performance.now() - began;
}

/** The same bytes as one value in one store without an index. */
async function rawPut(): Promise<number> {
  const { entry, rows } = await lastSave();
  const value = { id: `save-${++puts}`, entry, rows };
  const began = performance.now();
  await write(raw, "strict", [{ store: "saves", put: [value] }]);
  return performance.now() - began;
}

/** Rounds until nothing is left. */
async function syncAll(ports: EnginePorts): Promise<Synced> {
  const { transport } = ports;
  let linkMs = 0;
  const timed: EnginePorts = {
    ...ports,
    transport: {
      ...transport,
      async exchange(request) {
        const asked = performance.now();
        const outcome = await transport.exchange(request);
        linkMs += performance.now() - asked;
        return outcome;
      },
    },
  };
  let batch: Batch = firstBatch;
  let received = 0;
  let requests = 0;
  const began = performance.now();
  for (;;) {
    const result = await exchangeOnce(timed, batch);
    if (!result.ok) throw new Error(`No exchange: ${result.failure}`);
    batch = result.batch;
    received += result.received;
    requests += 1;
    if (!result.more) break;
  }
  const ms = performance.now() - began;
  return { ms, linkMs, received, requests };
}

async function emptyLogbook(epoch: string): Promise<void> {
  const nextN = (await store.read((tx) => tx.meta()))?.nextN ?? 1;
  closeBook();
  store.close();
  await removeRaw(coreName(profile.device));
  store = openDeviceStore(profile.device);
  const { device, person, commune } = profile;
  const meta = { ...initialMeta({ device, person, commune: commune.id, epoch }), nextN };
  await store.transact("strict", (tx) => tx.putMeta(meta));
  await store.read((tx) => tx.meta());
}

/** Of what was saved last; the loop may have sent it by now. */
async function lastSave() {
  const entry = (await store.db.outbox.toCollection().last()) ?? (await store.db.sent.toCollection().last());
  if (!entry) throw new Error("Nothing was saved");
  const rows = await store.db.rows.bulkGet([...entry.ids]);
  return { entry, rows: rows.filter((row) => row !== undefined), meta: await metaNow() };
}

async function metaNow(): Promise<DeviceMeta> {
  const meta = await store.read((tx) => tx.meta());
  if (!meta) throw new Error("The logbook is empty");
  return meta;
}

/** Sends the recorded requests and reads the recorded replies; answers how long that took. */
async function play(urls: readonly string[], bodies: readonly Blob[]): Promise<number> {
  const began = performance.now();
  for (const [i, url] of urls.entries())
    await (await fetch(url, { method: "POST", body: bodies[i] ?? null })).json();
  return performance.now() - began;
}

/** A connection that is reset is tried again at once: the least that anything must do on such a link. */
async function playUntilHeard(url: string, body: Blob): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const isHeard = await play([url], [body]).then(
      () => true,
      () => false,
    );
    if (isHeard) return;
  }
  throw new Error("The baseline was never heard");
}

/** Packed as quickly as the browser can. */
async function packed(request: unknown): Promise<Blob> {
  const { readable, writable } = new CompressionStream("gzip");
  const writer = writable.getWriter();
  const written = Promise.all([
    writer.write(new TextEncoder().encode(JSON.stringify(request))),
    writer.close(),
  ]);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = readable.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
  await written;
  return new Blob(parts);
}

/** The request that was recorded under this address. */
async function bodyOf(url: string): Promise<Blob> {
  return (await fetch(`${url}/request`)).blob();
}
