import { useRef, useState } from "react";
import type { AnswerValue, CheckTemplate } from "#domain/checks/check-kinds.ts";
import { answerOf, isAdded } from "#domain/checks/run-progress.ts";
import { noteLimit, overLimit } from "#domain/notes/limits.ts";
import type { SiteCheck } from "../../book/checks/site-checks.ts";
import { useFormDraft } from "../../book/form-draft.ts";
import type { Names } from "../../book/names.ts";
import { NoteField } from "../../book/note-field.tsx";
import { formatMoment, formatNearDay } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { AnswerBar, AnswerMark } from "../../ui/answers.tsx";
import { Button, ButtonPair, TextLink } from "../../ui/button.tsx";
import { CheckItem } from "../../ui/check-item.tsx";
import { Icon } from "../../ui/icons.tsx";
import { Mark } from "../../ui/mark.tsx";
import { OverflowMenu } from "../../ui/overflow-menu.tsx";
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

/** Under this key a note is kept while it is typed. */
export function noteDraftKey(run: string, item: string): string {
  return `${run}/note/${item}`;
}

function itemElement(item: string): string {
  return `muc-${item}`;
}

function ItemMore({
  item,
  check,
  names,
  now,
  note,
  deeds,
  writes,
  onWrite,
}: {
  item: Item;
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
          {t("runs:item.fault", { day: formatNearDay(fault.since, check.key.day) })}
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
      {isBad && !linkedId && deeds ? (
        <Button icon="incident" onClick={() => deeds.report(item)}>
          {t("runs:item.report")}
        </Button>
      ) : null}
      {writes && deeds ? (
        <NoteEditor item={item} check={check} note={note} deeds={deeds} onDone={() => onWrite(false)} />
      ) : null}
      {isBad && !writes && deeds ? (
        <Button onClick={() => onWrite(true)}>
          {t(note === "" ? "runs:item.addNote" : "runs:item.editNote")}
        </Button>
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
  onDone,
}: {
  item: Item;
  check: SiteCheck;
  note: string;
  deeds: RunDeeds;
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
