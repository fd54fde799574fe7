import { createHash } from "node:crypto";
import type { Incident } from "#domain/incidents/incident-kinds.ts";
import { noticeOf } from "#domain/notices/incident-notices.ts";
import { lateSites, sitesToTellOf } from "#domain/notices/late-checks.ts";
import { type Op, opSchema } from "#protocol/op.ts";
import { errorFacts, type Log } from "../log.ts";
import { communeIds } from "../store/communes.ts";
import type { Database } from "../store/database.ts";
import { deedsOf, eventOf, mayBeDeed } from "./deeds.ts";
import { readMorning } from "./morning.ts";
import {
  beginToTell,
  dueToTell,
  endTelling,
  forgetTold,
  type Listener,
  listenersOf,
  longestWaitingMs,
  type PushSettings,
  putOff,
  settingsOf,
  takenOps,
  unsubscribe,
  type Waiting,
} from "./push-store.ts";
import { answerMs, sendPush, type Urgency } from "./send-push.ts";

/** Wakes people's phones; nothing waits for it, and nothing fails with it. */
export interface Push {
  /** A device's ops were just decided: whoever must know of them at once is woken. Resolves when the first tries are over. */
  afterOps(commune: string, device: string, ops: readonly unknown[]): Promise<void>;
  /** Morning checks that were not completed by their hour; once a day for each site and person. */
  lateChecks(): Promise<void>;
  /** Tries again what a push service would not take yet, whichever process first tried it. */
  retries(): Promise<void>;
  /** Looks from time to time; the answer ends it. */
  start(): () => void;
}

interface Context {
  readonly database: Database;
  readonly log: Pick<Log, "write">;
  readonly now: () => number;
  readonly clock?: { isSound(): boolean; isSettled(): boolean } | undefined;
  readonly onDefect?: ((job: string, error: unknown) => void) | undefined;
}

const minuteMs = 60_000;
const keptMs = 60 * 24 * 60 * minuteMs;
/** An hour later nobody needs to be woken any more: the list in the app says it. */
const worthMs = longestWaitingMs;
/** Waits between tries. */
const pauses = [10_000, minuteMs, 5 * minuteMs, 20 * minuteMs];
/** So long a try may take; a process that dies in it leaves the wake-up to the next look. */
const triedForMs = 2 * answerMs;
/** How many wake-ups are tried again at one look. */
const mostAtOnce = 100;

