import { useCallback, useMemo, useState } from "react";
import {
  changesBetween,
  type DraftChangeWord,
  type DraftProblem,
  draftOf,
  problemsIn,
  type TemplateDraft,
} from "#domain/checks/template-draft.ts";
import type { Refusal, Result } from "#kernel/result.ts";
import type { Saved } from "#sync/commit.ts";
import { type Kept as KeptForm, useFormDraft } from "../../../book/form-draft.ts";

/** A draft of a template, kept on this device as it is typed, with one step back. */
export interface DraftDesk {
  readonly draft: TemplateDraft;
  readonly isReady: boolean;
  readonly changes: readonly DraftChangeWord[];
  readonly problems: readonly DraftProblem[];
  /** Somebody published another version after this draft was begun. */
  readonly isBehind: boolean;
  readonly edit: (next: TemplateDraft, said?: string) => void;
  /** What was just done, while it can be taken back. */
  readonly undo: { readonly said: string; readonly back: () => void; readonly forget: () => void } | null;
  /** Back to what is in force. */
  readonly discard: (said: string) => void;
  /** Publishes it once; the draft begins again from what is then in force, the record that the deed names first. */
  readonly publish: (write: (kept: KeptForm) => Promise<Result<Saved, string>>) => Promise<Saved | null>;
  readonly refusal: Refusal | null;
}

interface Kept {
  readonly base: string;
  readonly draft: TemplateDraft;
}

/** `base` names the version in force, `from` is what it says. */
export function useTemplateDraft(key: string, base: string, from: TemplateDraft): DraftDesk {
  const start = useMemo(() => draftOf(from), [from]);
  const form = useFormDraft<Kept>(key, () => ({ base, draft: start }));
  const [undone, setUndone] = useState<{ said: string; before: Kept } | null>(null);
  const { value, change } = form;
  // A draft without a change follows whatever comes into force.
  const isClean = value.base !== base && changesBetween(value.draft, start).length === 0;
  const draft = isClean ? start : value.draft;
  const changes = useMemo(() => changesBetween(start, draft), [start, draft]);
  const edit = useCallback(
    (next: TemplateDraft, said?: string) => {
      const from = isClean ? base : value.base;
      setUndone(said === undefined ? null : { said, before: { draft, base: from } });
      change({ draft: next, base: from });
    },
    [change, value.base, base, isClean, draft],
  );
  return {
    draft,
    isReady: form.isReady,
    changes,
    problems: useMemo(() => problemsIn(draft), [draft]),
    isBehind: value.base !== base && changes.length > 0,
    edit,
    undo: undone && {
      said: undone.said,
      back: () => {
        change(undone.before);
        setUndone(null);
      },
      forget: () => setUndone(null),
    },
    discard: (said) => {
      setUndone({ said, before: value });
      change({ draft: start, base });
    },
    refusal: form.refusal,
    publish: async (write) => {
      const next = ({ ids }: Saved) => ({ base: ids[0] ?? base, draft: draftOf(draft) });
      const saved = await form.save(write, { next });
      if (saved) setUndone(null);
      return saved;
    },
  };
}
