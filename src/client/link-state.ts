import type { SyncStatus } from "#sync/device-store.ts";
import type { LoopState } from "./loop-ports.ts";

/** How the link looks to a person. `weak`: it works, slowly or with failures. `offline`: the device says it has none. */
export type LinkState = "online" | "weak" | "no-server" | "offline" | "captive" | "sign-in";

export function linkOf(
  sync: Pick<SyncStatus, "lastFailure" | "lastSuccess" | "failures">,
  loop: Pick<LoopState, "slow">,
  onlineHint: boolean,
): LinkState {
  switch (sync.lastFailure?.kind) {
    case undefined:
      if (!onlineHint) return "offline";
      return loop.slow ? "weak" : "online";
    case "not-our-server":
      return "captive";
    case "sign-in":
      return "sign-in";
    case "unreachable":
      return onlineHint ? "no-server" : "offline";
    default:
      return "weak";
  }
}
