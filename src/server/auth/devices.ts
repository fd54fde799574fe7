import { newDevice } from "#authority/new-device.ts";
import type { WriteTransaction } from "../store/database.ts";
import { deviceCount, findDevice, insertDevice } from "../store/people-store.ts";
import { inCommune } from "../store/sql-commune-store.ts";
import { newDeviceId } from "./secrets.ts";

/** What a browser says of itself at sign-in; the key verifies its sealed capsules, and may be missing. */
export interface DeviceDetails {
  readonly name: string;
  readonly key?: unknown;
}

/** A, B, … Z, AA, AB, …: short enough to be said on the telephone. */
function letterOf(index: number): string {
  let rest = index + 1;
  let letters = "";
  while (rest > 0) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
    rest = Math.floor((rest - 1) / 26);
  }
  return letters;
}

/**
 * A new device of this person. `id` is given when a device comes back that a restored database has forgotten: its
 * logbook, its numbers and its unsent work go on under the same name.
 */
export async function registerDevice(
  write: WriteTransaction,
  owner: { commune: string; person: string },
  details: DeviceDetails,
  now: number,
  id?: string,
): Promise<{ id: string; name: string; letter: string }> {
  let called = id ?? newDeviceId();
  while (id === undefined && (await findDevice(write.query, called))) called = newDeviceId();
  const letter = letterOf(await deviceCount(write.query, owner.commune));
  await insertDevice(write.query, {
    id: called,
    ...owner,
    name: details.name,
    letter,
    public_key: details.key ? JSON.stringify(details.key) : null,
    created_at: now,
    revoked_at: null,
    lost: 0,
  });
  await inCommune(write.connection, owner.commune, async (tx) => {
    if (!(await tx.device(called))) await tx.putDevice(newDevice(called, owner.person, now));
  });
  return { id: called, name: details.name, letter };
}
