import { useState } from "react";
import { useNavigate } from "react-router";
import { mayDo } from "#domain/rights.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useHand } from "../../book/deed.ts";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/sheet.tsx";
import { useCommand } from "../../use-command.ts";
import { reportAsSecurity } from "./work-commands.ts";

/** The way for what turns out to be a matter of security: asked twice, since it cannot be taken back. */
export function AsSecurity({ row }: { row: StoredRow }) {
  const t = useText("incidents");
  const me = useMe();
  const hand = useHand();
  const command = useCommand();
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const report = async () => {
    const closes = mayDo(me.rights, "incident", "move");
    const saved = await command.run(() => reportAsSecurity(hand, row, closes));
    if (saved?.ids[0]) void navigate(`/su-co/${saved.ids[0]}`);
  };
  return (
    <>
      <Button icon="lock" full onClick={() => setAsked(true)}>
        {t("asSecurity.deed")}
      </Button>
      {asked ? (
        <Dialog
          open
          onClose={() => setAsked(false)}
          title={t("asSecurity.title")}
          footer={
            <>
              <Button variant="main" size="56" full onClick={() => void report()}>
                {t("asSecurity.yes")}
              </Button>
              <Button full onClick={() => setAsked(false)}>
                {t("asSecurity.no")}
              </Button>
            </>
          }
        >
          <RefusalBanner refusal={command.refusal} />
          <p>{t("asSecurity.text")}</p>
        </Dialog>
      ) : null}
    </>
  );
}