export function createPush({ database, log, now, clock, onDefect }: Context): Push {
  async function wake(
    settings: PushSettings,
    listener: Listener,
    event: string,
    urgency: Urgency,
  ): Promise<void> {
    const waiting: Waiting = {
      commune: settings.commune,
      event: `${event}@${listener.device}`,
      device: listener.device,
      urgency,
      topic: createHash("sha256").update(event).digest("base64url").slice(0, 32),
      tries: 0,
      due_at: now() + triedForMs,
      until: now() + worthMs,
    };
    if (await database.write(({ query }) => beginToTell(query, waiting, now())))
      await attempt(settings, listener, waiting);
  }

  /** One try of a wake-up that nobody else tries before it is due. */
  async function attempt(settings: PushSettings, listener: Listener, waiting: Waiting): Promise<void> {
    const { commune, tries, until } = waiting;
    const ttlSeconds = Math.ceil((until - now()) / 1000);
    const wake = { urgency: waiting.urgency as Urgency, topic: waiting.topic, ttlSeconds };
    const sent = await sendPush(settings, listener, wake);
    if (sent === "gone") {
      const { device, endpoint } = listener;
      await database.write(({ query }) => unsubscribe(query, commune, device, endpoint));
      log.write("info", "push-gone", { commune });
    }
    const pause = pauses[tries];
    if (typeof sent === "object" && pause !== undefined) {
      const due = now() + Math.max(pause, sent.laterMs ?? 0);
      if (due < until)
        return void (await database.write(({ query }) => putOff(query, waiting, due, tries + 1)));
    }
    await database.write(({ query }) => endTelling(query, waiting));
    if (sent !== "sent" && sent !== "gone") log.write("warn", "push-not-sent", { commune, tries });
  }

  async function tryAgain(waiting: Waiting): Promise<void> {
    const claimed = { ...waiting, due_at: now() + triedForMs };
    if (!(await database.write(({ query }) => putOff(query, waiting, claimed.due_at)))) return;
    const [settings, listeners] = (await audience(waiting.commune)) ?? [];
    const listener = listeners?.find(({ device }) => device === waiting.device);
    if (settings && listener && now() < waiting.until) return attempt(settings, listener, claimed);
    await database.write(({ query }) => endTelling(query, waiting));
  }

  async function quietly(job: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.write("error", "push-failed", errorFacts(error));
      onDefect?.(job, error);
    }
  }

  /** Settings and listeners of a commune that has turned it on, and where anybody listens. */
  async function audience(commune: string): Promise<[PushSettings, Listener[]] | null> {
    const settings = await settingsOf(database.read, commune);
    if (!settings?.enabled) return null;
    const listeners = await listenersOf(database.read, commune);
    return listeners.length > 0 ? [settings, listeners] : null;
  }

  async function tellOfDeeds(commune: string, device: string, given: readonly Op[]): Promise<void> {
    const ns = given.filter((op) => deedsOf([op]).length > 0).map(({ n }) => n);
    const found = ns.length > 0 ? await audience(commune) : null;
    if (!found) return;
    const [settings, listeners] = found;
    // What a device sends and what was taken of it are two things.
    const deeds = deedsOf(await takenOps(database.read, commune, device, ns));
    if (deeds.length === 0) return;
    const incidents = await database.read
      .selectFrom("rows")
      .select(["id", "body", "created_by"])
      .where("commune", "=", commune)
      .where("kind", "=", "incident")
      .where("deleted", "=", 0)
      .where("id", "in", [...new Set(deeds.map(({ incident }) => incident))])
      .execute();
    for (const { id, body, created_by } of incidents) {
      const incident = JSON.parse(body) as Incident;
      for (const listener of listeners) {
        const { person, rights } = listener;
        const reason = noticeOf(incident, created_by, { person, roles: rights.roles });
        for (const deed of reason ? deeds.filter((one) => one.incident === id && one.by !== person) : []) {
          const event = reason && eventOf(deed, reason, person);
          if (event) await wake(settings, listener, event, "high");
        }
      }
    }
  }

  async function tellOfChecks(commune: string): Promise<void> {
    const found = await audience(commune);
    if (!found) return;
    const [settings, listeners] = found;
    const morning = await readMorning(database.read, commune, now());
    for (const { site, day } of lateSites(morning, now())) {
      for (const listener of listeners) {
        const { rights, sites } = listener;
        const told = sitesToTellOf({ sites: [...sites] }, rights.roles, morning.sites, day);
        if (!told.some(({ id }) => id === site)) continue;
        await wake(settings, listener, `check/${site}/${day}`, "normal");
      }
    }
  }

  const push: Push = {
    afterOps: (commune, device, ops) =>
      quietly("push-of-deeds", () =>
        tellOfDeeds(
          commune,
          device,
          ops.filter(mayBeDeed).flatMap((op) => opSchema.safeParse(op).data ?? []),
        ),
      ),
    lateChecks: () =>
      quietly("push-of-checks", async () => {
        // Nobody is told that it is late by a clock that is in doubt.
        if (clock && !clock.isSound()) return;
        for (const { id } of await communeIds(database.read)) await tellOfChecks(id);
        if (clock && !clock.isSettled()) return;
        await database.write(({ query }) => forgetTold(query, now() - keptMs));
      }),
    retries: () =>
      quietly("push-again", async () => {
        for (const one of await dueToTell(database.read, now(), mostAtOnce)) await tryAgain(one);
      }),
    start() {
      const timers = [
        setInterval(() => void push.lateChecks(), minuteMs),
        setInterval(() => void push.retries(), pauses[0]),
      ];
      for (const timer of timers) timer.unref();
      return () => timers.forEach(clearInterval);
    },
  };
  return push;
}
