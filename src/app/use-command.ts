import { useCallback, useMemo, useRef, useState } from "react";
import { noteFault } from "#client/faults.ts";
import type { Refusal, Result } from "#kernel/result.ts";
import { textOf } from "./i18n/i18n.ts";
import { announce } from "./ui/live-region.tsx";
import { type Offer, offerUndo } from "./undo-offer.ts";

/** One deed at a time: a press while it is under way is the same press. */
export interface Command {
  readonly busy: boolean;
  readonly refusal: Refusal | null;
  /** Grows with every refused try, so that a summary can take the focus again. */
  readonly attempt: number;
  /**
   * Answers with the deed's value; null when it was refused, or another was under way. `said` is read aloud once it is
   * true. What changed something already saved can be taken back for some seconds.
   */
  readonly run: <T>(deed: () => Promise<Result<T, string>>, said?: string) => Promise<T | null>;
  readonly clear: () => void;
}

interface Now {
  readonly busy: boolean;
  readonly refusal: Refusal | null;
  readonly attempt: number;
}

const idle: Now = { busy: false, refusal: null, attempt: 0 };

/** `saved`: what it does is *Đã lưu trên máy*, and said so. */
export function useCommand(says: "saved" | "nothing" = "saved"): Command {
  const [now, setNow] = useState(idle);
  const underWay = useRef(false);
  const run = useCallback(
    async <T>(deed: () => Promise<Result<T, string>>, said?: string): Promise<T | null> => {
      if (underWay.current) return null;
      underWay.current = true;
      setNow((before) => ({ ...before, busy: true, refusal: null }));
      const result = await deed().catch(deviceFailed);
      underWay.current = false;
      setNow((before) => ({
        busy: false,
        refusal: result.ok ? null : result.refusal,
        attempt: result.ok ? before.attempt : before.attempt + 1,
      }));
      if (!result.ok) return null;
      const { undo } = (result.value ?? {}) as { undo?: Offer["back"] };
      if (undo) offerUndo({ said: said ?? textOf("common:undo.changed"), back: undo });
      else if (said !== undefined || says === "saved") announce(said ?? textOf("common:savedSentence"));
      return result.value;
    },
    [says],
  );
  const clear = useCallback(() => setNow((before) => ({ ...before, refusal: null })), []);
  return useMemo(() => ({ ...now, run, clear }), [now, run, clear]);
}

/** What throws is a defect, or a device that can do no more: kept for whoever helps. */
function deviceFailed(error: unknown): Result<never, string> {
  noteFault(error);
  return { ok: false, refusal: { code: "device-failed" } };
}
