import { useCommand } from "../../use-command.ts";
import "./admin.css";
import { useState } from "react";
import { formatDuration, formatNumber, formatRowTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLogbook, useNow } from "../../logbook-context.tsx";
import { problemWords } from "../../problem-words.ts";
import { Screen } from "../../shell/screen.tsx";
import { Button } from "../../ui/button.tsx";
import { LedgerPage, Section } from "../../ui/ledger.tsx";
import { Mark } from "../../ui/mark.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Rows } from "../../ui/rows.tsx";
import { Dialog } from "../../ui/sheet.tsx";
import type { AdminDevice } from "./admin-api.ts";
import { RenameDialog } from "./rename-dialog.tsx";
import { AskedProblem, useAdminApi, useAsked } from "./use-admin.tsx";

/** Every device with an account on it: when it last spoke, what it still holds, and the two deeds against a loss. */
export default function DevicesPage() {
  const t = useText("admin");
  const asked = useAsked((api) => api.devices());
  const [doomed, setDoomed] = useState<{ device: AdminDevice; lost: boolean } | null>(null);
  const [renamed, setRenamed] = useState<AdminDevice | null>(null);
  const devices = [...(asked.value ?? [])].sort((a, b) => b.contactAt - a.contactAt);
  const groups = [
    { name: "inUse", list: devices.filter((device) => device.revokedAt === null) },
    { name: "revoked", list: devices.filter((device) => device.revokedAt !== null) },
  ] as const;
  return (
    <Screen title={t("devices.title")}>
      <PageHead title={t("devices.title")} back={{ label: t("common:back"), to: "/quan-tri" }} />
      <AskedProblem asked={asked} />
      <LedgerPage ruled>
        {groups.map(({ name, list }) =>
          list.length === 0 ? null : (
            <Section title={t(`devices.${name}`)} count={formatNumber(list.length)} key={name}>
              <Rows label={t(`devices.${name}`)}>
                {list.map((device) => (
                  <DeviceRow
                    device={device}
                    onRename={() => setRenamed(device)}
                    onDoom={(lost) => setDoomed({ device, lost })}
                    key={device.id}
                  />
                ))}
              </Rows>
            </Section>
          ),
        )}
      </LedgerPage>
      {renamed ? (
        <RenameDialog
          device={renamed}
          onClose={() => setRenamed(null)}
          onDone={() => {
            setRenamed(null);
            asked.reload();
          }}
        />
      ) : null}
      {doomed ? (
        <RevokeDialog
          {...doomed}
          onClose={() => setDoomed(null)}
          onDone={() => {
            setDoomed(null);
            asked.reload();
          }}
        />
      ) : null}
    </Screen>
  );
}

const silentMs = 7 * 86_400_000;

function DeviceRow({
  device,
  onRename,
  onDoom,
}: {
  device: AdminDevice;
  onRename: () => void;
  onDoom: (lost: boolean) => void;
}) {
  const t = useText("admin");
  const { now } = useNow();
  const { profile } = useLogbook();
  const silent = now - device.contactAt;
  const isHere = device.id === profile.device;
  return (
    <li className="row">
      <span className="row-time">{formatRowTime(device.contactAt, now)}</span>
      <div className="row-entry">
        <span className="row-title">{device.personName || device.name}</span>
        <span className="row-line">
          {t(device.app === "" ? "devices.lineNoVersion" : "devices.line", {
            name: device.name,
            letter: device.letter,
            version: device.app,
          })}
        </span>
        {silent > silentMs ? (
          <Mark icon="stale" tone="warn">
            {t("devices.silent", { time: formatDuration(silent) })}
          </Mark>
        ) : null}
        {device.outbox > 0 ? (
          <Mark icon="saved" tone="warn">
            {t("devices.holds", { count: device.outbox })}
          </Mark>
        ) : null}
        {device.lost ? (
          <Mark icon="warning" tone="bad">
            {t("devices.isLost")}
          </Mark>
        ) : null}
        {isHere ? <span className="row-line">{t("devices.thisOne")}</span> : null}
        {device.revokedAt === null ? (
          <div className="row-deeds">
            <Button onClick={onRename}>{t("devices.rename.open")}</Button>
            {isHere ? null : (
              <>
                <Button onClick={() => onDoom(false)}>{t("devices.revoke")}</Button>
                <Button onClick={() => onDoom(true)}>{t("devices.reportLost")}</Button>
              </>
            )}
          </div>
        ) : null}
      </div>
    </li>
  );
}

function RevokeDialog({
  device,
  lost,
  onClose,
  onDone,
}: {
  device: AdminDevice;
  lost: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useText("admin");
  const api = useAdminApi();
  const command = useCommand("nothing");
  const which = lost ? "lostAsk" : "revokeAsk";
  const doIt = async () => {
    if ((await command.run(() => api.revoke(device.id, lost))) !== null) onDone();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`devices.${which}.title`, { name: device.personName || device.name })}
      footer={
        <div className="deeds">
          <Button full onClick={onClose}>
            {t("common:keep")}
          </Button>
          <Button variant="danger" full disabled={command.busy} onClick={() => void doIt()}>
            {t(`devices.${which}.deed`)}
          </Button>
        </div>
      }
    >
      <p>{t(`devices.${which}.text`, { count: device.outbox })}</p>
      {command.refusal ? <p role="alert">{problemWords(command.refusal)}</p> : null}
    </Dialog>
  );
}
