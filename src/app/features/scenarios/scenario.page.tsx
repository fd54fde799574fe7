import { useCommand } from "../../use-command.ts";
import "./scenario.css";
import { type ReactNode, useState } from "react";
import { useParams, useSearchParams } from "react-router";
import { mayDo } from "#domain/rights.ts";
import type { Drill, Scenario } from "#domain/scenarios/scenario-kinds.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { useNames } from "../../book/names.ts";
import { RecordPage, SaveDock, unlessDeleted } from "../../book/record-page.tsx";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { RowState } from "../../book/row-state.tsx";
import { RecordConflicts } from "../../conflicts/record-conflicts.tsx";
import { RecordHistory } from "../../history/record-history.tsx";
import { formatRowDay } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useNow, useRow } from "../../logbook-context.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Dock } from "../../ui/dock.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { bringBack, removeScenario } from "./commands.ts";
import { DrillSheet } from "./drill-sheet.tsx";
import { MessagePart } from "./message-part.tsx";
import { ScenarioEdit } from "./scenario-edit.tsx";
import { DrillMark, dayOfDrill, ScenarioList, useCards } from "./scenario-list.tsx";

/** One scenario, to be read in a hurry; below it what is changed in peace. */
export default function ScenarioPage() {
  const t = useText("scenarios");
  const { id = "" } = useParams();
  const [search] = useSearchParams();
  const [drilling, setDrilling] = useState(false);
  const me = useMe();
  const row = useRow(id);
  const live = unlessDeleted(row);
  const edits = mayDo(me.rights, "scenario", "edit") && search.get("sua") === "1";
  const mayDrill = mayDo(me.rights, "drill", "append");
  return (
    <RecordPage
      texts="scenarios"
      row={row}
      title={row ? titleOf(row) : undefined}
      backTo="/kich-ban"
      list={<ScenarioList current={id} />}
      dock={
        live && edits ? (
          <SaveDock form="scenario">{t("save")}</SaveDock>
        ) : live && mayDrill ? (
          <Dock>
            <Button variant="main" size="56" full icon="plus" onClick={() => setDrilling(true)}>
              {t("drill.add")}
            </Button>
          </Dock>
        ) : null
      }
    >
      {(found) => (
        <>
          {found.deleted ? (
            <Removed row={found} />
          ) : edits ? (
            <ScenarioEdit key={id} row={found} />
          ) : (
            <ScenarioRecord key={id} row={found} />
          )}
          {drilling ? <DrillSheet scenario={id} onClose={() => setDrilling(false)} /> : null}
        </>
      )}
    </RecordPage>
  );
}

function titleOf(row: StoredRow): string {
  return (row.body as unknown as Scenario).title;
}

function ScenarioRecord({ row }: { row: StoredRow }) {
  const t = useText("scenarios");
  const body = row.body as unknown as Scenario;
  const drills = useCards()?.find((card) => card.row.id === row.id)?.drills ?? [];
  return (
    <>
      <PageHead title={body.title} back={{ label: t("common:back"), to: "/kich-ban" }} />
      {body.trigger === "" ? null : <Part title={t("field.trigger")}>{body.trigger}</Part>}
      <h2 className="section-title">{t("field.steps")}</h2>
      <ol className="steps">
        {body.steps.map((step, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the order
          <li key={at}>
            <span>{step}</span>
          </li>
        ))}
      </ol>
      {body.who ? <Part title={t("field.who")}>{body.who}</Part> : null}
      {body.forms ? <Part title={t("field.forms")}>{body.forms}</Part> : null}
      {body.message ? <MessagePart text={body.message} /> : null}
      {body.recovery ? <Part title={t("field.recovery")}>{body.recovery}</Part> : null}
      {body.groups.length > 0 ? (
        <Part title={t("field.groups")}>
          {body.groups.map((group) => t(`incidents:catalogue.groups.${group}`)).join("\n")}
        </Part>
      ) : null}
      <Drills drills={drills} />
      <RecordConflicts record={row.id} />
      <Deeds row={row} />
      <div className="block">
        <RowState row={row} size="box" />
        <RecordHistory record={row.id} />
      </div>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <h2 className="section-title">{title}</h2>
      <p className="scenario-part">{children}</p>
    </>
  );
}

function Drills({ drills }: { drills: readonly StoredRow[] }) {
  const t = useText("scenarios");
  const names = useNames();
  const { now } = useNow();
  return (
    <LedgerPage ruled>
      <Section title={t("drill.log")} count={drills.length}>
        <p className="row-entry scenario-drilled">
          <DrillMark drills={drills} />
        </p>
        <Rows label={t("drill.log")}>
          {drills.map((row) => {
            const { people, text } = row.body as unknown as Drill;
            const took = people ? t("drill.took", { count: people }) : "";
            return (
              <Row
                key={row.id}
                time={formatRowDay(dayOfDrill(row), now)}
                title={text}
                lines={[[took, names.person(row.created.by)].filter(Boolean).join(" · ")]}
                state={<RowState row={row} />}
              />
            );
          })}
        </Rows>
      </Section>
    </LedgerPage>
  );
}

function Deeds({ row }: { row: StoredRow }) {
  const t = useText("scenarios");
  const me = useMe();
  const hand = useHand();
  const command = useCommand();
  if (!mayDo(me.rights, "scenario", "edit")) return null;
  return (
    <div className="block scenario-deeds">
      <RefusalBanner refusal={command.refusal} />
      <LinkButton icon="edit" full to={`/kich-ban/${row.id}?sua=1`}>
        {t("edit")}
      </LinkButton>
      <Button icon="trash" full onClick={() => void command.run(() => removeScenario(hand, row.id))}>
        {t("remove")}
      </Button>
    </div>
  );
}

/** What was removed can be had back from where it stood. */
function Removed({ row }: { row: StoredRow }) {
  const t = useText("scenarios");
  const me = useMe();
  const hand = useHand();
  const command = useCommand();
  return (
    <>
      <PageHead
        title={t("removed", { title: titleOf(row) })}
        back={{ label: t("common:back"), to: "/kich-ban" }}
      />
      <RefusalBanner refusal={command.refusal} />
      {mayDo(me.rights, "scenario", "delete") ? (
        <div className="block">
          <Button icon="undo" full onClick={() => void command.run(() => bringBack(hand, row.id))}>
            {t("bringBack")}
          </Button>
        </div>
      ) : null}
    </>
  );
}
