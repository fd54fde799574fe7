import type { StoredRow } from "./device-store.ts";
import type { EnginePorts } from "./engine.ts";
import { keysVersion } from "./keys-version.ts";
import { keysOf } from "./overlay.ts";

/** After an update that computes `keys` otherwise: writes them anew, quietly. Does nothing when they are of today. */
export async function rekey(ports: Pick<EnginePorts, "store">): Promise<number> {
  return ports.store.transact("relaxed", async (tx) => {
    const meta = await tx.meta();
    if (!meta || meta.keysVersion === keysVersion) return 0;
    const rows: StoredRow[] = [];
    await tx.eachRow((row) => rows.push({ ...row, keys: keysOf(row) }));
    await tx.putRows(rows);
    await tx.putMeta({ ...meta, keysVersion });
    return rows.length;
  });
}
