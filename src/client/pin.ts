import type { PinLock } from "./profile.ts";
import { changeProfile, findProfile } from "./profiles.ts";

/**
 * A PIN keeps a colleague from writing under one's name by mistake. It is a lock, not encryption: who can open the
 * browser's files can read the logbook.
 */
const rounds = 150_000;
const triesBeforeWait = 5;
const waitMs = 30_000;

export type PinAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly triesLeft: number; readonly waitMs: number };

export function isPin(text: string): boolean {
  return /^\d{4,8}$/.test(text);
}

export async function setPin(device: string, pin: string): Promise<void> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const hash = await stretch(pin, salt, rounds);
  await changeProfile(device, { pin: { salt, hash, rounds, digits: pin.length, wrong: 0, blockedUntil: 0 } });
}

export async function clearPin(device: string): Promise<void> {
  await changeProfile(device, { pin: undefined });
}

export async function verifyPin(device: string, pin: string, now = Date.now()): Promise<PinAnswer> {
  const lock = (await findProfile(device))?.pin;
  if (!lock) return { ok: true };
  if (now < lock.blockedUntil && lock.blockedUntil - now <= waitMs)
    return { ok: false, triesLeft: 0, waitMs: lock.blockedUntil - now };
  const right = sameBytes(await stretch(pin, lock.salt, lock.rounds), lock.hash);
  const wrong = right ? 0 : lock.wrong + 1;
  const blocked = wrong > 0 && wrong % triesBeforeWait === 0;
  const next: PinLock = { ...lock, wrong, blockedUntil: blocked ? now + waitMs : 0 };
  const learns = right && lock.digits === undefined;
  if (learns || wrong !== lock.wrong)
    await changeProfile(device, { pin: learns ? { ...next, digits: pin.length } : next });
  if (right) return { ok: true };
  const triesLeft = (triesBeforeWait - (wrong % triesBeforeWait)) % triesBeforeWait;
  return { ok: false, triesLeft, waitMs: blocked ? waitMs : 0 };
}

async function stretch(
  pin: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, [
    "deriveBits",
  ]);
  const params = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(params, key, 256));
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
