import { useState } from "react";
import { useText } from "../../i18n/i18n.ts";
import { Button, TextLink } from "../../ui/button.tsx";
import { Dialog } from "../../ui/sheet.tsx";

/** Lets go of what nobody needs to see again: asked first, since nothing brings it back. */
export function PutAway({ explain, onPutAway }: { explain: string; onPutAway: () => void }) {
  const t = useText("outbox");
  const [asking, setAsking] = useState(false);
  const putAway = () => {
    setAsking(false);
    onPutAway();
  };
  return (
    <>
      <TextLink icon="check" onClick={() => setAsking(true)}>
        {t("putAway")}
      </TextLink>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("putAwayTitle")}
        footer={
          <div className="deeds">
            <Button full onClick={() => setAsking(false)}>
              {t("common:keep")}
            </Button>
            <Button variant="danger" full onClick={putAway}>
              {t("putAwayDeed")}
            </Button>
          </div>
        }
      >
        <p>{explain}</p>
      </Dialog>
    </>
  );
}
