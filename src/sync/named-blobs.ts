import { isJsonObject } from "#kernel/json.ts";
import type { DeviceReadTx, DeviceTx, OutboxEntry, SentOp } from "./device-store.ts";

/** Lets bytes go that neither a form nor a live record names any more; `gone` is a record that is just being erased. */
export async function forgetUnnamed(tx: DeviceTx, shas: readonly string[], gone?: string): Promise<void> {
  const inForms = await namedByForms(tx);
  for (const sha of shas) {
    if (inForms(sha)) continue;
    const rows = await tx.rowsByKey(`photo/${sha}`);
    if (rows.every((row) => row.erased || row.id === gone)) await tx.deleteBlobs([sha]);
  }
}

/** Whether a form that is not saved yet shows these bytes. */
export async function namedByForms(tx: DeviceReadTx): Promise<(sha: string) => boolean> {
  const forms = (await tx.drafts())
    .filter(({ key }) => key.startsWith("photos/"))
    .map(({ value }) => JSON.stringify(value));
  return (sha) => forms.some((form) => form.includes(sha));
}

/** Which photo each of these deeds added, by the hash of its bytes. */
export function photosAddedBy(deeds: readonly (OutboxEntry | SentOp)[]): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const change of deeds.flatMap(({ op }) => op.ch)) {
    const fields = change.k === "photo" && "f" in change && isJsonObject(change.f) ? change.f : {};
    if (typeof fields["sha"] === "string") named.set(fields["sha"], change.id);
  }
  return named;
}
