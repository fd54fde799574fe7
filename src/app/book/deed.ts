import { useCallback, useMemo, useState } from "react";
import type { Logbook } from "#client/logbook.ts";
import { systemClock, systemRandomness } from "#client/system-ports.ts";
import type { Fields } from "#domain/record.ts";
import { newId } from "#kernel/ids.ts";
import type { Refusal, Result } from "#kernel/result.ts";
import type { DraftChange, OpDraft, Saved } from "#sync/commit.ts";
import { correctedNow } from "#sync/device-clock.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { textOf } from "../i18n/i18n.ts";
import { useDesk, useLogbook } from "../logbook-context.tsx";
import { announce } from "../ui/live-region.tsx";
import { reserveNumber } from "./incident-number.ts";

/** What a verb needs of the open book: who writes, when, and where it is saved. */
export interface Hand {
  readonly commit: (draft: OpDraft) => Promise<Result<Saved, string>>;
  /** Several deeds at once: all of them are saved, or none. */
  readonly commitAll: (drafts: readonly OpDraft[]) => Promise<Result<readonly Saved[], string>>;
  readonly person: string;
  /** The next speakable number of an incident, never given twice on this device. */
  readonly nextNumber: () => Promise<string>;
  /** The corrected clock, Unix ms. */
  readonly now: () => number;
  readonly newId: () => string;
  /** A record as it is saved at this moment, not as the screen last drew it; null when it is not here. */
  readonly row: (id: string) => Promise<StoredRow | null>;
  /** What is kept of a form under this key. */
  readonly kept: (key: string) => Promise<unknown>;
  /** The live records under these keys, as they are saved at this moment. */
  readonly rows: (...keys: readonly string[]) => Promise<StoredRow[]>;
  /** Writes a record under its natural key: made, changed, or brought back if it had been deleted. */
  readonly put: (kind: string, id: string, fields: Fields) => Promise<DraftChange[]>;
}

export function useHand(): Hand {
  const logbook = useLogbook();
  const meta = useDesk()?.meta;
  const offset = meta?.offset ?? null;
  return useMemo(
    () => handOf(logbook, () => Math.round(correctedNow({ offset }, systemClock.wall()))),
    [logbook, offset],
  );
}

function handOf(
  logbook: Pick<Logbook, "commit" | "commitAll" | "profile" | "store">,
  now: () => number,
): Hand {
  return {
    commit: (draft) => logbook.commit(draft),
    commitAll: (drafts) => logbook.commitAll(drafts),
    person: logbook.profile.person,
    nextNumber: () => reserveNumber(logbook),
    now,
    newId: () => newId(systemClock, systemRandomness),
    row: async (id) => {
      const row = await logbook.store.read((tx) => tx.row(id));
      return row && !row.deleted ? row : null;
    },
    kept: async (key) => (await logbook.store.read((tx) => tx.draft(key)))?.value,
    rows: async (...keys) => {
      const found = await logbook.store.read((tx) => Promise.all(keys.map((key) => tx.rowsByKey(key))));
      return found.flat().filter((row) => !row.deleted);
    },
    put: async (kind, id, fields) => {
      const known = await logbook.store.read((tx) => tx.row(id));
      if (!known) return [{ c: "create", kind, id, fields }];
      const back: DraftChange[] = known.deleted ? [{ c: "restore", kind, id }] : [];
      return [...back, { c: "set", kind, id, fields }];
    },
  };
}

/** Runs a verb, says *Đã lưu trên máy* once it is true, and keeps the refusal to be shown. */
export interface Deed {
  readonly refusal: Refusal | null;
  readonly run: <T>(verb: () => Promise<Result<T, string>>, said?: string) => Promise<T | null>;
  readonly clear: () => void;
}

export function useDeed(): Deed {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const clear = useCallback(() => setRefusal(null), []);
  const run = useCallback(
    async <T>(verb: () => Promise<Result<T, string>>, said?: string): Promise<T | null> => {
      const result = await verb().catch(
        (): Result<T, string> => ({ ok: false, refusal: { code: "device-failed" } }),
      );
      if (result.ok) {
        setRefusal(null);
        announce(said ?? textOf("common:savedSentence"));
        return result.value;
      }
      setRefusal(result.refusal);
      return null;
    },
    [],
  );
  return useMemo(() => ({ refusal, run, clear }), [refusal, run, clear]);
}
