import type { LoopState } from "#client/loop-ports.ts";
import type { DeviceMeta, FailureKind } from "#sync/device-store.ts";
import { firstSyncPercent, isArriving } from "../first-sync.ts";
import type { DeskState } from "../logbook-context.tsx";

/** What the status line says, worst first; a key of `shell:status` with its values, chosen without React. */
export interface Status {
  readonly tone: "unsent" | "all-in" | "review" | "quiet";
  readonly icon: "review" | "saved" | "sending" | "received" | "no-network" | "key" | "download";
  readonly key: StatusKey;
  readonly count: number;
  /** A key of `shell:reason`. */
  readonly reason?: Reason;
  /** Since when the server does not answer, this device's clock. */
  readonly since?: number;
  /** Server's last receipt, device's wall clock. */
  readonly at?: number;
  readonly total?: number;
  readonly percent?: number;
  /** Records of the first sync that are here. */
  readonly items?: number;
  /** What it would say if nothing had to be looked at; only beside `review`, which must not hide what is unsent. */
  readonly beneath?: Status;
}

type StatusKey =
  | "review"
  | "signIn"
  | "signInOnly"
  | "unsent"
  | "photos"
  | "sending"
  | "allIn"
  | "opening"
  | "first"
  | "firstWaits";
type Reason = "offline" | "server" | "weak" | "wifi" | "busy" | "update" | "storage";

export interface Progress {
  readonly sent: number;
  readonly total: number;
}

/** Deeds that are not on the server, and photos whose bytes are not. */
export function unsentOf(desk: DeskState): number {
  return desk.outbox.filter((entry) => !entry.receipt).length + desk.photos.here.length;
}

/** What a person must look at: refused deeds, fields two people changed, records that could not be read. */
function reviewOf(desk: DeskState): number {
  return desk.dead.length + desk.conflicts.length + desk.unreadable + desk.photos.stuck.length;
}

export function statusOf(
  desk: DeskState | undefined,
  loop: LoopState,
  online: boolean,
  progress: Progress = { sent: 0, total: 0 },
): Status {
  if (!desk?.meta) return { tone: "quiet", icon: "download", key: "opening", count: 0 };
  const review = reviewOf(desk);
  const state = sendingOf(desk, desk.meta, { loop, online, progress });
  const since = desk.meta.sync.lastFailure?.since;
  const beneath = state.reason === "server" && since !== undefined ? { ...state, since } : state;
  return review > 0 ? { tone: "review", icon: "review", key: "review", count: review, beneath } : beneath;
}

function sendingOf(
  desk: DeskState,
  meta: DeviceMeta,
  { loop, online, progress }: { loop: LoopState; online: boolean; progress: Progress },
): Status {
  const { sync } = meta;
  const unsent = unsentOf(desk);
  const failure = failureOf(loop, sync.lastFailure?.kind);
  if (failure === "sign-in")
    return { tone: "unsent", icon: "key", key: unsent > 0 ? "signIn" : "signInOnly", count: unsent };
  const reason = reasonOf(failure, loop.slow, online, sync.mustUpdate);
  if (unsent > 0 && unsent === desk.photos.here.length)
    return {
      tone: "unsent",
      icon: loop.photo ? "sending" : "saved",
      key: "photos",
      count: unsent,
      ...(reason ? { reason } : {}),
    };
  if (unsent > 0) {
    if (loop.sending && (!reason || reason === "weak")) {
      const total = Math.max(progress.total, unsent);
      return {
        tone: "unsent",
        icon: "sending",
        key: "sending",
        count: Math.min(total, total - unsent + 1),
        total,
      };
    }
    return { tone: "unsent", icon: "saved", key: "unsent", count: unsent, ...(reason ? { reason } : {}) };
  }
  if (isArriving(meta)) {
    const first = { tone: "quiet", count: 0, items: desk.arrived } as const;
    if (reason) return { ...first, icon: "no-network", key: "firstWaits", reason };
    return { ...first, icon: "download", key: "first", percent: firstSyncPercent(meta) };
  }
  return { tone: "all-in", icon: "received", key: "allIn", count: 0, at: sync.lastSuccess ?? 0 };
}

function failureOf(loop: LoopState, kept: FailureKind | undefined): LoopState["failure"] {
  if (loop.failure && loop.failure !== "not-signed-in") return loop.failure;
  return kept ?? null;
}

function reasonOf(
  failure: LoopState["failure"],
  slow: boolean,
  online: boolean,
  mustUpdate: boolean,
): Reason | undefined {
  if (mustUpdate) return "update";
  switch (failure) {
    case "unreachable":
      return online ? "server" : "offline";
    case "not-our-server":
      return "wifi";
    case "busy":
    case "server-fault":
    case "too-large":
      return "busy";
    case "storage":
      return "storage";
    default:
      if (!online) return "offline";
      return slow ? "weak" : undefined;
  }
}
