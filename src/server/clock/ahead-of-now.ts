import type { CommuneStore } from "#authority/commune-store.ts";
import { settleRights } from "#authority/rights-history.ts";
import { longestWaitMs, sessionLifeMs } from "../auth/lives.ts";
import { codeLifeMs } from "../org/people.ts";
import { longestWaitingMs } from "../push/push-store.ts";
import type { Database } from "../store/database.ts";

/**
 * A clock that was wrong for an evening leaves times ahead of now. What ends at such a time would be in force until then:
 * it is cut to what it could be if it had begun now. Answers how many were cut.
 */
export async function cutAheadOfNow(
  { database, store }: { database: Database; store: CommuneStore },
  communes: readonly string[],
  now: number,
): Promise<number> {
  const changed = await database.write(async ({ query }) => {
    const done = [
      await query
        .updateTable("sessions")
        .set({ expires_at: now + sessionLifeMs })
        .where("expires_at", ">", now + sessionLifeMs)
        .executeTakeFirst(),
      await query
        .updateTable("accounts")
        .set({ wait_until: 0 })
        .where("wait_until", ">", now + longestWaitMs)
        .executeTakeFirst(),
      await query
        .updateTable("one_time_codes")
        .set({ expires_at: now + codeLifeMs })
        .where("expires_at", ">", now + codeLifeMs)
        .executeTakeFirst(),
      await query.updateTable("push_told").set({ at: now }).where("at", ">", now).executeTakeFirst(),
      await query
        .updateTable("push_waiting")
        .set({ due_at: now, until: now })
        .where("until", ">", now + longestWaitingMs)
        .executeTakeFirst(),
      await query.updateTable("attachments").set({ at: now }).where("at", ">", now).executeTakeFirst(),
    ];
    return done.reduce((sum, { numUpdatedRows }) => sum + Number(numUpdatedRows), 0);
  });
  let more = 0;
  for (const commune of communes) more += await cutInCommune({ database, store }, commune, now);
  return changed + more;
}

/** When it was heard nobody knows; so it soon counts as silent, and what it wrote since is not thought to be of today. */
const heardBeforeMs = 2 * 86_400_000;

/** Rights that begin in the future would be the last word for as long; a contact to come would never be silence. */
async function cutInCommune(
  { database, store }: { database: Database; store: CommuneStore },
  commune: string,
  now: number,
): Promise<number> {
  const people = await database.read
    .selectFrom("rights")
    .select("person")
    .distinct()
    .where("commune", "=", commune)
    .where("from_time", ">", now)
    .execute();
  const states = await database.read
    .selectFrom("device_states")
    .select(["id", "state"])
    .where("commune", "=", commune)
    .execute();
  const isAhead = ({ contactAt, lastEffective }: { contactAt: number; lastEffective: number }) =>
    contactAt > now || lastEffective > now;
  const devices = states.filter(({ state }) => isAhead(JSON.parse(state)));
  if (people.length + devices.length === 0) return 0;
  return store.transact(commune, async (tx) => {
    let settled = 0;
    for (const { person } of people) if (await settleRights(tx, person, now)) settled++;
    for (const { id } of devices) {
      const device = await tx.device(id);
      if (!device || !isAhead(device)) continue;
      const { contactAt, lastEffective } = device;
      await tx.putDevice({
        ...device,
        contactAt: Math.min(now - heardBeforeMs, contactAt),
        lastEffective: lastEffective > now ? 0 : lastEffective,
      });
      settled++;
    }
    return settled;
  });
}
