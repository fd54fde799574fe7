import { useRef, useSyncExternalStore } from "react";
import type { LoopState } from "#client/loop-ports.ts";
import { formatMoment, formatNumber } from "../i18n/format.ts";
import { type Text, useText } from "../i18n/i18n.ts";
import { useActivity, useDesk, useNow } from "../logbook-context.tsx";
import { type Status, statusOf, unsentOf } from "./status.ts";

export interface SpokenStatus extends Omit<Status, "beneath"> {
  readonly strong: string | undefined;
  readonly text: string | undefined;
  /** The whole sentence, for a screen reader and for a line that was cut. */
  readonly label: string;
  readonly beneath?: SpokenStatus;
}

/** The one sentence about sending, alive. */
export function useStatus(): SpokenStatus {
  const t = useText("shell");
  const desk = useDesk();
  const loop = useActivity();
  const online = useOnlineHint();
  const progress = useSendProgress(desk ? unsentOf(desk) : 0, loop);
  const { now } = useNow();
  return spoken(t, statusOf(desk, loop, online, progress), now);
}

function spoken(t: Text, { beneath, ...status }: Status, now: number): SpokenStatus {
  const words = wordsOf(t, status, now);
  const [reason, whole] = reasonOf(t, status, now);
  const isStrong =
    status.key === "unsent" || status.key === "photos" || status.key === "review" || status.key === "signIn";
  const plain = {
    strong: isStrong ? words : undefined,
    text: isStrong ? reason : [words, reason].filter(Boolean).join(" · "),
    label: [words, whole].filter(Boolean).join(", "),
  };
  return { ...status, ...plain, ...(beneath ? besideReview(t, beneath, status.count, now) : {}) };
}

/** What is unsent stays visible beside what needs a look, in few words; a reason would not fit, and is in the name. */
function besideReview(t: Text, beneath: Status, count: number, now: number): Partial<SpokenStatus> {
  const under = spoken(t, beneath, now);
  const review = t("status.review", { count });
  if (beneath.count === 0)
    return { beneath: under, label: beneath.key === "allIn" ? review : `${review}, ${under.label}` };
  const unsent =
    beneath.key === "signIn" ? t("status.unsent", { count: beneath.count }) : wordsOf(t, beneath, now);
  const [, reason] = reasonOf(t, beneath, now);
  return {
    beneath: under,
    strong: `${unsent} · ${t("status.reviewToo", { count })}`,
    label: [wordsOf(t, beneath, now), review, reason].filter(Boolean).join(", "),
  };
}

/** Why it is so: in a few words for the line, and whole. */
function reasonOf(t: Text, { reason, since }: Status, now: number): [line?: string, whole?: string] {
  if (!reason) return [];
  const line = t(`reason.${reason}`);
  return [line, since === undefined ? line : t("reason.serverSince", { time: formatMoment(since, now) })];
}

function wordsOf(t: Text, status: Status, now: number): string {
  return t(`status.${status.key}`, {
    count: status.count,
    total: status.total,
    percent: status.percent ?? 0,
    items: formatNumber(status.items ?? 0),
    time: status.at === undefined ? "" : formatMoment(status.at, now),
  });
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
