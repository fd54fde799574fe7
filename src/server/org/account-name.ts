import { keystrokesOf } from "#kernel/keystrokes.ts";
import { asSeen, fold, toneLast } from "#kernel/text.ts";

/** An account as it is kept. */
export const accountName = asSeen;

/** Accounts are typed on phones: case, spaces round them, tone placement and what only looks different do not count. */
export function foldAccount(typed: string): string {
  return toneLast(accountName(typed));
}

/** The stored name that reads the same. */
export function sameAccount(typed: string, names: readonly string[]): string | undefined {
  const name = accountName(typed);
  const wanted = foldAccount(typed);
  return names.find((one) => one === name) ?? names.find((one) => foldAccount(one) === wanted);
}

/**
 * The account that somebody means at the door: the one that reads the same, else the only one that a Vietnamese keyboard
 * could have made this of (`motcuá` of `motcua1`), else the only one with these letters, accents aside.
 */
export function accountMeant(typed: string, names: readonly string[]): string | undefined {
  const same = sameAccount(typed, names);
  if (same !== undefined) return same;
  const pressed = new Set(keystrokesOf(typed.trim()));
  const bare = fold(typed);
  const meant = [
    names.filter((name) => pressed.has(foldAccount(name))),
    names.filter((name) => fold(name) === bare),
  ].find((found) => found.length > 0);
  return meant?.length === 1 ? meant[0] : undefined;
}
