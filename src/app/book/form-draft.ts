import { useCallback, useEffect, useRef, useState } from "react";
import type { Logbook } from "#client/logbook.ts";
import { useLogbook } from "../logbook-context.tsx";

/** A form that is kept as typed: at each pause of the keys, on leaving, and when the page is hidden. */
export interface FormDraft<T> {
  readonly value: T;
  readonly change: (part: Partial<T>) => void;
  /** False until what was kept has been read; a form shows nothing before, so that nothing jumps. */
  readonly isReady: boolean;
  readonly key: string;
  /** After the deed is saved: forgets the draft and starts again from `next`. */
  readonly settle: (next: T) => void;
}

const pauseMs = 400;
/** What keeps each form that is open now. */
const flushes = new Set<() => Promise<void>>();

/** Resolves when all that is typed is on the disk: what opens next may cost the page its life. */
export async function keepFormsNow(): Promise<void> {
  await Promise.all([...flushes].map((flush) => flush()));
}

/** `record`: whose personal content the form may hold, so that an erasure takes the draft along. */
export function useFormDraft<T extends object>(key: string, initial: () => T, record?: string): FormDraft<T> {
  const logbook = useLogbook();
  const [value, setValue] = useState<T>(initial);
  const [isReady, setReady] = useState(false);
  const keeper = useKeeper(logbook, key, record);
  useKeptValue(logbook, key, (kept) => {
    if (kept && !keeper.isTouched()) setValue((now) => ({ ...now, ...(kept as Partial<T>) }));
    setReady(true);
  });
  const change = useCallback(
    (part: Partial<T>) =>
      setValue((now) => {
        const next = { ...now, ...part };
        keeper.note(next);
        return next;
      }),
    [keeper],
  );
  const settle = useCallback(
    (next: T) => {
      keeper.forget();
      // A pause of the keys may have kept it once more while the deed was being saved.
      void logbook.dropDraft(key).catch(() => undefined);
      setValue(next);
    },
    [keeper, logbook, key],
  );
  return { value, change, isReady, key, settle };
}

function useKeptValue(logbook: Logbook, key: string, take: (kept: unknown) => void): void {
  const taker = useRef(take);
  taker.current = take;
  useEffect(() => {
    let gone = false;
    logbook.store
      .read((tx) => tx.draft(key))
      .then(
        (draft) => gone || taker.current(draft?.value),
        () => gone || taker.current(undefined),
      );
    return () => {
      gone = true;
    };
  }, [logbook, key]);
}

interface Keeper {
  readonly note: (value: unknown) => void;
  readonly forget: () => void;
  readonly isTouched: () => boolean;
}

function useKeeper(logbook: Logbook, key: string, record: string | undefined): Keeper {
  const pending = useRef<{ value: unknown } | null>(null);
  const touched = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const flush = useCallback(async () => {
    clearTimeout(timer.current);
    const kept = pending.current;
    pending.current = null;
    if (!kept) return;
    const draft = { key, value: kept.value, at: Date.now(), ...(record === undefined ? {} : { record }) };
    await logbook.saveDraft(draft).catch(() => undefined);
  }, [logbook, key, record]);
  useLeaving(flush);
  useEffect(() => {
    flushes.add(flush);
    return () => void flushes.delete(flush);
  }, [flush]);
  const [keeper] = useState<{ current: Keeper }>(() => ({ current: noKeeper }));
  keeper.current = {
    note(value) {
      touched.current = true;
      pending.current = { value };
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, pauseMs);
    },
    forget() {
      clearTimeout(timer.current);
      pending.current = null;
      touched.current = false;
    },
    isTouched: () => touched.current,
  };
  const [stable] = useState<Keeper>(() => ({
    note: (value) => keeper.current.note(value),
    forget: () => keeper.current.forget(),
    isTouched: () => keeper.current.isTouched(),
  }));
  return stable;
}

const noKeeper: Keeper = { note: () => undefined, forget: () => undefined, isTouched: () => false };

function useLeaving(leave: () => void): void {
  useEffect(() => {
    const onHide = () => document.visibilityState === "hidden" && leave();
    document.addEventListener("visibilitychange", onHide);
    window.addEventListener("pagehide", leave);
    return () => {
      document.removeEventListener("visibilitychange", onHide);
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [leave]);
}
