import { join } from "node:path";
import * as z from "zod";
import type { ServerContext } from "../context.ts";
import { communeIds } from "../store/communes.ts";
import { connect } from "../store/sqlite.ts";

const stateSchema = z.looseObject({ contiguousN: z.number() });

/**
 * With `BACKUP_OFFSITE` the folder of backups is on another machine, as the administrator says. Then each device is told
 * up to which of its ops the newest verified backup holds, so that it may let go of old ones; not while that lacks photos.
 */
export async function noteDurable({
  config,
  database,
  store,
  backups,
}: Pick<ServerContext, "config" | "database" | "store" | "backups">): Promise<void> {
  const newest = (await backups.list()).backups.find((one) => one.verified);
  if (!config.backupOffsite || !newest || (newest.attachments?.missing ?? 0) > 0) return;
  const copy = connect(join(config.backupDir, newest.name), { readOnly: true });
  try {
    for (const { id: commune } of await communeIds(database.read)) {
      const held = await copy.all("select id, state from device_states where commune = ?", [commune]);
      await store.transact(commune, async (tx) => {
        for (const { id, state } of held as { id: string; state: string }[]) {
          const durableN = stateSchema.parse(JSON.parse(state)).contiguousN;
          const device = await tx.device(id);
          if (device && durableN > device.durableN) await tx.putDevice({ ...device, durableN });
        }
      });
    }
  } finally {
    copy.close();
  }
}
