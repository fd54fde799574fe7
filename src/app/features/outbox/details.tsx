import { useEffect, useState } from "react";
import { appVersion } from "#client/app-version.ts";
import { countToCarry } from "#client/photos/photos-to-carry.ts";
import { type StorageState, storageState } from "#client/storage.ts";
import { dayOf } from "#kernel/calendar.ts";
import { handOver } from "../../capsule-file.ts";
import { formatBytes, formatMoment, formatNumber } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useDesk, useLive, useLogbook, useNow } from "../../logbook-context.tsx";
import { Screen } from "../../shell/screen.tsx";
import { Button } from "../../ui/button.tsx";
import { Facts } from "../../ui/facts.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { FaultList, useFaults } from "./fault-list.tsx";
import { supportCode, tellAdministrator } from "./support-code.ts";
import { useCapsules } from "./use-capsules.ts";

/** The rest of *Chờ gửi*: files from hand to hand, and facts to read aloud. */
export function Details({ unsent }: { unsent: number }) {
  const t = useText("outbox");
  const logbook = useLogbook();
  const { busy, message, back, exportFile, deliver } = useCapsules();
  const photos = useLive(countToCarry, []) ?? 0;
  const faults = useFaults();
  const code = supportCode(logbook.profile.device, (useDesk()?.meta?.nextN ?? 1) - 1, faults[0]);
  return (
    <Screen title={t("details")} hideStatus form>
      <PageHead title={t("details")} back={{ label: t("common:back"), to: "/cho-gui" }} />
      <div className="deeds">
        <Button full icon="download" disabled={busy || unsent + photos === 0} onClick={exportFile}>
          {unsent > 0 || photos === 0
            ? t("exportFile", { count: unsent })
            : t("exportPhotos", { count: photos })}
        </Button>
        <p className="field-help">
          {unsent + photos === 0 ? t("exportNothing") : t("exportHelp")}
          {unsent > 0 && photos > 0 ? ` ${t("exportWithPhotos", { count: photos })}` : null}
        </p>
        <label className="btn" data-variant="plain" data-size="48" data-full>
          <span>{t("deliver")}</span>
          <input
            className="hidden-text"
            type="file"
            accept=".sotruc,application/octet-stream"
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = "";
              if (file) deliver(file);
            }}
          />
        </label>
        <p className="field-help">{t("deliverHelp")}</p>
        {back ? (
          <Button full variant="main" icon="share" onClick={() => void handOver(back)}>
            {t("giveBack")}
          </Button>
        ) : null}
        <Button
          full
          icon="share"
          onClick={() => void tellAdministrator(t("askGeneral", { count: unsent }), code)}
        >
          {t("askAdministrator")}
        </Button>
        <p role="status">{message}</p>
      </div>
      <DeviceFacts unsent={unsent} code={code} />
      <FaultList faults={faults} />
    </Screen>
  );
}

function DeviceFacts({ unsent, code }: { unsent: number; code: string }) {
  const t = useText("outbox");
  const { now } = useNow();
  const desk = useDesk();
  const { profile } = useLogbook();
  const storage = useStorage();
  const sync = desk?.meta?.sync;
  const usedToday = sync && sync.bytesDay === dayOf(now) ? sync.bytesToday : 0;
  const oldest = desk?.outbox.find((entry) => !entry.receipt)?.savedAt;
  const items = [
    { term: t("facts.unsent"), value: formatNumber(unsent) },
    { term: t("facts.oldest"), value: oldest === undefined ? t("facts.none") : formatMoment(oldest, now) },
    {
      term: t("facts.lastReceipt"),
      value: sync?.lastSuccess ? formatMoment(sync.lastSuccess, now) : t("facts.never"),
    },
    { term: t("facts.dataToday"), value: formatBytes(usedToday) },
    { term: t("facts.free"), value: storage?.free == null ? t("facts.unknown") : formatBytes(storage.free) },
    { term: t("facts.kept"), value: t(storage?.persisted ? "facts.keptYes" : "facts.keptNo") },
    { term: t("facts.unreadable"), value: formatNumber(desk?.unreadable ?? 0) },
    { term: t("facts.letter"), value: profile.letter },
    { term: t("facts.version"), value: appVersion },
    { term: t("facts.supportCode"), value: code },
  ];
  return <Facts items={items} />;
}

function useStorage(): StorageState | null {
  const [state, setState] = useState<StorageState | null>(null);
  useEffect(() => {
    let current = true;
    void storageState().then((found) => current && setState(found));
    return () => {
      current = false;
    };
  }, []);
  return state;
}
