import { clocksOf } from "#domain/incidents/answering.ts";
import { isOpen } from "#domain/incidents/incident-order.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { incidentOf } from "../../book/incident-row.tsx";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { formatDuration, formatMoment } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { Banner } from "../../ui/banner.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Mark } from "../../ui/mark.tsx";
import { Switch } from "../../ui/switch.tsx";
import { useCommand } from "../../use-command.ts";
import { editIncident } from "./commands.ts";

const steps = ["keepOn", "keepData", "cut", "time", "police"] as const;

/** A security incident: what to do first, until when it is reported, and the form of the report. */
export function SecurityCard({ row, mayEdit, now }: { row: StoredRow; mayEdit: boolean; now: number }) {
  const t = useText("incidents");
  const hand = useHand();
  const command = useCommand();
  const incident = incidentOf(row);
  const clocks = clocksOf(incident);
  const due = (time: number) => ({
    time: formatMoment(time, now),
    left: formatDuration(Math.abs(time - now)),
  });
  const key = `incident/${row.id}/personal`;
  const setPersonal = (personalData: boolean) =>
    void command.run(() => editIncident(hand, row.id, { personalData }, row.seq, key));
  return (
    <section className="security" aria-label={t("security.title")}>
      {isOpen(incident) ? (
        <Banner tone="bad" icon="lock" title={t("security.title")}>
          <ol className="security-steps">
            {steps.map((step) => (
              <li key={step}>{t(`security.steps.${step}`)}</li>
            ))}
          </ol>
        </Banner>
      ) : null}
      <div className="block">
        <p>{t("security.who")}</p>
        {(["report", "personalData"] as const).map((which) => {
          const time = clocks[which];
          if (time === null) return null;
          const late = now >= time;
          return (
            <p key={which}>
              <Mark icon="due" tone={late ? "bad" : undefined}>
                {t(`security.${which}${late ? "Late" : ""}`, due(time))}
              </Mark>
            </p>
          );
        })}
        <RefusalBanner refusal={command.refusal} />
        {mayEdit ? (
          <Switch
            label={t("security.people")}
            help={t("security.peopleHelp")}
            checked={incident.personalData === true}
            onChange={setPersonal}
          />
        ) : null}
        <LinkButton icon="print" full to={`/su-co/${row.id}/bao-cao`}>
          {t("security.form")}
        </LinkButton>
      </div>
    </section>
  );
}
