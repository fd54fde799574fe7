/** What a run really did. A fault that never occurred proves nothing, so the run fails on a zero here. */
export const counterNames = [
  "saves",
  "exchanges",
  "lostRequests",
  "lostReplies",
  "duplicatedRequests",
  "reorderedMessages",
  "truncatedReplies",
  "captivePortals",
  "busyReplies",
  "crashesBetweenAwaits",
  "crashesInTransactions",
  "crashesAfterCommit",
  "powerLosses",
  "lostRelaxedCommits",
  "quotaErrors",
  "serverRestarts",
  "serverCrashesInTransaction",
  "restores",
  "reofferedOps",
  "clockJumps",
  "clockSkewOver50Years",
  "clampedTimes",
  "racingTabs",
  "droppedByCompareAndSet",
  "scopeMoves",
  "revocations",
  "scopeLosses",
  "pinnedRows",
  "rejectedOps",
  "parkedOps",
  "parkedThenDecided",
  "supersededOps",
  "conflicts",
  "settledConflicts",
  "erasures",
  "erasedContentSeenAgain",
  "ownReceipts",
  "repeatedReceipts",
  "deletions",
  "editMetDeletion",
  "quarantinedRows",
  "staleTransitions",
  "forgottenTombstones",
  "beganAnewBelowFloor",
  "damagedRecords",
  "healedScopes",
  "offsiteBackups",
  "prunedOps",
  "takenAlong",
  "smsSent",
  "smsPasted",
  "smsPastedAgain",
  "smsTyposRefused",
  "smsCompleted",
  "editsAfterSms",
] as const;
export type CounterName = (typeof counterNames)[number];
export type Counters = Record<CounterName, number>;

export function newCounters(): Counters {
  return Object.fromEntries(counterNames.map((name) => [name, 0])) as Counters;
}

export function addCounters(sum: Counters, part: Counters): void {
  for (const name of counterNames) sum[name] += part[name];
}
