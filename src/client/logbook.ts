import type { Result } from "#kernel/result.ts";
import { refuse } from "#kernel/result.ts";
import { outboxAlarmMs } from "#sync/backoff.ts";
import type { CommitRefusal, Decide, OpDraft, Saved } from "#sync/commit.ts";
import { mustAskDay, suspectJumpMs } from "#sync/device-clock.ts";
import type { DeviceMeta, Draft, OutboxEntry, SyncStatus } from "#sync/device-store.ts";
import type { EnginePorts } from "#sync/engine.ts";
import type { ExchangeResult } from "#sync/exchange.ts";
import { DatabaseGone, DeviceFull } from "#sync/store-errors.ts";
import type { Transport } from "#sync/transport.ts";
import { appVersion } from "./app-version.ts";
import { askBackgroundSync } from "./background-sync.ts";
import type { CoreDatabase } from "./core-database.ts";
import { systemLocks } from "./device-lock.ts";
import { type DexieDeviceStore, openDeviceStore } from "./dexie-device-store.ts";
import { cutTransactions } from "./in-flight.ts";
import { lateLoop } from "./late-loop.ts";
import { type LinkState, linkOf } from "./link-state.ts";
import { openLoopChannel } from "./loop-channel.ts";
import type { Activity, SyncLoop } from "./loop-ports.ts";
import type { PageHost } from "./page-host.ts";
import type { PhotoCare } from "./photos/photo-care.ts";
import type { PhotoRound, RoundOptions } from "./photos/photo-sender.ts";
import { pokeStream } from "./poke-stream.ts";
import type { Profile } from "./profile.ts";
import { letGoOfProfiles } from "./profile-database.ts";
import { countUnsent, noteCounts } from "./profiles.ts";
import { removeProfile } from "./remove-profile.ts";
import { systemClock, systemRandomness, systemSchedule } from "./system-ports.ts";

/** One person's logbook, open on this device: all that screens use of it. */
export interface Logbook {
  readonly profile: Profile;
  readonly store: DexieDeviceStore;
  /** For live queries only: every write goes through `commit` and the functions below. */
  readonly db: CoreDatabase;
  /** Resolves after the flush to disk: only then may a screen say *Đã lưu trên máy*. */
  commit(draft: OpDraft): Promise<Result<Saved, CommitRefusal | "device-full" | "database-gone">>;
  /** Several deeds in one transaction, with the reads that decide them: all of them or none. */
  commitAll(
    deeds: readonly OpDraft[] | Decide,
  ): Promise<Result<readonly Saved[], CommitRefusal | "device-full" | "database-gone">>;
  /** *Gửi ngay*: tries at once; resolves when the round is over. */
  sendNow(): Promise<void>;
  /** Reads through the database alone, so that a live query follows it; `activity` tells the rest. */
  status(): Promise<LogbookStatus>;
  /** Whether an exchange is under way, as it changes. */
  readonly activity: Activity;
  /** True while a save is on its way to the disk; an app update waits for it. */
  isSaving(): boolean;
  saveDraft(draft: Draft): Promise<void>;
  dropDraft(key: string): Promise<void>;
  /** A person is done with a refused op. */
  dropDead(n: number): Promise<void>;
  /** A person is done with rows that this version could not read. */
  dropUnreadable(ids: readonly string[]): Promise<void>;
  close(): void;
}

export interface LogbookStatus {
  readonly link: LinkState;
  readonly sync: SyncStatus;
  /** Saved here, not yet on the server. */
  readonly unsent: number;
  readonly oldestUnsentAt: number | null;
  /** On the server, where it waits for something; told to people when it waits long. */
  readonly parked: number;
  /** Refused and not mended. */
  readonly dead: number;
  /** Something has been unsent for too long although the link works. */
  readonly alarm: boolean;
  readonly mustAskDay: boolean;
  readonly device: string;
  readonly maxN: number;
}

export interface LogbookOptions {
  /** The server has told us to wipe, has all that was here, and it is done. */
  readonly onWiped?: () => void;
}

