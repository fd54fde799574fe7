import { type ReactNode, useEffect, useState } from "react";
import { planAllGood, type Verdict } from "#domain/checks/all-good.ts";
import { useText } from "../../i18n/i18n.ts";
import { LatePart, lazyPart } from "../../late-part.tsx";
import { offerUndo } from "../../undo-offer.ts";
import { useCommand } from "../../use-command.ts";
import { useHand } from "../deed.ts";
import type { AskedDay } from "./asked-day.ts";
import type { SiteCheck } from "./site-checks.ts";

const loadSheet = () => import("./all-good-sheet.tsx");
const loadCommands = () => import("./commands.ts");
const AllGoodSheet = lazyPart(async () => (await loadSheet()).AllGoodSheet);

/** What the second tap needs is brought as soon as the first screen stands, so that nobody waits for it. */
function useBroughtSoon(): void {
  useEffect(() => {
    for (const load of [loadSheet, loadCommands]) void load().catch(() => undefined);
  }, []);
}

/** The two taps of a normal morning, with the way back: the same from *Hôm nay* and from the page of items. */
export interface AllGoodFlow {
  readonly open: (checkId: string) => void;
  readonly sheet: ReactNode;
}

export function useAllGood(checks: readonly SiteCheck[], asked: AskedDay): AllGoodFlow {
  const t = useText("checks");
  useBroughtSoon();
  const hand = useHand();
  const command = useCommand();
  const [opened, setOpened] = useState<{ readonly id: string; readonly last: SiteCheck } | null>(null);
  // Midnight changes nothing of a sheet that is open: it is filed under the day it shows. What the person says does.
  const check = opened && (checks.find(({ id }) => id === opened.id) ?? opened.last);
  const askedHere: AskedDay = {
    ...asked,
    confirm(day) {
      setOpened((now) => now && { ...now, id: onDay(now.id, day) });
      asked.confirm(day);
    },
  };

  const confirm = async (one: SiteCheck, verdicts: Readonly<Record<string, Verdict>>) => {
    // The sheet of the day that was just said is still being read.
    if (one.id !== opened?.id) return;
    const total = one.template.items.length;
    const set = await command.run(async () => (await loadCommands()).confirmAllGood(hand, one, verdicts));
    if (set === null) return;
    setOpened(null);
    if (Object.keys(set).length === 0) return;
    const back = async () => (await loadCommands()).undoAllGood(hand, one.key, set);
    offerUndo({ said: t("undo.text", { count: total }), back, undone: t("undo.done") });
  };

  return {
    open(id) {
      command.clear();
      const last = checks.find((one) => one.id === id);
      setOpened(last ? { id, last } : null);
    },
    sheet: check ? (
      <LatePart key={check.site.id}>
        <AllGoodSheet
          check={check}
          plan={planAllGood(check.template, check.run, check.faults)}
          asked={askedHere}
          refusal={command.refusal}
          onConfirm={(verdicts) => void confirm(check, verdicts)}
          onClose={() => setOpened(null)}
        />
      </LatePart>
    ) : null,
  };
}

/** The same site's sheet of another day. */
function onDay(id: string, day: string): string {
  return id.replace(/\/\d{4}-\d\d-\d\d\//, `/${day}/`);
}
