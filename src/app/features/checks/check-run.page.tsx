import { useMemo } from "react";
import { useLocation } from "react-router";
import { summaryOf } from "#domain/checks/run-progress.ts";
import { useAllGood } from "../../book/checks/all-good-flow.tsx";
import { isKept, OnlyReadFrame } from "../../book/kept/only-read.tsx";
import { useWide } from "../../book/wide.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useNow } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { Panes } from "../../ui/panes.tsx";
import { DayList } from "./day-list.tsx";
import { RunView } from "./run-view.tsx";
import { mendParam, useReading } from "./use-reading.ts";
import { useOpenRun } from "./use-run.ts";
import { useRunDeeds } from "./use-run-deeds.ts";

/** The check of one site on one day, item by item. */
export default function CheckRunPage() {
  const t = useText("checks");
  const me = useMe();
  const wide = useWide();
  const open = useOpenRun();
  const deeds = useRunDeeds(open.check);
  const { check } = open;
  const flow = useAllGood(
    useMemo(() => (check ? [check] : []), [check]),
    open.asked,
  );
  const { day: today } = useNow();
  const { pathname } = useLocation();
  const isRead = useReading(check, today);
  const left = check ? summaryOf(check.template, check.run).none : 0;
  const done = Boolean(check?.run?.completed);
  const mayWrite = me.has("centre") && !isKept(check?.row);
  const dock =
    check && mayWrite && isRead ? (
      <Dock>
        <LinkButton size="56" full icon="edit" to={`${pathname}?${mendParam}=1`}>
          {t("runs:run.mend")}
        </LinkButton>
      </Dock>
    ) : check && mayWrite && !(done && left === 0) ? (
      <Dock>
        {left > 0 ? (
          <Button variant="main" size="56" full icon="ok" onClick={() => flow.open(check.id)}>
            {t(left === check.template.items.length ? "panel.allGood" : "runs:run.rest", { count: left })}
          </Button>
        ) : (
          <Button variant="main" size="56" full icon="ok" onClick={deeds.complete}>
            {t("runs:run.complete")}
          </Button>
        )}
      </Dock>
    ) : null;
  return (
    <Screen title={t(`runs:run.${open.slot}`)} form dock={dock}>
      <Panes
        show="record"
        listLabel={t("runs:list.label")}
        list={wide ? <DayList current={check?.id} /> : null}
        recordLabel={t("runs:list.record")}
        record={
          <OnlyReadFrame row={check?.row}>
            <RunView open={open} deeds={deeds} />
          </OnlyReadFrame>
        }
      />
      {flow.sheet}
    </Screen>
  );
}
