import { useMemo, useRef } from "react";
import type { AnswerValue, CheckTemplate } from "#domain/checks/check-kinds.ts";
import type { Refusal, Result } from "#kernel/result.ts";
import {
  answerBad,
  answerItem,
  clearAnswer,
  completeRun,
  noteItem,
  undoAllGood,
} from "../../book/checks/commands.ts";
import type { SiteCheck } from "../../book/checks/site-checks.ts";
import { useDeed, useHand } from "../../book/deed.ts";

type Item = CheckTemplate["items"][number];

/** The verbs of the item page, bound to the run that is shown. */
export interface RunDeeds {
  readonly person: string;
  readonly refusal: Refusal | null;
  /** True once it is saved. */
  readonly answer: (item: Item, value: AnswerValue) => Promise<boolean>;
  readonly clear: (item: Item) => void;
  readonly note: (item: Item, note: string, draft: string) => Promise<boolean>;
  readonly complete: () => void;
  readonly undoBulk: () => void;
}

export function useRunDeeds(check: SiteCheck | null | undefined): RunDeeds {
  const hand = useHand();
  const deed = useDeed();
  const shown = useRef(check);
  shown.current = check;
  return useMemo(() => {
    const queue = inTurn();
    const onRun = <T>(verb: (check: SiteCheck) => Promise<Result<T, string>>) =>
      queue(async () => {
        const check = shown.current;
        return check ? (await deed.run(() => verb(check))) !== null : false;
      });
    return {
      person: hand.person,
      refusal: deed.refusal,
      answer: (item, value) =>
        onRun((check) => {
          if (value !== "bad") return answerItem(hand, check.key, item.id, value);
          const known = check.faults.find((fault) => fault.item === item.id)?.incident ?? null;
          return answerBad(hand, check.key, { item, known });
        }),
      clear: (item) => void onRun((check) => clearAnswer(hand, check.key, item.id)),
      note: (item, note, draft) => onRun((check) => noteItem(hand, check.key, item.id, note, draft)),
      complete: () => void onRun((check) => completeRun(hand, check.key)),
      undoBulk: () => void onRun((check) => undoAllGood(hand, check.key)),
    };
  }, [hand, deed]);
}

/** One deed after the other: two quick taps must not both find the run missing, nor make two incidents. */
function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine;
    return mine;
  };
}
