import { useCommand } from "../../use-command.ts";
import "./outage.css";
import { useEffect } from "react";
import { useNavigate, useParams } from "react-router";
import { openOutage, outagesOf } from "#domain/incidents/outages.ts";
import { mayDo } from "#domain/rights.ts";
import { useHand } from "../../book/deed.ts";
import { incidentOf } from "../../book/incident-row.tsx";
import { entriesOf } from "../../book/incidents/entries.ts";
import { isKept } from "../../book/kept/only-read.tsx";
import { unlessDeleted } from "../../book/record-page.tsx";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { formatDuration, formatMoment } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMe, useNow, useRow, useRowsByKey } from "../../logbook-context.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/plain-states.tsx";
import { markOutage, type OutageMark } from "./outage-commands.ts";

/**
 * *Mất dịch vụ*: a dark page that is redrawn once a minute and keeps nothing awake, so that a phone lasts through a
 * power cut; one tap when service is back.
 */
export default function OutagePage() {
  const t = useText("incidents");
  const { id = "" } = useParams();
  const row = unlessDeleted(useRow(id));
  const entries = entriesOf(useRowsByKey(`under/${id}`) ?? []);
  const { now } = useNow();
  const me = useMe();
  const hand = useHand();
  const command = useCommand();
  const navigate = useNavigate();
  const lasting = openOutage(outagesOf(entries));
  useEffect(() => {
    document.title = t("outage.title");
  }, [t]);
  if (row === undefined) return null;
  const mark = async (sort: OutageMark) => {
    const saved = await command.run(() => markOutage(hand, id, sort, hand.now()));
    if (saved && sort === "outage-end") void navigate(`/su-co/${id}`, { replace: true });
  };
  return (
    <main className="outage" tabIndex={-1}>
      {row ? (
        <>
          <h1 className="outage-title">{incidentOf(row).title}</h1>
          {lasting ? (
            <>
              <p className="outage-time">{formatDuration(now - lasting.from)}</p>
              <p>{t("outage.since", { time: formatMoment(lasting.from, now) })}</p>
            </>
          ) : (
            <p>{t("outage.none")}</p>
          )}
          <RefusalBanner refusal={command.refusal} />
        </>
      ) : (
        <EmptyState fact={t("missing")} todo={t("missingTodo")} />
      )}
      <div className="outage-deeds">
        {row && !isKept(row) && mayDo(me.rights, "incidentEntry", "append") ? (
          <Button size="56" full onClick={() => void mark(lasting ? "outage-end" : "outage-start")}>
            {t(lasting ? "outage.back" : "outage.start")}
          </Button>
        ) : null}
        <LinkButton full to={`/su-co/${id}`}>
          {t("outage.leave")}
        </LinkButton>
      </div>
    </main>
  );
}
