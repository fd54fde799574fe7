import type { Facts } from "#kernel/result.ts";
import type { Outcome } from "#protocol/exchange.ts";

/** Ends the deciding of one op: it is rejected for good, or parked until what it waits for arrives. */
export class Refused extends Error {
  readonly outcome: Extract<Outcome, "rejected" | "parked">;
  readonly code: string;
  readonly facts: Facts | undefined;
  readonly waitsFor: string | undefined;

  constructor(
    outcome: Extract<Outcome, "rejected" | "parked">,
    code: string,
    facts?: Facts,
    waitsFor?: string,
  ) {
    super(code);
    this.outcome = outcome;
    this.code = code;
    this.facts = facts;
    this.waitsFor = waitsFor;
  }
}
