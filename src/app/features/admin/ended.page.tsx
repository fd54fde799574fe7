import { callDaysOf } from "#domain/calls/call-ends.ts";
import { communeRecordId } from "#domain/org/commune-id.ts";
import { type Hand, useHand } from "../../book/deed.ts";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { formatDay } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useDesk } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { ChoiceGroup } from "../../ui/choices.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { useCommand } from "../../use-command.ts";
import { AskedProblem, useAsked } from "./use-admin.tsx";

const choices = [7, 14, 30, 60, 90];

/** *Tự xóa thông tin gọi lại*: for how long the commune keeps names and numbers, and what the nightly job erased. */
export default function EndedPage() {
  const t = useText("admin");
  const desk = useDesk();
  const hand = useHand();
  const command = useCommand();
  const asked = useAsked((api) => api.erased());
  const body = desk?.commune?.body;
  const days = callDaysOf(body);
  const choose = (next: number) =>
    void command.run(() => keepFor(hand, next), t("ended.saved", { days: next }));
  const offered = choices.includes(days) ? choices : [...choices, days].sort((a, b) => a - b);
  return (
    <Screen title={t("ended.title")} form>
      <PageHead title={t("ended.title")} back={{ label: t("common:back"), to: "/quan-tri" }} />
      <RefusalBanner refusal={command.refusal} />
      {body ? (
        <div className="form">
          <ChoiceGroup
            name="call-days"
            label={t("ended.days")}
            help={t("ended.help")}
            value={String(days)}
            options={offered.map((one) => ({ value: String(one), text: t("ended.choice", { days: one }) }))}
            onChange={(one) => choose(Number(one))}
          />
        </div>
      ) : null}
      <AskedProblem asked={asked} />
      {asked.value ? (
        <LedgerPage ruled>
          <Section title={t("ended.done")}>
            <Rows label={t("ended.done")}>
              {asked.value.map(({ day, count }) => (
                <Row key={day} time="" title={formatDay(day)} lines={[t("ended.count", { count })]} />
              ))}
            </Rows>
          </Section>
          {asked.value.length === 0 ? <EmptyState fact={t("ended.none")} todo={t("ended.noneTodo")} /> : null}
        </LedgerPage>
      ) : null}
    </Screen>
  );
}

function keepFor(hand: Hand, callDays: number | null) {
  return hand.commit({
    action: "org.edit",
    changes: [{ c: "set", kind: "commune", id: communeRecordId, fields: { callDays } }],
  });
}
