import { useState } from "react";
import type { AnswerValue, CheckTemplate } from "#domain/checks/check-kinds.ts";
import { answerOf } from "#domain/checks/run-progress.ts";
import type { SiteCheck } from "../../book/checks/site-checks.ts";
import type { Names } from "../../book/names.ts";
import { useText } from "../../i18n/i18n.ts";
import { AnswerBar, AnswerMark } from "../../ui/answers.tsx";
import { CheckItem } from "../../ui/check-item.tsx";
import { OverflowMenu } from "../../ui/overflow-menu.tsx";
import { ItemMore } from "./run-item-more.tsx";
import type { RunDeeds } from "./use-run-deeds.ts";

type Item = CheckTemplate["items"][number];

/** One item: its answers, and in place what a fault opens. */
export function RunItem({
  item,
  check,
  names,
  now,
  unsaved,
  deeds,
}: {
  item: Item;
  check: SiteCheck;
  names: Names;
  now: number;
  /** A note was typed and not saved: its field stands open again. */
  unsaved: boolean;
  /** Null for those who only read. */
  deeds: RunDeeds | null;
}) {
  const t = useText("checks");
  const [opened, setWrites] = useState(false);
  const writes = opened || unsaved;
  const answer = answerOf(check.run, item.id);
  const equipment = equipmentHere(item, check, names);
  const { shown, choose } = useChosenAnswer(answer?.v ?? null, (value) =>
    deeds ? deeds.answer(item, value) : Promise.resolve(false),
  );
  const note = check.run?.notes?.[item.id] ?? "";
  const isBad = answer?.v === "bad";
  const labels = { ok: t("runs:item.ok"), bad: t("runs:item.bad"), off: t("runs:item.off") };
  const menu = deeds ? (
    <OverflowMenu
      label={t("runs:item.menu", { name: item.name })}
      items={[
        ...(answer
          ? [{ text: t("runs:item.clear"), icon: "undo" as const, onSelect: () => deeds.clear(item) }]
          : []),
        {
          text: t(note === "" ? "runs:item.addNote" : "runs:item.editNote"),
          icon: "edit" as const,
          onSelect: () => setWrites(true),
        },
      ]}
    />
  ) : null;
  return (
    <CheckItem
      id={itemElement(item.id)}
      name={item.name}
      code={equipment?.code}
      bad={isBad}
      menu={menu}
      more={
        <ItemMore
          item={item}
          thing={equipment}
          check={check}
          names={names}
          now={now}
          note={note}
          deeds={deeds}
          writes={writes}
          onWrite={setWrites}
        />
      }
    >
      {deeds ? (
        <AnswerBar
          name={`answer-${item.id}`}
          label={t("runs:item.answer", { name: item.name })}
          value={shown}
          onChange={choose}
          labels={labels}
        />
      ) : (
        <AnswerMark answer={answer?.v ?? "none"} text={answer ? labels[answer.v] : t("runs:item.none")} />
      )}
    </CheckItem>
  );
}

/** The answer just touched stands at once; the book's own takes over when it is saved, or when it could not be. */
function useChosenAnswer(saved: AnswerValue | null, save: (value: AnswerValue) => Promise<boolean>) {
  const [touched, setTouched] = useState<AnswerValue | null>(null);
  if (touched !== null && touched === saved) setTouched(null);
  return {
    shown: touched ?? saved,
    choose(value: AnswerValue) {
      setTouched(value);
      void save(value).then((isSaved) => isSaved || setTouched(null));
    },
  };
}

/** The thing of the register, unless it stands at another site that shares the template. */
function equipmentHere(item: Item, check: SiteCheck, names: Pick<Names, "equipmentOf">) {
  const thing = names.equipmentOf(item.equipment);
  return thing && (thing.site === undefined || thing.site === check.site.id) ? thing : undefined;
}

function itemElement(item: string): string {
  return `muc-${item}`;
}
