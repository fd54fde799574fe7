import { mayDo } from "#domain/rights.ts";
import { drillState } from "#domain/scenarios/drill-state.ts";
import type { Drill, Scenario } from "#domain/scenarios/scenario-kinds.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { RowState } from "../../book/row-state.tsx";
import { compareText, formatDay } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { readRows, useLive, useMe, useNow } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { LedgerPage } from "../../ui/ledger.tsx";
import { Mark } from "../../ui/mark.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { useCommand } from "../../use-command.ts";
import { takeDefaults } from "./commands.ts";

export interface Card {
  readonly row: StoredRow;
  readonly body: Scenario;
  readonly drills: readonly StoredRow[];
}

/** Scenarios in their own order, each with the drills held on it, newest first. */
export function useCards(): readonly Card[] | undefined {
  return useLive(async (tx) => {
    const rows = await readRows(tx, "scenario");
    const cards = await Promise.all(
      rows.map(async (row): Promise<Card> => {
        const drills = (await readRows(tx, `under/${row.id}`)).filter((one) => one.kind === "drill");
        drills.sort((a, b) => (dayOfDrill(a) < dayOfDrill(b) ? 1 : -1));
        return { row, body: row.body as unknown as Scenario, drills };
      }),
    );
    return cards.sort(
      (a, b) => (a.body.order ?? 1e9) - (b.body.order ?? 1e9) || compareText(a.body.title, b.body.title),
    );
  }, []);
}

export function dayOfDrill(row: StoredRow): string {
  return (row.body as unknown as Drill).day;
}

/** *Kịch bản dự phòng*: what to do when the service must go on without the thing that failed. */
export function ScenarioList({ current }: { current?: string | undefined }) {
  const t = useText("scenarios");
  const cards = useCards();
  return (
    <>
      <PageHead title={t("title")} sub={t("sub")} back={{ label: t("common:back"), to: "/them" }} />
      {cards?.length === 0 ? <NoScenarios /> : null}
      <LedgerPage ruled>
        <Rows label={t("title")}>
          {(cards ?? []).map(({ row, body, drills }) => (
            <Row
              key={row.id}
              to={`/kich-ban/${row.id}`}
              current={row.id === current}
              time=""
              title={body.title}
              lines={[body.trigger, <DrillMark key="drill" drills={drills} />]}
              state={row.received === 0 ? <RowState row={row} /> : undefined}
            />
          ))}
        </Rows>
      </LedgerPage>
    </>
  );
}

/** When it was last tried out. */
export function DrillMark({ drills }: { drills: readonly StoredRow[] }) {
  const t = useText("scenarios");
  const { day: today } = useNow();
  const { state, last } = drillState(
    drills.map((row) => ({ day: dayOfDrill(row) })),
    today,
  );
  const words = t(`drill.${state}`, { day: last === null ? "" : formatDay(last) });
  return state === "fresh" ? (
    <Mark icon="check" quiet>
      {words}
    </Mark>
  ) : (
    <Mark icon="warning" tone="warn">
      {words}
    </Mark>
  );
}

function NoScenarios() {
  const t = useText("scenarios");
  const me = useMe();
  const hand = useHand();
  const command = useCommand();
  const mayWrite = mayDo(me.rights, "scenario", "create");
  return (
    <>
      <RefusalBanner refusal={command.refusal} />
      <EmptyState
        fact={t("none")}
        todo={t(mayWrite ? "noneTodo" : "noneAsk")}
        action={
          mayWrite ? (
            <Button variant="main" onClick={() => void command.run(() => takeDefaults(hand))}>
              {t("takeDefaults")}
            </Button>
          ) : undefined
        }
      />
    </>
  );
}
