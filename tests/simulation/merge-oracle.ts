import type { CommuneState, DecidedOp, ServerRow } from "#authority/commune-store.ts";
import { kindOf } from "#domain/kinds.ts";
import { readField } from "#domain/record.ts";
import { sameJson } from "#kernel/json.ts";
import type { Counters } from "./counters.ts";
import { Violation } from "./violation.ts";

const fromMessage = new Set(["number", "group", "severity", "title", "since", "site", "village"]);

/**
 * Judges one decision from outside, knowing only what was there before and what was written: every value someone
 * saved stands, or lies in a conflict that people see; and whoever had seen a value never loses to it.
 * Written apart from `merge.ts` on purpose: an oracle that shares the code would share its mistakes.
 */
export function checkMerge(
  decided: DecidedOp,
  before: ReadonlyMap<string, ServerRow>,
  written: readonly ServerRow[],
  state: CommuneState,
  counters: Counters,
  completes: boolean,
  later: readonly DecidedOp[],
): void {
  if (decided.outcome === "rejected" || decided.outcome === "parked") {
    if (written.length > 0) throw new Violation(2, `a ${decided.outcome} op wrote rows`);
    return;
  }
  const conflicts = written.filter((row) => row.kind === "conflict" && !before.has(row.id));
  if (conflicts.length > 0 !== (decided.outcome === "conflict"))
    throw new Violation(5, "outcome and conflicts disagree");
  counters.editMetDeletion += conflicts.filter((row) => row.body["field"] === "").length;
  for (const change of decided.op.ch) {
    if (change.c !== "set" && change.c !== "create") continue;
    const old = before.get(change.id);
    const now = written.find((row) => row.id === change.id) ?? old;
    if (!old || !now) continue;
    const sameEpoch = decided.op.e === state.epoch;
    for (const [field, wanted] of Object.entries(change.f)) {
      const clock = old.clocks[field];
      const current = readField(old.body, field) ?? null;
      const result = readField(now.body, field) ?? null;
      const definition = kindOf(change.k);
      const same = sameJson(current, wanted) || definition?.sameValue?.(field, current, wanted) === true;
      const seen =
        !clock ||
        (sameEpoch && clock.seq <= (change.b ?? 0)) ||
        (clock.device === decided.device && clock.n < decided.n + (completes ? 1 : 0));
      // What a message had brought was seen by whoever changed it since; a state is moved and never set.
      const wasTold = completes && fromMessage.has(field) && clock && !seen;
      const isAsked = conflicts.some(({ body }) => body["record"] === change.id && body["field"] === field);
      if (wasTold && (isAsked || !sameJson(result, current)))
        throw new Violation(
          5,
          `${change.id}.${field}: completing a message took back or questioned a later edit`,
        );
      if (wasTold) {
        counters.editsAfterSms++;
        continue;
      }
      // Its author has written anew since, and whoever holds the register now wrote upon that.
      if (writes(later, change.id, field)) {
        if (!sameJson(result, current))
          throw new Violation(5, `${change.id}.${field}: a late own op overwrote a newer value`);
        if (clock?.device !== decided.device) counters.lateUnderOthers++;
        continue;
      }
      if (seen && !sameJson(result, wanted)) {
        throw new Violation(
          5,
          `${change.id}.${field}: a value written by someone who had seen the other one lost`,
        );
      }
      const told = conflicts.some((row) => row.body["record"] === change.id && row.body["field"] === field);
      if (seen && told)
        throw new Violation(
          5,
          `${change.id}.${field}: who had seen a value and replaced it is asked about it`,
        );
      if (seen || same) continue;
      if (definition?.firstWins.includes(field) || !sameEpoch) continue;
      const loser = sameJson(result, wanted) ? current : wanted;
      const kept = conflicts.some((row) => {
        const other = row.body["other"] as { value?: never } | undefined;
        return (
          row.body["record"] === change.id &&
          row.body["field"] === field &&
          sameJson(other?.value ?? null, loser)
        );
      });
      if (!kept)
        throw new Violation(
          5,
          `${change.id}.${field}: a value that nobody overruled knowingly is in no conflict`,
        );
    }
  }
}

function writes(ops: readonly DecidedOp[], id: string, field: string): boolean {
  const took = ops.filter(({ outcome }) => outcome !== "rejected" && outcome !== "parked");
  return took.some(({ op }) =>
    op.ch.some(
      (change) =>
        (change.c === "set" || change.c === "create") && change.id === id && Object.hasOwn(change.f, field),
    ),
  );
}
