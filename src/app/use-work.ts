import { useCallback, useState } from "react";
import type { Refusal, Result } from "#kernel/result.ts";

export interface Work {
  readonly busy: boolean;
  readonly refusal: Refusal | null;
  /** Grows with every refused try, so that a summary can take the focus again. */
  readonly attempt: number;
  /** Runs one deed at a time; answers with its value, or null when it was refused. */
  readonly run: <T>(deed: () => Promise<Result<T, string>>) => Promise<T | null>;
  readonly clear: () => void;
}

/** One deed that needs the server: under way, refused with its reason, or done. */
export function useWork(): Work {
  const [state, setState] = useState<{ busy: boolean; refusal: Refusal | null; attempt: number }>({
    busy: false,
    refusal: null,
    attempt: 0,
  });
  const run = useCallback(async <T>(deed: () => Promise<Result<T, string>>): Promise<T | null> => {
    setState((now) => ({ ...now, busy: true, refusal: null }));
    const result = await deed().catch(
      (): Result<T, string> => ({ ok: false, refusal: { code: "device-failed" } }),
    );
    setState((now) => ({
      busy: false,
      refusal: result.ok ? null : result.refusal,
      attempt: result.ok ? now.attempt : now.attempt + 1,
    }));
    return result.ok ? result.value : null;
  }, []);
  const clear = useCallback(() => setState((now) => ({ ...now, refusal: null })), []);
  return { ...state, run, clear };
}
