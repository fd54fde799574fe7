import { endedRecords } from "#authority/ended.ts";
import { setCallsApart } from "#authority/set-calls-apart.ts";
import { dayOf } from "#kernel/calendar.ts";
import type { ServerContext } from "../context.ts";
import { communeIds } from "../store/communes.ts";
import type { Database } from "../store/database.ts";
import { eraseForEver } from "./erase.ts";
import { byTimeLimit } from "./time-limit.ts";

type Context = Pick<
  ServerContext,
  "config" | "database" | "store" | "erasures" | "pokes" | "log" | "clock" | "now"
>;

/**
 * The nightly job: names, numbers and notes whose time has come are erased as on request, each with its mark beside the
 * database, before tonight's backup is made. Never while the clock is in doubt. Answers how many.
 */
export async function eraseEnded(context: Context): Promise<number> {
  const { config, database, store, erasures, pokes, log, clock, now } = context;
  if (!clock.isSettled()) return 0;
  let all = 0;
  for (const { id: commune } of await communeIds(database.read)) {
    const ended = await store.transact(commune, async (tx) => {
      await setCallsApart(tx, now());
      return endedRecords(tx, now());
    });
    for (const id of ended) {
      const mark = { commune, id, at: now(), by: byTimeLimit };
      await erasures.append(mark);
      await database.write((write) => eraseForEver(write, mark, config));
    }
    if (ended.length === 0) continue;
    all += ended.length;
    log.write("info", "ended-erased", { commune, records: ended.length });
    pokes.poke(commune);
  }
  // What this or an earlier night could not overwrite, because somebody was reading, goes now.
  await database.scrub();
  return all;
}

/** How many records the time limit erased, by day, the newest first; nothing of what they held. */
export async function erasedByDay(
  read: Database["read"],
  commune: string,
  since: number,
): Promise<{ day: string; count: number }[]> {
  const marks = await read
    .selectFrom("erasures")
    .select("at")
    .where("commune", "=", commune)
    .where("by_person", "=", byTimeLimit)
    .where("at", ">=", since)
    .execute();
  const counts = new Map<string, number>();
  for (const { at } of marks) counts.set(dayOf(at), (counts.get(dayOf(at)) ?? 0) + 1);
  return [...counts].map(([day, count]) => ({ day, count })).sort((a, b) => (a.day < b.day ? 1 : -1));
}
