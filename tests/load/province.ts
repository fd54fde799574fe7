import { registerDevice } from "#server/auth/devices.ts";
import { hashPassword } from "#server/auth/passwords.ts";
import { hashSecret, newToken } from "#server/auth/secrets.ts";
import { createCommune } from "#server/org/commune-setup.ts";
import { addPerson } from "#server/org/people.ts";
import type { Database, WriteTransaction } from "#server/store/database.ts";
import { insertSession } from "#server/store/people-store.ts";
import { inCommune } from "#server/store/sql-commune-store.ts";

export interface Size {
  readonly communes: number;
  readonly devicesEach: number;
}

/** A device as it stands in the evening: signed in, with the whole book of its commune. */
export interface SeededDevice {
  readonly id: string;
  readonly token: string;
  readonly commune: string;
  readonly person: string;
  readonly account: string;
  readonly role: "centre" | "village";
  readonly village: string;
  readonly epoch: string;
  readonly cursor: number;
  readonly scopes: readonly string[];
}

export const seededPassword = "mật khẩu buổi sáng";
const villagesEach = 8;
/** Of ten devices one stands at the centre's counter; the others belong to village teams. */
const centreShare = 10;

/** Communes with people and signed-in devices, written through the server's own services, a commune at a time. */
export async function seedProvince(database: Database, size: Size, now: number): Promise<SeededDevice[]> {
  const passwordHash = await hashPassword(seededPassword);
  const devices: SeededDevice[] = [];
  for (let i = 0; i < size.communes; i++) {
    devices.push(
      ...(await database.write((write) => seedCommune(write, i, size.devicesEach, passwordHash, now))),
    );
  }
  return devices;
}

async function seedCommune(
  write: WriteTransaction,
  index: number,
  count: number,
  passwordHash: string,
  now: number,
): Promise<SeededDevice[]> {
  const names = Array.from({ length: villagesEach }, (_, i) => `Xóm ${i + 1}`);
  const details = { name: `Xã ${index + 1}`, code: "TT", villageWord: "xóm", villages: names };
  const commune = await createCommune(write, details, now);
  const villages = await inCommune(write.connection, commune, (tx) => tx.villages());
  const made: Omit<SeededDevice, "epoch" | "cursor">[] = [];
  for (let i = 0; i < count; i++) {
    const role = i % centreShare === 0 ? ("centre" as const) : ("village" as const);
    const village = villages[i % villages.length] as string;
    const account = `nguoi${i + 1}`;
    const person = await addPerson(
      write,
      commune,
      { name: `Cán bộ ${i + 1}`, account, roles: [role], units: [], villages: [village], passwordHash },
      now,
    );
    const { id } = await registerDevice(write, { commune, person }, { name: `Máy ${i + 1}` }, now);
    const token = newToken();
    const expires = now + 90 * 86_400_000;
    await insertSession(write.query, { token_hash: hashSecret(token), device: id, expires_at: expires });
    const classes = ["calls", "escalated", "incidents", "police", "visits"];
    const read =
      role === "centre"
        ? [...classes, "plans", "site"].map((name) => `${name}:*`)
        : classes.map((name) => `${name}:${village}`);
    const scopes = ["org", "staff", `own:${person}`, ...read];
    made.push({ id, token, commune, person, account, role, village, scopes });
  }
  const { epoch, seq } = await inCommune(write.connection, commune, (tx) => tx.state());
  return made.map((device) => ({ ...device, epoch, cursor: seq }));
}
