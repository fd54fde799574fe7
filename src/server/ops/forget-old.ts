import { raiseFloor } from "#authority/floor.ts";
import type { ServerContext } from "../context.ts";
import { communeIds } from "../store/communes.ts";

/** The nightly sweep of every commune, after a verified backup still holds what it forgets. */
export async function forgetOld({
  database,
  store,
  log,
  now,
  clock,
}: Pick<ServerContext, "database" | "store" | "log" | "now"> & {
  readonly clock: Pick<ServerContext["clock"], "isSettled">;
}): Promise<void> {
  if (!clock.isSettled()) return;
  for (const { id } of await communeIds(database.read)) {
    const { rows, exits } = await raiseFloor(store, id, now());
    if (rows + exits > 0) log.write("info", "old-forgotten", { commune: id, rows, exits });
  }
}
