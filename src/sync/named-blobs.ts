import type { DeviceReadTx, DeviceTx } from "./device-store.ts";

/** Lets bytes go that neither a form nor a live record names any more. */
export async function forgetUnnamed(tx: DeviceTx, shas: readonly string[]): Promise<void> {
  const inForms = await namedByForms(tx);
  for (const sha of shas) {
    if (inForms(sha)) continue;
    const rows = await tx.rowsByKey(`photo/${sha}`);
    if (rows.every((row) => row.erased)) await tx.deleteBlobs([sha]);
  }
}

/** Whether a form that is not saved yet shows these bytes. */
export async function namedByForms(tx: DeviceReadTx): Promise<(sha: string) => boolean> {
  const forms = (await tx.drafts())
    .filter(({ key }) => key.startsWith("photos/"))
    .map(({ value }) => JSON.stringify(value));
  return (sha) => forms.some((form) => form.includes(sha));
}
