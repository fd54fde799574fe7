import type { Dispatch, SetStateAction } from "react";
import { planAllGood, type Verdict } from "#domain/checks/all-good.ts";
import { useText } from "../../i18n/i18n.ts";
import { offerUndo } from "../../undo-offer.ts";
import { useCommand } from "../../use-command.ts";
import { useHand } from "../deed.ts";
import type { OpenSheet } from "./all-good-flow.tsx";
import { AllGoodSheet } from "./all-good-sheet.tsx";
import type { AskedDay } from "./asked-day.ts";
import { confirmAllGood, undoAllGood } from "./commands.ts";
import type { SiteCheck } from "./site-checks.ts";

/** The second tap: the sheet of one check, what confirming it writes, and the way back. */
export function AllGoodPart({
  opened,
  setOpened,
  checks,
  asked,
}: {
  opened: OpenSheet;
  setOpened: Dispatch<SetStateAction<OpenSheet | null>>;
  checks: readonly SiteCheck[];
  asked: AskedDay;
}) {
  const t = useText("checks");
  const hand = useHand();
  const command = useCommand();
  // Midnight changes nothing of a sheet that is open: it is filed under the day it shows. What the person says does.
  const check = checks.find(({ id }) => id === opened.id) ?? opened.last;
  const askedHere: AskedDay = {
    ...asked,
    confirm(day) {
      setOpened((now) => now && { ...now, id: onDay(now.id, day) });
      asked.confirm(day);
    },
  };

  const confirm = async (verdicts: Readonly<Record<string, Verdict>>) => {
    // The sheet of the day that was just said is still being read.
    if (check.id !== opened.id) return;
    const total = check.template.items.length;
    const set = await command.run(() => confirmAllGood(hand, check, verdicts));
    if (set === null) return;
    setOpened(null);
    if (Object.keys(set).length === 0) return;
    const back = () => undoAllGood(hand, check.key, set);
    offerUndo({ said: t("undo.text", { count: total }), back, undone: t("undo.done") });
  };

  return (
    <AllGoodSheet
      key={check.site.id}
      check={check}
      plan={planAllGood(check.template, check.run, check.faults)}
      asked={askedHere}
      refusal={command.refusal}
      onConfirm={(verdicts) => void confirm(verdicts)}
      onClose={() => setOpened(null)}
    />
  );
}

/** The same site's sheet of another day. */
function onDay(id: string, day: string): string {
  return id.replace(/\/\d{4}-\d\d-\d\d\//, `/${day}/`);
}
