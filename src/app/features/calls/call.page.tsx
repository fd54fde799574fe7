import "./calls.css";
import { useParams } from "react-router";
import { callIdOf, visitOfCall } from "#domain/calls/call-id.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { callOf } from "../../book/calls.ts";
import { useHand } from "../../book/deed.ts";
import { CallLink } from "../../book/incident-contacts.tsx";
import { isKept } from "../../book/kept/only-read.tsx";
import { useNames } from "../../book/names.ts";
import { RecordPage, unlessDeleted } from "../../book/record-page.tsx";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { RowState } from "../../book/row-state.tsx";
import { RecordConflicts } from "../../conflicts/record-conflicts.tsx";
import { formatDay, formatMoment } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useNow, useRow, useRowsByKey } from "../../logbook-context.tsx";
import { TextLink } from "../../ui/button.tsx";
import { Facts } from "../../ui/facts.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { offerUndo } from "../../undo-offer.ts";
import { useCommand } from "../../use-command.ts";
import { CallDock, OtherDeeds } from "./call-deeds.tsx";
import { CallList } from "./call-list.tsx";
import { addresseeWord, groupOf, helpWord, useEndDay } from "./call-words.ts";
import { type StepName, takeStep, undoStep } from "./commands.ts";

/** One call-back: whom to call and about what, what was tried, and the next deed under the thumb. */
export default function CallPage() {
  const t = useText("calls");
  const { luot = "" } = useParams();
  const id = callIdOf(luot);
  const row = unlessDeleted(useRow(id));
  const hand = useHand();
  const command = useCommand();
  const step = (name: StepName) =>
    void command
      .run(() => takeStep(hand, id, name))
      .then((taken) => {
        if (taken)
          offerUndo({ said: t(`said.${name}`), back: () => undoStep(hand, taken), undone: t("undone") });
      });
  const isOpen = row?.body["to"] !== undefined && !row?.erased && !isKept(row);
  return (
    <RecordPage
      texts="calls"
      row={row}
      backTo="/goi-lai"
      list={<CallList current={id} />}
      dock={row && isOpen ? <CallDock row={row} onStep={step} /> : null}
    >
      {(found) => (
        <>
          <RefusalBanner refusal={command.refusal} />
          <CallRecord row={found} onStep={step} />
        </>
      )}
    </RecordPage>
  );
}

function CallRecord({ row, onStep }: { row: StoredRow; onStep: (name: StepName) => void }) {
  const t = useText("calls");
  const common = useText("common");
  const names = useNames();
  const me = useMe();
  const { now } = useNow();
  const ends = useEndDay(row);
  const call = callOf(row);
  const items = [
    { term: t("facts.help"), value: helpWord(t, call) },
    { term: t("facts.whose"), value: addresseeWord(t, call, names) },
    { term: t("facts.place"), value: names.village(call.village) ?? t("atCentre") },
    ...(call.day ? [{ term: t("facts.day"), value: formatDay(call.day) }] : []),
    { term: t("facts.by"), value: `${names.person(row.created.by)}, ${formatMoment(row.created.at, now)}` },
    ...(call.note ? [{ term: t("facts.note"), value: call.note }] : []),
    { term: t("facts.ends"), value: ends },
  ];
  return (
    <>
      <PageHead
        title={row.erased ? t("recordTitle") : (call.name ?? t("noName"))}
        sub={row.erased ? "" : t(`groups.${groupOf(row)}`)}
        back={{ label: common("back"), to: "/goi-lai" }}
      />
      <div className="block">
        <RowState row={row} size="box" />
      </div>
      {row.erased ? (
        <EmptyState fact={t("erased")} todo={t("erasedTodo")} />
      ) : (
        <>
          <RecordConflicts record={row.id} />
          {call.phone ? (
            <div className="block call-number">
              <CallLink text={t("call")} phone={call.phone} />
            </div>
          ) : null}
          <Facts items={items} />
          {call.to && !isKept(row) ? <OtherDeeds row={row} onStep={onStep} /> : null}
        </>
      )}
      <Story record={row.id} />
      {me.has("centre", "village") ? (
        <div className="block">
          <TextLink to={`/ho-tro/${visitOfCall(row.id)}`}>{t("openVisit")}</TextLink>
        </div>
      ) : null}
    </>
  );
}

/** What was tried and handed on, the latest first. */
function Story({ record }: { record: string }) {
  const t = useText("calls");
  const names = useNames();
  const { now } = useNow();
  const rows = useRowsByKey(`under/${record}`) ?? [];
  if (rows.length === 0) return null;
  return (
    <LedgerPage ruled>
      <Section title={t("story")}>
        <Rows label={t("story")}>
          {[...rows]
            .sort((a, b) => b.created.at - a.created.at)
            .map((row) => (
              <Row
                key={row.id}
                time={formatMoment(row.created.at, now)}
                title={t(`entries.${String(row.body["sort"])}`, {
                  who: t(`to.${row.body["to"] === "police" ? "police" : "centre"}`),
                })}
                lines={[names.person(row.created.by)]}
                state={<RowState row={row} />}
              />
            ))}
        </Rows>
      </Section>
    </LedgerPage>
  );
}
