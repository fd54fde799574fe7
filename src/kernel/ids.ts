import type { Clock, Randomness } from "./ports.ts";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** A record id: 9 characters of time, so that neighbours in time are neighbours in an index, and 70 random bits. */
export function newId(clock: Clock, randomness: Randomness): string {
  const time = Math.max(0, Math.floor(clock.wall())) % 32 ** 9;
  return encode(time, 9) + randomText(randomness, 14);
}

/** `length` characters of 5 random bits each, without letters that are misread aloud. */
export function randomText(randomness: Randomness, length: number): string {
  let text = "";
  for (let i = 0; i < length; i++) text += ALPHABET[Math.floor(randomness.next() * 32)];
  return text;
}

function encode(value: number, length: number): string {
  let rest = value;
  let text = "";
  for (let i = 0; i < length; i++) {
    text = ALPHABET[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
