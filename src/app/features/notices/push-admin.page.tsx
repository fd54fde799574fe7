import { useCallback, useEffect, useState } from "react";
import { callApi } from "#client/api-call.ts";
import { accept, type Result, refuse } from "#kernel/result.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLogbook } from "../../logbook-context.tsx";
import { problemWords } from "../../problem-words.ts";
import { Screen } from "../../shell/screen.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { useCommand } from "../../use-command.ts";

interface PushAdmin {
  readonly enabled: boolean;
  readonly devices: number;
  readonly services: readonly string[];
}

/** The one thing that leaves the commune's server, told before it is turned on. */
export default function PushAdminPage() {
  const t = useText("notices");
  const { device } = useLogbook().profile;
  const command = useCommand("nothing");
  const [settings, setSettings] = useState<PushAdmin | null>(null);
  const ask = useCallback(
    async (enabled?: boolean): Promise<Result<PushAdmin, string>> => {
      const method = enabled === undefined ? "GET" : "POST";
      const json = enabled === undefined ? {} : { json: { enabled } };
      const answer = await callApi({ method, path: "/api/admin/push", device, ...json });
      if (!answer.ok) return refuse(answer.code ?? answer.failure, answer.facts);
      const found = answer.body as PushAdmin;
      setSettings(found);
      return accept(found);
    },
    [device],
  );
  const { run } = command;
  useEffect(() => void run(() => ask()), [run, ask]);
  return (
    <Screen title={t("admin.title")}>
      <PageHead title={t("admin.title")} back={{ label: t("common:back"), to: "/quan-tri" }} />
      {command.refusal ? (
        <Banner
          icon="no-network"
          action={<Button onClick={() => void run(() => ask())}>{t("admin.askAgain")}</Button>}
        >
          {problemWords(command.refusal)}
        </Banner>
      ) : null}
      {settings ? (
        <Standing settings={settings} busy={command.busy} onTurn={(on) => void run(() => ask(on))} />
      ) : null}
    </Screen>
  );
}

function Standing({
  settings,
  busy,
  onTurn,
}: {
  settings: PushAdmin;
  busy: boolean;
  onTurn: (on: boolean) => void;
}) {
  const t = useText("notices");
  const { enabled, devices, services } = settings;
  return (
    <div className="deeds">
      <p role="status">{enabled ? t("admin.isOn", { count: devices }) : t("admin.isOff")}</p>
      {services.length > 0 ? <p>{t("admin.services", { names: services.join(", ") })}</p> : null}
      <Banner tone="review" icon="info" title={t("admin.what")}>
        <p>{t("admin.whatText")}</p>
        <p>{t("admin.knows")}</p>
        <p>{t("admin.off")}</p>
      </Banner>
      {enabled ? (
        <Button full disabled={busy} onClick={() => onTurn(false)}>
          {t("admin.turnOff")}
        </Button>
      ) : (
        <Button variant="main" size="56" full icon="bell" disabled={busy} onClick={() => onTurn(true)}>
          {t("admin.confirm")}
        </Button>
      )}
    </div>
  );
}
