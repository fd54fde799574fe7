import type { DecidedOp } from "#authority/commune-store.ts";
import { Violation } from "../violation.ts";

/** A contact that tells nothing new need not be noted again so soon. */
const slackMs = 60_000;
/** So much the correction of a device may be off; what is further ahead was measured by a wrong clock. */
const farMs = 5 * 60_000;

interface Contact {
  readonly at: number;
  readonly maxN: number;
}

/**
 * When a deed counts as done: never later than now, never before what its device did or when it had been heard of before
 * it, and never a time of nobody's: the device's own, or one of these bounds. Times ahead of now bind nobody.
 */
export class Times {
  private readonly contacts = new Map<string, Contact[]>();
  /** Every time that was given to an op of a device, perhaps anew when it was decided again. */
  private readonly given = new Map<string, Set<number>>();

  /** Decided again long after what followed them. */
  private readonly waited = new Set<string>();

  heardOf(device: string, maxN: number, at: number): void {
    this.contacts.set(device, [...(this.contacts.get(device) ?? []), { maxN, at }]);
  }

  /** A restored server remembers nobody's later contacts. */
  restored(): void {
    for (const [device, heard] of this.contacts)
      this.contacts.set(
        device,
        heard.map(({ at }) => ({ at, maxN: Number.POSITIVE_INFINITY })),
      );
  }

  /** `was`: how it was decided before; `earlier`: the device's other ops that are decided. */
  check(decided: DecidedOp, earlier: readonly DecidedOp[], now: number, was: DecidedOp | undefined): void {
    const { device, n, effective, op } = decided;
    // What a message told is all there will be: its time was judged as it came.
    if (was?.effective === effective && was.redecidedSeq === decided.redecidedSeq) return;
    const fail = (what: string) => {
      throw new Violation(5, `${device}#${n} counts as done at ${effective}, ${what}`);
    };
    if (effective > now) fail(`which is later than now, ${now}`);
    const waits = was?.outcome === "parked" && was.code !== "day-in-future" && was.effective <= now;
    if (waits && effective !== was.effective) fail(`and counted as done at ${was.effective} while it waited`);
    const claimed = op.w + (op.o ?? 0);
    const heard = this.contacts.get(device) ?? [];
    // A clock before 1970 is taken for 1970.
    const given = this.given.get(device) ?? new Set();
    const bounds = [0, ...given, ...heard.map(({ at }) => at)];
    this.given.set(device, given.add(effective));
    const isOwn = effective === claimed || (claimed > now + farMs && effective === op.w);
    const isBound = effective === now ? claimed > now || bounds.includes(now) : bounds.includes(effective);
    if (!isOwn && !isBound) fail(`a time of nobody's (it says ${claimed}, now is ${now})`);
    if (was?.outcome === "parked") this.waited.add(`${device}#${n}`);
    if (was) return;
    if (claimed <= now && effective < claimed) fail(`before its own time ${claimed}`);
    const latest = earlier.at(-1);
    const contact = heard.every(({ maxN }) => maxN < n) ? heard.at(-1) : undefined;
    const binds = latest && latest.n < n && !this.waited.has(`${device}#${latest.n}`);
    // A time ahead of now hides the one before it.
    const isHidden = [...given].some((time) => time > now);
    const before = binds && !isHidden ? latest.effective : 0;
    const earliest = Math.max(before, contact && contact.at <= now ? contact.at - slackMs : 0);
    if (effective < earliest) fail(`and was done after ${earliest}`);
  }
}
