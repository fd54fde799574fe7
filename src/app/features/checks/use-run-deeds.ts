import { useMemo, useRef } from "react";
import { bulkOf } from "#domain/checks/all-good.ts";
import type { AnswerValue, CheckTemplate } from "#domain/checks/check-kinds.ts";
import type { Refusal } from "#kernel/result.ts";
import {
  answerBad,
  answerItem,
  clearAnswer,
  completeRun,
  type LinkedIncident,
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
    const now = () => shown.current ?? null;
    const linked = (one: SiteCheck, item: Item): LinkedIncident | null =>
      one.incidents.get(one.run?.incidents?.[item.id] ?? "") ?? null;
    const queue = inTurn();
    return {
      person: hand.person,
      refusal: deed.refusal,
      answer: (item, value) =>
        queue(async () => {
          const one = now();
          if (!one) return false;
          const incident = linked(one, item);
          const known = one.faults.find((fault) => fault.item === item.id)?.incident ?? null;
          const saved = await deed.run(() =>
            value === "bad"
              ? answerBad(hand, one, { item, title: item.name, known })
              : answerItem(hand, one, item.id, value, incident),
          );
          return saved !== null;
        }),
      clear: (item) =>
        void queue(async () => {
          const one = now();
          if (one) await deed.run(() => clearAnswer(hand, one, item.id, linked(one, item)));
        }),
      note: async (item, note, draft) => {
        const one = now();
        if (!one) return false;
        return (await deed.run(() => noteItem(hand, one, item.id, note, linked(one, item), draft))) !== null;
      },
      complete: () =>
        void queue(async () => {
          const one = now();
          if (one) await deed.run(() => completeRun(hand, one));
        }),
      undoBulk: () =>
        void queue(async () => {
          const one = now();
          if (one) await deed.run(() => undoAllGood(hand, one, bulkOf(one.run, hand.person)));
        }),
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
