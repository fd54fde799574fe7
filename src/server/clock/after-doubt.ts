import { retryParked } from "#authority/parked.ts";
import type { ServerContext } from "../context.ts";
import { communeIds } from "../store/communes.ts";
import { takeHow } from "../take-how.ts";
import { cutAheadOfNow } from "./ahead-of-now.ts";

/** What a wrong clock left is put right, and what waited for the right day is decided again. Also at start and nightly. */
export async function afterDoubt(
  context: Pick<ServerContext, "database" | "store" | "pokes" | "log" | "clock" | "defects" | "now">,
): Promise<void> {
  const { database, store, pokes, log, clock, now } = context;
  const communes = (await communeIds(database.read)).map(({ id }) => id);
  if (clock.isSound()) {
    const cut = await cutAheadOfNow({ database, store }, communes, now());
    if (cut > 0) log.write("warn", "times-ahead-cut", { cut });
  }
  for (const id of communes) {
    const settled = await store.transact(id, (tx) => retryParked(tx, now(), takeHow(context, id)));
    if (settled > 0) pokes.poke(id);
  }
}
