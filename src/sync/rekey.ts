import type { RecordRow } from "#domain/record.ts";
import { withScope } from "#protocol/apply.ts";
import type { DeviceMeta, DeviceTx, StoredRow } from "./device-store.ts";
import type { EnginePorts } from "./engine.ts";
import { keysVersion } from "./keys-version.ts";
import { keysOf } from "./overlay.ts";

/**
 * After an update that computes keys or scopes otherwise: writes them anew, quietly, so that nothing leaves the screen until
 * the server has told its own. Does nothing when they are of today.
 */
export async function rekey(ports: Pick<EnginePorts, "store">): Promise<number> {
  return ports.store.transact("relaxed", async (tx) => {
    const meta = await tx.meta();
    if (!meta || meta.keysVersion === keysVersion) return 0;
    let count = 0;
    await tx.eachRow(() => count++);
    await tx.putMeta(await rekeyIn(tx, meta));
    return count;
  });
}

export async function rekeyIn(tx: DeviceTx, meta: DeviceMeta): Promise<DeviceMeta> {
  if (meta.keysVersion === keysVersion) return meta;
  const rows = new Map<string, StoredRow>();
  await tx.eachRow((row) => rows.set(row.id, row));
  const scopes = new Map<string, string>();
  const scopeOf = (row: RecordRow): string => {
    const known = scopes.get(row.id);
    if (known !== undefined) return known;
    scopes.set(row.id, row.scope);
    const above = row.kind === "conflict" ? row.body["record"] : row.body["parent"];
    const parent = rows.get(String(above));
    const holder = parent && { ...parent, scope: scopeOf(parent) };
    const scope = row.kind === "conflict" ? (holder?.scope ?? row.scope) : withScope(row, holder).scope;
    scopes.set(row.id, scope);
    return scope;
  };
  const rescoped = [...rows.values()].map((row) => ({ ...row, scope: scopeOf(row) }));
  await tx.putRows(rescoped.map((row) => ({ ...row, keys: keysOf(row, row.until) })));
  const pending = [...new Set((await tx.outbox()).flatMap(({ ids }) => ids))];
  for (const shadow of await tx.shadows(pending))
    if (shadow) await tx.putShadow({ ...shadow, scope: scopeOf(shadow) });
  return { ...meta, keysVersion };
}
