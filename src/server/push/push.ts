import { createHash } from "node:crypto";
import type { Incident } from "#domain/incidents/incident-kinds.ts";
import { noticeOf } from "#domain/notices/incident-notices.ts";
import { answersForCheck, lateSites } from "#domain/notices/late-checks.ts";
import { type Op, opSchema } from "#protocol/op.ts";
import { errorFacts, type Log } from "../log.ts";
import { communeIds } from "../store/communes.ts";
import type { Database } from "../store/database.ts";
import { deedsOf, eventOf } from "./deeds.ts";
import { readMorning } from "./morning.ts";
import {
  forgetTold,
  isFirstToTell,
  type Listener,
  listenersOf,
  type PushSettings,
  settingsOf,
  takenOps,
  unsubscribe,
} from "./push-store.ts";
import { sendPush, type Wake } from "./send-push.ts";

/** Wakes people's phones; nothing waits for it, and nothing fails with it. */
export interface Push {
  /** A device's ops were just decided: whoever must know of them at once is woken. Resolves when the first tries are over. */
  afterOps(commune: string, device: string, ops: readonly unknown[]): Promise<void>;
  /** Morning checks that were not completed by their hour; once a day for each site and person. */
  lateChecks(): Promise<void>;
  /** Looks each minute; the answer ends it, with every try that still waits. */
  start(): () => void;
}

interface Context {
  readonly database: Database;
  readonly log: Pick<Log, "write">;
  readonly now: () => number;
}

const minuteMs = 60_000;
const keptMs = 60 * 24 * 60 * minuteMs;
/** Waits between tries, for as long as a wake-up is worth anything. */
const defaultPauses = [10_000, 60_000, 5 * minuteMs, 20 * minuteMs];

export function createPush(context: Context, pauses: readonly number[] = defaultPauses): Push {
  const { database, log, now } = context;
  const waiting = new Set<NodeJS.Timeout>();

  async function wake(settings: PushSettings, listener: Listener, event: string, how: Wake): Promise<void> {
    const isFirst = await database.write(({ query }) =>
      isFirstToTell(query, settings.commune, `${event}@${listener.device}`, now()),
    );
    if (isFirst) await attempt(settings, listener, how, 0);
  }

  async function attempt(
    settings: PushSettings,
    listener: Listener,
    how: Wake,
    tries: number,
  ): Promise<void> {
    const sent = await sendPush(settings, listener, how);
    if (sent === "sent") return;
    const { commune } = settings;
    if (sent === "gone") {
      const { device, endpoint } = listener;
      await database.write(({ query }) => unsubscribe(query, commune, device, endpoint));
      return log.write("info", "push-gone", { commune });
    }
    const pause = pauses[tries];
    if (sent === "refused" || pause === undefined)
      return log.write("warn", "push-not-sent", { commune, tries });
    const timer = setTimeout(
      () => {
        waiting.delete(timer);
        void quietly(() => attempt(settings, listener, how, tries + 1));
      },
      Math.max(pause, sent.laterMs ?? 0),
    );
    timer.unref();
    waiting.add(timer);
  }

  async function quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.write("error", "push-failed", errorFacts(error));
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
          if (event) await wake(settings, listener, event, urgent(event));
        }
      }
    }
  }

  async function tellOfChecks(commune: string): Promise<void> {
    const found = await audience(commune);
    if (!found) return;
    const [settings, listeners] = found;
    const late = lateSites(await readMorning(database.read, commune, now()), now());
    for (const { site, day } of late) {
      for (const listener of listeners) {
        if (!answersForCheck({ sites: [...listener.sites] }, listener.rights.roles, site)) continue;
        const event = `check/${site}/${day}`;
        await wake(settings, listener, event, { ...urgent(event), urgency: "normal" });
      }
    }
  }

  const push: Push = {
    afterOps: (commune, device, ops) =>
      quietly(() =>
        tellOfDeeds(
          commune,
          device,
          ops.flatMap((op) => opSchema.safeParse(op).data ?? []),
        ),
      ),
    lateChecks: () =>
      quietly(async () => {
        for (const { id } of await communeIds(database.read)) await tellOfChecks(id);
        await database.write(({ query }) => forgetTold(query, now() - keptMs));
      }),
    start() {
      const timer = setInterval(() => void push.lateChecks(), minuteMs);
      timer.unref();
      return () => {
        clearInterval(timer);
        for (const one of waiting) clearTimeout(one);
        waiting.clear();
      };
    },
  };
  return push;
}

/** An hour later nobody needs to be woken any more: the list in the app says it. */
function urgent(event: string): Wake {
  const topic = createHash("sha256").update(event).digest("base64url").slice(0, 32);
  return { urgency: "high", ttlSeconds: 3600, topic };
}