const countsPauseMs = 1000;
/** What no screen needs to stand waits so long: on a slow phone it would come between a person and the list. */
const firstExchangeMs = 600;
const afterFirstScreenMs = 1200;
const eraseEveryMs = 60 * 60_000;
const otherProfilesFirstMs = 5000;
const otherProfilesEveryMs = 10 * 60_000;
const otherProfilesForMs = 60_000;

/**
 * Opens a profile's logbook and keeps it in step with the server while the page lives. Rejects with `DatabaseGone` when
 * the browser has thrown its database away: then what was unsent is lost, and only a new sign-in as a new device helps.
 */
export async function openLogbook(
  profile: Profile,
  host: PageHost,
  options: LogbookOptions = {},
): Promise<Logbook> {
  const store = openDeviceStore(profile.device);
  try {
    if (!(await store.read((tx) => tx.meta()))) throw new DatabaseGone("this device's database is empty");
  } catch (error) {
    store.close();
    throw error;
  }
  return new OpenLogbook(profile, store, host, options);
}

class OpenLogbook implements Logbook {
  readonly profile: Profile;
  readonly store: DexieDeviceStore;
  readonly db: CoreDatabase;
  readonly activity: Activity;
  readonly #host: PageHost;
  readonly #options: LogbookOptions;
  readonly #ports: EnginePorts;
  readonly #loop: SyncLoop;
  readonly #ends: (() => void)[] = [];
  readonly #abortCalls: () => void;
  #saving = 0;
  #writingHalf: Promise<typeof import("./writing.ts")> | undefined;
  #photos: Promise<PhotoCare> | undefined;
  #bytesHere: Promise<readonly string[] | undefined> | undefined;
  #countsDue = false;
  #closed = false;
  #wasCut = false;
  #look = { wall: systemClock.wall(), monotonic: systemClock.monotonic() };

