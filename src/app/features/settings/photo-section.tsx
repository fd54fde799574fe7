import { dayOf } from "#kernel/calendar.ts";
import { formatBytes } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useDesk, useNow } from "../../logbook-context.tsx";
import { Switch } from "../../ui/switch.tsx";

/** Whether photos wait for a link that costs nothing, and what today's has cost. */
export function PhotoSection({ wait, onChange }: { wait: boolean; onChange: (wait: boolean) => void }) {
  const t = useText("settings");
  const { now } = useNow();
  const sync = useDesk()?.meta?.sync;
  const used = sync && sync.bytesDay === dayOf(now) ? sync.bytesToday : 0;
  return (
    <div className="field">
      <p className="field-label">{t("photos.title")}</p>
      <Switch label={t("photos.wait")} help={t("photos.help")} checked={wait} onChange={onChange} />
      <p className="field-help">{t("photos.used", { used: formatBytes(used) })}</p>
    </div>
  );
}
