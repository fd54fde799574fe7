import { createHash, randomBytes, randomInt } from "node:crypto";
import { randomText } from "#kernel/ids.ts";
import type { Clock, Randomness } from "#kernel/ports.ts";

export const chance: Randomness = { next: () => randomInt(2 ** 47) / 2 ** 47 };
export const clock: Clock = { wall: () => Date.now(), monotonic: () => performance.now() };

/** 256 random bits for a cookie or a link; only its hash is ever stored. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}

/** Ten characters that are not misread aloud, in groups: `k7m2-xw4p-q9`. */
export function newCode(): string {
  const text = randomText(chance, 10);
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}

/** A code as typed from paper: case, spaces and dashes do not count, and letters never used stand for their twins. */
export function normaliseCode(typed: string): string {
  return typed
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .replace(/[il]/g, "1")
    .replace(/o/g, "0");
}

export function newDeviceId(): string {
  return `d${randomText(chance, 8)}`;
}
