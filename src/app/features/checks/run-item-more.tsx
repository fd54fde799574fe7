import { type ReactNode, useRef } from "react";
import type { CheckTemplate } from "#domain/checks/check-kinds.ts";
import { answerOf, isAdded } from "#domain/checks/run-progress.ts";
import { noteLimit, overLimit } from "#domain/notes/limits.ts";
import type { Equipment } from "#domain/org/org-kinds.ts";
import { dayOf } from "#kernel/calendar.ts";
import type { SiteCheck } from "../../book/checks/site-checks.ts";
import { useFormDraft } from "../../book/form-draft.ts";
import type { Names } from "../../book/names.ts";
import { NoteField } from "../../book/note-field.tsx";
import { formatDay, formatMoment, formatNearDay } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { Button, ButtonPair, TextLink } from "../../ui/button.tsx";
import { Icon } from "../../ui/icons.tsx";
import { Mark } from "../../ui/mark.tsx";
import { ItemFault, ItemSymptoms } from "./item-fault.tsx";
import { noteDraftKey } from "./note-draft.ts";
import type { RunDeeds } from "./use-run-deeds.ts";

type Item = CheckTemplate["items"][number];

/** What there is to know of an item, and in place what a fault asks: its symptoms, a picture, words. */
export function ItemMore({
  item,
  thing,
  check,
  names,
  now,
  note,
  deeds,
  writes,
  onWrite,
}: {
  item: Item;
  /** In the register, where it stands at this site. */
  thing: Equipment | undefined;
  check: SiteCheck;
  names: Names;
  now: number;
  note: string;
  deeds: RunDeeds | null;
  writes: boolean;
  onWrite: (writes: boolean) => void;
}) {
  const t = useText("checks");
  const answer = answerOf(check.run, item.id);
  const fault = check.faults.find((one) => one.item === item.id);
  const linkedId = check.run?.incidents?.[item.id] ?? fault?.incident ?? null;
  const linked = linkedId ? check.incidents.get(linkedId) : undefined;
  const isBad = answer?.v === "bad";
  const facts = [
    answer ? t("runs:item.by", { name: names.person(answer.by), time: formatMoment(answer.at, now) }) : null,
    answer?.bulk ? t("runs:item.bulk") : null,
    isAdded(check.run, item.id) ? t("runs:item.added") : null,
  ].filter((fact) => fact !== null);
  const showFacts =
    answer !== undefined && (answer.by !== deeds?.person || isAdded(check.run, item.id) || !deeds);
  return (
    <>
      {fault && !answer ? (
        <Mark icon="bad" tone="bad">
          {t("runs:item.fault", {
            day:
              check.key.day === dayOf(now) ? formatNearDay(fault.since, dayOf(now)) : formatDay(fault.since),
          })}
        </Mark>
      ) : null}
      {showFacts ? <p className="item-facts">{facts.join(" · ")}</p> : null}
      {note !== "" && !writes ? <p className="said">{note}</p> : null}
      {linked && isBad ? (
        <p>
          <Icon name="incident" size={20} />{" "}
          {t(linked.state === "new" ? "runs:item.draft" : "runs:item.incident")}{" "}
          <TextLink to={`/su-co/${linkedId}`}>{linked.number}</TextLink>
        </p>
      ) : null}
      {writes && deeds ? (
        <NoteEditor
          item={item}
          check={check}
          note={note}
          deeds={deeds}
          symptoms={
            isBad ? (text, change) => <ItemSymptoms {...{ item, thing }} note={text} onNote={change} /> : null
          }
          onDone={() => onWrite(false)}
        />
      ) : null}
      {isBad && deeds ? (
        <ItemFault
          item={item}
          thing={thing}
          run={check.id}
          incident={linkedId}
          note={note}
          deeds={deeds}
          onWrite={writes ? null : () => onWrite(true)}
        />
      ) : null}
    </>
  );
}

/** Saved on leaving the field, which moves nothing under the thumb; its button closes it as well. */
function NoteEditor({
  item,
  check,
  note,
  deeds,
  symptoms,
  onDone,
}: {
  item: Item;
  check: SiteCheck;
  note: string;
  deeds: RunDeeds;
  /** What can be pressed into the text that is being written. */
  symptoms: ((text: string, change: (text: string) => void) => ReactNode) | null;
  onDone: () => void;
}) {
  const t = useText("checks");
  const draft = useFormDraft(noteDraftKey(check.id, item.id), () => ({ note }));
  const text = draft.value.note;
  const saved = useRef(note);
  const saving = useRef<Promise<boolean> | null>(null);
  const write = async (): Promise<boolean> => {
    if (overLimit(text, noteLimit) > 0) return false;
    if (text.trim() !== saved.current && !(await deeds.note(item, text, draft.key))) return false;
    saved.current = text.trim();
    draft.settle(draft.value);
    return true;
  };
  // Leaving the field for its button would otherwise save twice.
  const save = () => {
    saving.current ??= write().finally(() => {
      saving.current = null;
    });
    return saving.current;
  };
  if (!draft.isReady) return null;
  return (
    <>
      {symptoms?.(text, (next) => draft.change({ note: next }))}
      <NoteField
        label={t("runs:item.noteOf", { name: item.name })}
        help={t("runs:item.noteHelp")}
        value={text}
        onChange={(next) => draft.change({ note: next })}
        onBlur={() => void save()}
      />
      <ButtonPair>
        <Button onClick={() => void save().then((isSaved) => isSaved && onDone())}>
          {t("runs:item.saveNote")}
        </Button>
      </ButtonPair>
    </>
  );
}
