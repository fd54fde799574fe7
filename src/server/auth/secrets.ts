import { createHash, randomBytes, randomInt } from "node:crypto";
import { randomText } from "#kernel/ids.ts";
import { keystrokesOf } from "#kernel/keystrokes.ts";
import type { Clock, Randomness } from "#kernel/ports.ts";
import { plain } from "#kernel/text.ts";

export const chance: Randomness = { next: () => randomInt(2 ** 47) / 2 ** 47 };
export const clock: Clock = { wall: () => Date.now(), monotonic: () => performance.now() };

/** 256 random bits for a cookie or a link; only its hash is ever stored. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}

/**
 * No vowel, no d and no w: a Vietnamese keyboard then has nothing to put a mark on, be it Telex, VNI or VIQR; no f and j,
 * which some turn into ph and gi. None is misread aloud for another.
 */
const codeLetters = "23456789cghkmnprtvx";
const codeLength = 12;

/** 50 random bits in groups: `k7m2-x4pc-9vt3`. No character comes twice in a row, of which some keyboards make another. */
export function newCode(randomness: Randomness = chance): string {
  let text = "";
  while (text.length < codeLength) {
    const others = [...codeLetters].filter((letter) => !text.endsWith(letter));
    text += others[Math.floor(randomness.next() * others.length)];
  }
  return text.replace(/.{4}(?=.)/g, "$&-");
}

/**
 * The codes that a typed one may mean, the likeliest first. A code given before may hold letters of which a Vietnamese
 * keyboard made others (`á` of `as`): what was pressed is tried, then the letters without their marks.
 */
export function codesMeant(typed: string): string[] {
  const pressed = keystrokesOf(typed.replace(/[\s-]/g, ""));
  return [...new Set([...(pressed.length > 0 ? pressed : [typed]), plain(typed)].map(normaliseCode))];
}

/** A code as typed from paper: case, spaces and dashes do not count, and letters never used stand for their twins. */
function normaliseCode(typed: string): string {
  return typed
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .replace(/[il]/g, "1")
    .replace(/o/g, "0");
}

export function newDeviceId(): string {
  return `d${randomText(chance, 8)}`;
}
