import { hash, verify } from "@node-rs/argon2";
import { Problem } from "../problem.ts";
import { foldPassword, passwordForms } from "./password-forms.ts";

/** argon2id, 19 MiB, two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const maxAtOnce = 4;
const maxWaiting = 100;

let running = 0;
const waiting: (() => void)[] = [];

/** A morning of sign-ins must not take all memory: a few at once, the next ones wait, and too many are told to. */
async function withTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= maxAtOnce) {
    if (waiting.length >= maxWaiting) throw new Problem("busy", { waitMs: 3000 });
    await new Promise<void>((turn) => waiting.push(turn));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

export function hashPassword(password: string): Promise<string> {
  return withTurn(() => hash(foldPassword(password), cost));
}

let decoy: Promise<string> | undefined;

/** Takes as long for an account that does not exist. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword("an account that does not exist");
  const against = stored ?? (await decoy);
  for (const form of passwordForms(password)) {
    if (await withTurn(() => verify(against, form))) return stored !== null;
  }
  return false;
}

export function checkPassword(password: string): void {
  if ([...password.trim()].length < 8) throw new Problem("weak-password", { facts: { least: 8 } });
}
