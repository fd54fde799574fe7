import { useRef, useSyncExternalStore } from "react";
import type { LoopState } from "#client/sync-loop.ts";
import { formatMoment, formatNumber } from "../i18n/format.ts";
import { useText } from "../i18n/i18n.ts";
import { useActivity, useDesk, useNow } from "../logbook-context.tsx";
import { type Status, statusOf, unsentOf } from "./status.ts";

export interface SpokenStatus extends Status {
  readonly strong: string | undefined;
  readonly text: string | undefined;
  /** The whole sentence, for a screen reader and for a line that was cut. */
  readonly label: string;
}

/** The one sentence about sending, alive. */
export function useStatus(): SpokenStatus {
  const t = useText("shell");
  const desk = useDesk();
  const loop = useActivity();
  const online = useOnlineHint();
  const progress = useSendProgress(desk ? unsentOf(desk) : 0, loop);
  const { now } = useNow();
  const status = statusOf(desk, loop, online, progress);
  const words = t(`status.${status.key}`, {
    count: status.count,
    total: status.total,
    percent: status.percent ?? 0,
    items: formatNumber(status.items ?? 0),
    time: status.at === undefined ? "" : formatMoment(status.at, now),
  });
  const reason = status.reason ? t(`reason.${status.reason}`) : undefined;
  const isStrong =
    status.key === "unsent" || status.key === "photos" || status.key === "review" || status.key === "signIn";
  return {
    ...status,
    strong: isStrong ? words : undefined,
    text: isStrong ? reason : [words, reason].filter(Boolean).join(" · "),
    label: [words, reason].filter(Boolean).join(", "),
  };
}

/** Only ever a hint: it decides between two words, never whether to try. */
export function useOnlineHint(): boolean {
  return useSyncExternalStore(listenOnline, () => navigator.onLine);
}

function listenOnline(tell: () => void): () => void {
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  return () => {
    window.removeEventListener("online", tell);
    window.removeEventListener("offline", tell);
  };
}

/** How many of the deeds that were waiting when sending began are through. */
function useSendProgress(unsent: number, loop: LoopState): { sent: number; total: number } {
  const most = useRef(0);
  most.current = loop.sending ? Math.max(most.current, unsent) : unsent;
  return { sent: most.current - unsent, total: most.current };
}
