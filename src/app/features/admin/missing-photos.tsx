import { useState } from "react";
import { useText } from "../../i18n/i18n.ts";
import { problemWords } from "../../problem-words.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { useCommand } from "../../use-command.ts";
import type { AskedAgain } from "./admin-api.ts";
import { useAdminApi } from "./use-admin.tsx";

/** Photos that the newest backup lacks, and the deed that brings back what can be brought back. */
export function MissingPhotos({ count }: { count: number }) {
  const t = useText("admin");
  const api = useAdminApi();
  const command = useCommand("nothing");
  const [done, setDone] = useState<AskedAgain | null>(null);
  if (done) {
    return (
      <div role="status">
        <Banner tone="all-in" icon="received" title={t("backups.missingPhotos.done")}>
          {t("backups.missingPhotos.doneText", { ...done })}
        </Banner>
      </div>
    );
  }
  const ask = async () => setDone(await command.run(() => api.askForPhotos()));
  return (
    <div role={command.refusal ? "alert" : undefined}>
      <Banner
        tone="bad"
        icon="bad-filled"
        title={t("backups.missingPhotos.title", { count })}
        action={
          <Button full disabled={command.busy} onClick={() => void ask()}>
            {t(command.busy ? "backups.missingPhotos.asking" : "backups.missingPhotos.ask")}
          </Button>
        }
      >
        {command.refusal ? problemWords(command.refusal) : t("backups.missingPhotos.text")}
      </Banner>
    </div>
  );
}
