import { useCallback, useEffect, useRef, useState } from "react";
import type { Logbook } from "#client/logbook.ts";
import { systemClock, systemRandomness } from "#client/system-ports.ts";
import { newId } from "#kernel/ids.ts";
import type { Refusal, Result } from "#kernel/result.ts";
import type { Draft } from "#sync/device-store.ts";
import { useLogbook } from "../logbook-context.tsx";
import { useCommand } from "../use-command.ts";

/** A form that is kept as typed: at each pause of the keys, on leaving, and when the page is hidden. */
export interface FormDraft<T> {
  readonly value: T;
  readonly change: (part: Partial<T>) => void;
  /** False until what was kept has been read; a form shows nothing before, so that nothing jumps. */
  readonly isReady: boolean;
  readonly key: string;
  /** When what it shows was last typed, or the form was opened. */
  readonly openedAt: number;
  /** Why it could not be saved. */
  readonly refusal: Refusal | null;
  /**
   * Saves what is typed, once: a press meanwhile is the same press, and a form that was saved is closed, unless it starts
   * again from `next`. Answers null where nothing was written.
   */
  readonly save: <R>(
    write: (kept: Kept) => Promise<Result<R, string>>,
    more?: { readonly next?: T | ((done: R) => T); readonly said?: string },
  ) => Promise<R | null>;
  /** Forgets what was typed and starts again from `next`. */
  readonly settle: (next: T) => void;
}

/** What a form is to the deed that saves it. */
export interface Kept {
  /** Under which its text is kept, until it is saved. */
  readonly key: string;
  /** Of the record that it becomes, the same in every tab that shows the same text. */
  readonly id: string;
}

const pauseMs = 400;
/** What keeps each form that is open now. */
const flushes = new Set<() => Promise<void>>();

/** Resolves when all that is typed is on the disk: what opens next may cost the page its life. */
export async function keepFormsNow(): Promise<void> {
  await Promise.all([...flushes].map((flush) => flush()));
}

/** What is typed in a form, kept; the deed that saves it is the form's own. */
export type KeptForm<T> = Pick<FormDraft<T>, "value" | "change" | "isReady" | "key" | "openedAt"> & {
  readonly id: () => string;
  readonly settle: (next?: T) => void;
};

/** `record`: whose personal content the form may hold, so that an erasure takes the draft along. */
export function useKeptForm<T extends object>(key: string, initial: () => T, record?: string): KeptForm<T> {
  const logbook = useLogbook();
  const [value, setValue] = useState<T>(initial);
  const [isReady, setReady] = useState(false);
  const id = useRef("");
  if (id.current === "") id.current = anotherId();
  const openedAt = useRef(Date.now());
  const keeper = useKeeper(logbook, key, id, record);
  useKeptValue(logbook, key, (kept) => {
    if (kept && !keeper.isTouched()) {
      setValue((now) => ({ ...now, ...(kept.value as Partial<T>) }));
      id.current = kept.id ?? id.current;
      openedAt.current = kept.at;
    }
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
    (next?: T) => {
      keeper.forget();
      // A pause of the keys may have kept it once more while the deed was being saved.
      void logbook.dropDraft(key).catch(() => undefined);
      id.current = anotherId();
      openedAt.current = Date.now();
      if (next !== undefined) setValue(next);
    },
    [keeper, logbook, key],
  );
  return { value, change, isReady, key, openedAt: openedAt.current, id: () => id.current, settle };
}

/** A form whose deed is saved in the book, once. */
export function useFormDraft<T extends object>(key: string, initial: () => T, record?: string): FormDraft<T> {
  const { id, ...form } = useKeptForm(key, initial, record);
  const command = useCommand();
  const isClosed = useRef(false);
  const { run, refusal } = command;
  const save: FormDraft<T>["save"] = async (write, { next, said } = {}) => {
    if (isClosed.current) return null;
    const done = await run(() => write({ key, id: id() }), said);
    if (done === null) return null;
    isClosed.current = next === undefined;
    form.settle(typeof next === "function" ? next(done) : next);
    return done;
  };
  return { ...form, refusal, save };
}

function anotherId(): string {
  return newId(systemClock, systemRandomness);
}

function useKeptValue(logbook: Logbook, key: string, take: (kept: Draft | undefined) => void): void {
  const taker = useRef(take);
  taker.current = take;
  useEffect(() => {
    let gone = false;
    logbook.store
      .read((tx) => tx.draft(key))
      .then(
        (draft) => gone || taker.current(draft),
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

function useKeeper(
  logbook: Logbook,
  key: string,
  id: { readonly current: string },
  record: string | undefined,
): Keeper {
  const pending = useRef<{ value: unknown } | null>(null);
  const touched = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const flush = useCallback(async () => {
    clearTimeout(timer.current);
    const kept = pending.current;
    pending.current = null;
    if (!kept) return;
    const whose = record === undefined ? {} : { record };
    const draft = { key, id: id.current, value: kept.value, at: Date.now(), ...whose };
    await logbook.saveDraft(draft).catch(() => undefined);
  }, [logbook, key, id, record]);
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
    // Before the browser goes to another page: one that it keeps stands still at once, and what it writes with it.
    window.addEventListener("beforeunload", leave);
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("beforeunload", leave);
      document.removeEventListener("visibilitychange", onHide);
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [leave]);
}
