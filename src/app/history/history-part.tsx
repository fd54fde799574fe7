import { useEffect, useState } from "react";
import { formatMoment, formatRowTime } from "../i18n/format.ts";
import { hasText, useText } from "../i18n/i18n.ts";
import { useLive, useLogbook, useMe, useNow, useRow } from "../logbook-context.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { LedgerPage } from "../ui/ledger.tsx";
import { Row, Rows } from "../ui/rows.tsx";
import { SyncState } from "../ui/sync-state.tsx";
import { type Entry, mergeEntries, ownEntries, serverEntries } from "./history.ts";

/**
 * Who did what to this record, when, on which device, received when. Offline it tells what this device knows and says
 * so. Needs the sentences of `conflicts` and `actions`.
 */
export function HistoryPart({ record }: { record: string }) {
  const t = useText("conflicts");
  const own = useLive((tx) => ownEntries(tx, record), [record]);
  const arrived = own?.filter((entry) => entry.received !== null).length ?? 0;
  const isThere = (useRow(record)?.seq ?? 0) > 0;
  const server = useServerHistory(record, arrived, isThere);
  const entries = mergeEntries(own ?? [], server);
  return (
    <Disclosure title={t("history.title")}>
      <LastTouch record={record} />
      <LedgerPage>
        <Rows label={t("history.title")}>
          {entries.map((entry) => (
            <HistoryRow entry={entry} key={entry.key} />
          ))}
        </Rows>
      </LedgerPage>
      {server ? null : <p className="history-note">{t("history.onlyHere")}</p>}
    </Disclosure>
  );
}

function LastTouch({ record }: { record: string }) {
  const t = useText("conflicts");
  const { now } = useNow();
  const me = useMe();
  const row = useRow(record);
  const maker = useRow(row?.created.by);
  const changer = useRow(row?.changed.by);
  if (!row) return null;
  const name = (by: string, person: typeof maker) =>
    by === me.person ? me.name : String(person?.body["name"] ?? t("common:someone"));
  return (
    <p className="history-note">
      {t("history.touched", {
        maker: name(row.created.by, maker),
        made: formatMoment(row.created.at, now),
        changer: name(row.changed.by, changer),
        changed: formatMoment(row.changed.at, now),
      })}
    </p>
  );
}

function HistoryRow({ entry }: { entry: Entry }) {
  const t = useText("conflicts");
  const me = useMe();
  const { now } = useNow();
  const who = entry.person === me.person ? me.name : (entry.personName ?? t("common:someone"));
  const device = entry.deviceName ?? (entry.mine ? t("history.thisDevice") : undefined);
  const deed = `actions:deeds.${entry.action.replace(".", "_")}`;
  return (
    <Row
      time={formatRowTime(entry.at, now)}
      title={hasText(deed) ? t(deed) : t("actions:deeds.other")}
      lines={[[who, device].filter(Boolean).join(" · ")]}
      state={<EntryState entry={entry} />}
    />
  );
}

function EntryState({ entry }: { entry: Entry }) {
  const t = useText("common");
  const { now } = useNow();
  if (entry.outcome === "rejected") return <SyncState state="review" text={t("sync.review")} />;
  if (entry.received === null) return <SyncState state="saved" text={t("sync.saved")} />;
  return (
    <SyncState state="received" text={t("sync.received", { time: formatMoment(entry.received, now) })} />
  );
}

/** Asked once the server has the record, and again whenever one more of our own deeds has arrived. */
function useServerHistory(record: string, arrived: number, isThere: boolean): Entry[] | null {
  const { profile } = useLogbook();
  const [entries, setEntries] = useState<Entry[] | null>(null);
  useEffect(() => {
    if (!isThere) return;
    let current = arrived >= 0;
    void serverEntries(profile.device, record).then((found) => {
      if (current && found) setEntries(found);
    });
    return () => {
      current = false;
    };
  }, [profile.device, record, arrived, isThere]);
  return entries;
}
