import { type ReactNode, useRef, useState } from "react";
import { planAllGood, type Verdict } from "#domain/checks/all-good.ts";
import type { Fields } from "#domain/record.ts";
import { useText } from "../../i18n/i18n.ts";
import { UndoBar } from "../../ui/undo-bar.tsx";
import { useDeed, useHand } from "../deed.ts";
import { AllGoodSheet } from "./all-good-sheet.tsx";
import type { AskedDay } from "./asked-day.ts";
import { confirmAllGood, type RunKey, undoAllGood } from "./commands.ts";
import type { SiteCheck } from "./site-checks.ts";

/** The two taps of a normal morning, with the way back: the same from *Hôm nay* and from the page of items. */
export interface AllGoodFlow {
  readonly open: (checkId: string) => void;
  readonly sheet: ReactNode;
  readonly undo: ReactNode;
}

export function useAllGood(checks: readonly SiteCheck[], asked: AskedDay): AllGoodFlow {
  const t = useText("checks");
  const hand = useHand();
  const deed = useDeed();
  const [opened, setOpened] = useState<string | null>(null);
  const [done, setDone] = useState<{ key: RunKey; set: Fields; total: number } | null>(null);
  const saving = useRef(false);
  const kept = useRef<SiteCheck | null>(null);
  kept.current =
    checks.find((one) => one.id === opened) ?? (kept.current?.id === opened ? kept.current : null);
  // Midnight changes nothing of a sheet that is open: it is filed under the day it shows. What the person says does.
  const check = kept.current ?? checks.find((one) => sameCheck(one.id, opened));
  const askedHere: AskedDay = {
    ...asked,
    confirm(day) {
      setOpened((id) => (id === null ? null : onDay(id, day)));
      asked.confirm(day);
    },
  };

  const confirm = async (one: SiteCheck, verdicts: Readonly<Record<string, Verdict>>) => {
    if (saving.current) return;
    saving.current = true;
    const total = one.template.items.length;
    const set = await deed.run(() => confirmAllGood(hand, one, verdicts));
    saving.current = false;
    if (set === null) return;
    setOpened(null);
    if (Object.keys(set).length > 0) setDone({ key: one.key, set, total });
  };

  const takeBack = async () => {
    if (!done) return;
    const saved = await deed.run(() => undoAllGood(hand, done.key, done.set), t("undo.done"));
    if (saved) setDone(null);
  };

  return {
    open(id) {
      deed.clear();
      setOpened(id);
    },
    sheet: check ? (
      <AllGoodSheet
        key={check.site.id}
        check={check}
        plan={planAllGood(check.template, check.run, check.faults)}
        asked={askedHere}
        refusal={deed.refusal}
        onConfirm={(verdicts) => void confirm(check, verdicts)}
        onClose={() => setOpened(null)}
      />
    ) : null,
    undo: done ? (
      <UndoBar
        key={done.key.site}
        text={t("undo.text", { count: done.total })}
        action={t("undo.action")}
        onUndo={() => void takeBack()}
        onExpire={() => setDone(null)}
      />
    ) : null,
  };
}

/** The day of an open sheet may be set right by the person; it stays the sheet of the same site and slot. */
function sameCheck(id: string, opened: string | null): boolean {
  if (opened === null) return false;
  return onDay(id, "") === onDay(opened, "");
}

function onDay(id: string, day: string): string {
  return id.replace(/\/\d{4}-\d\d-\d\d\//, `/${day}/`);
}
