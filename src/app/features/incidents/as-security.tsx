import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { mayDo } from "#domain/rights.ts";
import type { StoredRow } from "#sync/device-store.ts";
import { useDeed, useHand } from "../../book/deed.ts";
import { RefusalBanner } from "../../book/refusal-banner.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useMe } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/sheet.tsx";
import { reportAsSecurity } from "./work-commands.ts";

/** The way for what turns out to be a matter of security: asked twice, since it cannot be taken back. */
export function AsSecurity({ row }: { row: StoredRow }) {
  const t = useText("incidents");
  const me = useMe();
  const hand = useHand();
  const deed = useDeed();
  const navigate = useNavigate();
  const saving = useRef(false);
  const [asked, setAsked] = useState(false);
  const report = async () => {
    if (saving.current) return;
    saving.current = true;
    const closes = mayDo(me.rights, "incident", "move");
    const saved = await deed.run(() => reportAsSecurity(hand, row, closes));
    saving.current = saved !== null;
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
          <RefusalBanner refusal={deed.refusal} />
          <p>{t("asSecurity.text")}</p>
        </Dialog>
      ) : null}
    </>
  );
}
