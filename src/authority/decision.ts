import type { Facts } from "#kernel/result.ts";
import type { Outcome } from "#protocol/exchange.ts";
import type { Op } from "#protocol/op.ts";
import type { DatedRights, DeviceState, Exit, ServerRow } from "./commune-store.ts";
import type { Reads } from "./rights-reader.ts";

/** Everything that one decision looks at; loaded by `run-exchange.ts`. */
export interface DecideInput {
  readonly op: Op;
  readonly seq: number;
  readonly now: number;
  readonly device: DeviceState;
  readonly rights: readonly DatedRights[];
  /** What the author reads with such rights. */
  readonly reads: Reads;
  /** Touched records and the parents of appended ones. */
  readonly rows: ReadonlyMap<string, ServerRow>;
  /** `kind/id` of the referenced records that exist. */
  readonly references: ReadonlySet<string>;
  readonly erased: ReadonlySet<string>;
  /** The op's bases translated into today's history (a restore cuts them). */
  readonly baseOf: (base: number) => number;
  /** Records whose latest state this device wrote itself in this exchange and shows exactly. */
  readonly ownChain: ReadonlySet<string>;
  /** Written by the server itself: setup, administration, seeds. */
  readonly trusted?: boolean;
  /** The effective time it was given as it was parked: waiting makes no deed later. */
  readonly parkedEffective?: number;
  /** The server is not sure of `now`. */
  readonly inDoubt?: boolean;
  /** Registers that later ops of this device wrote before this one came (`written-later.ts`). */
  readonly writtenLater: ReadonlySet<string>;
  /** This very op was decided before, parked or in the part that a message had brought, and is decided again. */
  readonly completes?: boolean;
}

export interface Decision {
  readonly outcome: Outcome;
  readonly effective: number;
  readonly code?: string;
  readonly facts?: Facts;
  readonly waitsFor?: string;
  readonly rows: readonly ServerRow[];
  readonly exits: readonly Exit[];
  /** Cases that begin with this op, with their first member. */
  readonly cases: readonly string[];
  /** The device shows exactly this result. */
  readonly own: boolean;
}