  constructor(profile: Profile, store: DexieDeviceStore, host: PageHost, options: LogbookOptions) {
    this.profile = profile;
    this.store = store;
    this.db = store.db;
    this.#host = host;
    this.#options = options;
    const { transport, probe, abort } = lateServer(profile.device);
    this.#abortCalls = abort;
    const looking = { ...transport, exchange: this.#lookBeside(transport) };
    const ports = { clock: systemClock, randomness: systemRandomness, appVersion };
    this.#ports = { store, transport: looking, ...ports };
    const channel = openLoopChannel();
    this.#loop = lateLoop(this.#ports, {
      device: profile.device,
      lock: systemLocks(),
      signs: host,
      schedule: systemSchedule,
      startAfterMs: firstExchangeMs,
      poke: pokeStream(profile.device),
      probe,
      channel,
      askBackground: () => void this.#askBackground(),
      onRound: (result) => void this.#afterRound(result),
      afterText: (goOn, onPhoto) => this.#sendPhotos({ goOn, onPhoto }),
    });
    this.activity = this.#loop.activity;
    this.#ends.push(
      () => this.#loop.stop(),
      () => channel.close(),
      () => store.close(),
      host.onFreeze(() => this.#freeze()),
      host.onThaw(() => this.#thaw()),
      systemSchedule(otherProfilesFirstMs, () => void this.#sendForOthers()),
    );
    systemSchedule(afterFirstScreenMs, () => {
      if (this.#closed) return;
      void quietly(this.#writing().then(({ rekey }) => rekey({ store }))).then(() => this.#eraseEnded());
    });
    this.#noteCountsSoon();
  }

  /** What has come to its end goes by itself, with a link or without one, for as long as the book is open. */
  async #eraseEnded(): Promise<void> {
    if (this.#closed) return;
    await quietly(this.#writing().then(({ eraseEnded }) => eraseEnded(this.#ports)));
    if (!this.#closed) this.#ends.push(systemSchedule(eraseEveryMs, () => void this.#eraseEnded()));
  }

  commit(draft: OpDraft) {
    return this.#save((half) => half.commitOp(this.#ports, draft));
  }

  commitAll(deeds: readonly OpDraft[] | Decide) {
    return this.#save((half) => half.commitOps(this.#ports, deeds));
  }

  async #save<T>(
    work: (half: typeof import("./writing.ts")) => Promise<Result<T, CommitRefusal>>,
  ): Promise<Result<T, CommitRefusal>> {
    this.#saving += 1;
    try {
      await this.#watchClock();
      const half = await quietly(this.#writing());
      if (!half) return refuse("app-incomplete");
      const saved = await work(half);
      if (saved.ok) {
        this.#loop.nudge();
        this.#noteCountsSoon();
        void quietly(half.askPersistOnce());
      }
      return saved;
    } catch (error) {
      if (error instanceof DeviceFull) return refuse("device-full");
      if (error instanceof DatabaseGone) return refuse("database-gone");
      throw error;
    } finally {
      this.#saving -= 1;
    }
  }

  sendNow(): Promise<void> {
    return this.#loop.sendNow();
  }

  async status(): Promise<LogbookStatus> {
    const { meta, outbox, dead } = await this.store.readLive(async (tx) => ({
      meta: await tx.meta(),
      outbox: await tx.outbox(),
      dead: await tx.dead(),
    }));
    if (!meta) throw new DatabaseGone("this device's database is empty");
    return statusOf(meta, outbox, dead.filter((op) => op.mendedBy === undefined).length, {
      link: linkOf(meta.sync, this.activity.get(), this.#host.onlineHint()),
      wall: systemClock.wall(),
    });
  }

  isSaving(): boolean {
    return this.#saving > 0;
  }

  saveDraft(draft: Draft): Promise<void> {
    return this.store.transact("strict", (tx) => tx.putDraft(draft));
  }

  dropDraft(key: string): Promise<void> {
    return this.store.transact("relaxed", async (tx) => {
      await tx.deleteDraft(key);
      await tx.deleteDraft(`photos/${key}`);
    });
  }

  dropDead(n: number): Promise<void> {
    return this.store.transact("strict", (tx) => tx.deleteDead(n));
  }

  dropUnreadable(ids: readonly string[]): Promise<void> {
    return this.store.transact("strict", (tx) => tx.deleteQuarantine(ids));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const end of this.#ends) end();
  }

  /**
   * Somebody set the clock back while we were looking. Forward proves nothing: the monotonic clock of many phones
   * stands still while they sleep.
   */
  async #watchClock(): Promise<void> {
    const now = { wall: systemClock.wall(), monotonic: systemClock.monotonic() };
    const gained = now.wall - this.#look.wall - (now.monotonic - this.#look.monotonic);
    this.#look = now;
    if (gained > -suspectJumpMs) return;
    await this.store.transact("relaxed", async (tx) => {
      const meta = await tx.meta();
      if (meta) await tx.putMeta({ ...meta, clockSuspect: true });
    });
  }

  /** A frozen page that held a connection or a call would hold up every other page of this book. */
  #freeze(): void {
    this.#abortCalls();
    this.#wasCut = cutTransactions();
    letGoOfProfiles();
    this.store.freeze();
  }

  #thaw(): void {
    this.store.thaw();
    // Screens may wait for ever for what was cut.
    if (this.#wasCut) this.#host.reload();
    else this.#loop.nudge();
  }

  /** While the server is asked, a look whether photos wait: afterwards nobody waits for it. */
  #lookBeside(transport: Transport): Transport["exchange"] {
    return (request) => {
      this.#bytesHere = quietly(this.store.read((tx) => tx.blobIds()));
      return transport.exchange(request);
    };
  }

  /** What sends photos is fetched when there is one. */
  async #sendPhotos(options: RoundOptions): Promise<PhotoRound | undefined> {
    if ((await this.#bytesHere)?.length === 0) return undefined;
    this.#photos ??= import("./photos/photo-care.ts").then(({ photoCare }) =>
      photoCare(this.profile.device, this.store),
    );
    const photos = await quietly(this.#photos);
    if (!photos) this.#photos = undefined;
    return photos?.round(options);
  }

  async #askBackground(): Promise<void> {
    const counts = await quietly(this.store.read(countUnsent));
    if (counts && counts.unsent > 0) await askBackgroundSync();
  }

  async #afterRound(result: ExchangeResult): Promise<void> {
    this.#noteCountsSoon();
    if (!result.ok || !result.wipe || result.more) return;
    const counts = await quietly(this.store.read(countUnsent));
    if (counts?.unsent !== 0) return;
    this.close();
    // Refused ops are in the server's log too; a lost phone gets no say about them.
    await quietly(removeProfile(this.profile.device, this.#host.marks, { settled: true }));
    this.#options.onWiped?.();
  }

  #noteCountsSoon(): void {
    if (this.#countsDue || this.#closed) return;
    this.#countsDue = true;
    systemSchedule(countsPauseMs, async () => {
      this.#countsDue = false;
      if (this.#closed) return;
      const counts = await quietly(this.store.read(countUnsent));
      if (counts && !this.#closed) await quietly(noteCounts(this.profile.device, counts, this.#host.marks));
    });
  }

  /** Asked for once the first screen stands, or by the first deed; a failure (first visit, link gone) is tried again when somebody saves. */
  #writing(): Promise<typeof import("./writing.ts")> {
    this.#writingHalf ??= import("./writing.ts").catch((error: unknown) => {
      this.#writingHalf = undefined;
      throw error;
    });
    return this.#writingHalf;
  }

  async #sendForOthers(): Promise<void> {
    const { marks } = this.#host;
    const late = await quietly(Promise.all([import("./send-for-all.ts"), import("./sessions.ts")]));
    if (!late) return;
    const [{ sendForAll }, { finishSignOut }] = late;
    await quietly(
      sendForAll({
        except: this.profile.device,
        forMs: otherProfilesForMs,
        onProfile: async (profile, left) => {
          if (profile.state === "locked" && left.unsent + left.dead === 0)
            await finishSignOut(profile, marks);
        },
      }),
    );
    if (!this.#closed)
      this.#ends.push(systemSchedule(otherProfilesEveryMs, () => void this.#sendForOthers()));
  }
}

/** What talks to the server is fetched after the first screen; where it cannot be, the server is out of reach too. */
function lateServer(device: string): {
  transport: Transport;
  probe: () => Promise<boolean>;
  abort: () => void;
} {
  let abort = (): void => undefined;
  const late = async () => {
    const half = await quietly(import("./fetch-transport.ts"));
    if (half) abort = half.abortCalls;
    return half;
  };
  const load = async () => (await late())?.fetchTransport(device);
  const transport: Transport = {
    exchange: async (request) =>
      (await load())?.exchange(request) ?? { ok: false, failure: "unreachable", bytes: 0 },
    quarantine: async (bytes) => (await load())?.quarantine(bytes) ?? false,
  };
  return { transport, abort: () => abort(), probe: async () => (await late())?.doesServerAnswer() ?? false };
}

function statusOf(
  meta: DeviceMeta,
  outbox: readonly OutboxEntry[],
  dead: number,
  now: { readonly link: LinkState; readonly wall: number },
): LogbookStatus {
  const unsent = outbox.filter((entry) => !entry.receipt);
  const oldestUnsentAt = unsent.length > 0 ? Math.min(...unsent.map((entry) => entry.savedAt)) : null;
  const isLinked = now.link === "online" || now.link === "weak";
  return {
    link: now.link,
    sync: meta.sync,
    unsent: unsent.length,
    oldestUnsentAt,
    parked: outbox.filter((entry) => entry.receipt?.r === "parked").length,
    dead,
    alarm: isLinked && oldestUnsentAt !== null && now.wall - oldestUnsentAt > outboxAlarmMs,
    mustAskDay: mustAskDay(meta),
    device: meta.device,
    maxN: meta.nextN - 1,
  };
}

async function quietly<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch {
    return undefined;
  }
}
