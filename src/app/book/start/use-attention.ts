import { useEffect, useState } from "react";
import { callApi } from "#client/api-call.ts";
import { type Attention, attentionOf, type Waiting, waitingSchema } from "#domain/org/attention.ts";
import { useLogbook } from "../../logbook-context.tsx";
import { useRemembered } from "../remembered.ts";

interface Known {
  readonly waiting: Waiting | null;
  readonly at: number;
}

/** What waits for the administrator: as it was told last, until the server tells anew; null before it ever did. */
export function useAttention(): {
  readonly items: readonly { what: Attention; count: number }[] | null;
  readonly at: number;
  /** The server has answered, or cannot be asked now. */
  readonly isAsked: boolean;
} {
  const { profile } = useLogbook();
  const [known, keep] = useRemembered<Known>("attention", { waiting: null, at: 0 });
  const [isAsked, setAsked] = useState(false);
  useEffect(() => {
    let isGone = false;
    const { device } = profile;
    void callApi({ method: "GET", path: "/api/admin/attention", device }).then((answer) => {
      if (isGone) return;
      const told = waitingSchema.safeParse(answer.ok ? answer.body : undefined);
      if (told.success) keep({ waiting: told.data, at: Date.now() });
      setAsked(true);
    });
    return () => {
      isGone = true;
    };
  }, [profile, keep]);
  const kept = waitingSchema.safeParse(known.waiting);
  return { items: kept.success ? attentionOf(kept.data) : null, at: known.at, isAsked };
}
