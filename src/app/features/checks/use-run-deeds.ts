import { useMemo, useRef, useState } from "react";
import type { AnswerValue, CheckTemplate } from "#domain/checks/check-kinds.ts";
import type { Refusal, Result } from "#kernel/result.ts";
import {
  answerBad,
  answerItem,
  clearAnswer,
  completeRun,
  noteItem,
  reportItem,
  undoAllGood,
} from "../../book/checks/commands.ts";
import type { SiteCheck } from "../../book/checks/site-checks.ts";
import { useHand } from "../../book/deed.ts";
import { serially } from "../../book/serially.ts";
import { useCommand } from "../../use-command.ts";

type Item = CheckTemplate["items"][number];

/** The verbs of the item page, bound to the run that is shown. */
export interface RunDeeds {
  readonly person: string;
  readonly refusal: Refusal | null;
  /** True once it is saved. */
  readonly answer: (item: Item, value: AnswerValue) => Promise<boolean>;
  readonly clear: (item: Item) => void;
  readonly note: (item: Item, note: string, draft: string) => Promise<boolean>;
  readonly report: (item: Item) => void;
  readonly complete: () => void;
  readonly undoBulk: () => void;
}

export function useRunDeeds(check: SiteCheck | null | undefined): RunDeeds {
  const hand = useHand();
  const command = useCommand();
  const shown = useRef(check);
  shown.current = check;
  const { run, refusal } = command;
  // Two quick taps must not both find the run missing, nor make two incidents.
  const [queue] = useState(serially);
  const verbs = useMemo((): Omit<RunDeeds, "refusal"> => {
    const onRun = <T>(verb: (check: SiteCheck) => Promise<Result<T, string>>) =>
      queue(async () => {
        const check = shown.current;
        return check ? (await run(() => verb(check))) !== null : false;
      });
    return {
      person: hand.person,
      answer: (item, value) =>
        onRun((check) => {
          if (value !== "bad") return answerItem(hand, check.key, item.id, value);
          const known = check.faults.find((fault) => fault.item === item.id)?.incident ?? null;
          return answerBad(hand, check.key, { item, known });
        }),
      clear: (item) => void onRun((check) => clearAnswer(hand, check.key, item.id)),
      note: (item, note, draft) => onRun((check) => noteItem(hand, check.key, item.id, note, draft)),
      report: (item) => void onRun((check) => reportItem(hand, check.key, item)),
      complete: () => void onRun((check) => completeRun(hand, check.key)),
      undoBulk: () => void onRun((check) => undoAllGood(hand, check.key)),
    };
  }, [hand, run, queue]);
  return useMemo(() => ({ ...verbs, refusal }), [verbs, refusal]);
}
