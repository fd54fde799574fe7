import { textOf } from "../i18n/i18n.ts";
import { announce } from "../ui/live-region.tsx";
import { UndoBar } from "../ui/undo-bar.tsx";
import { endUndo, type OpenOffer, offerUndo } from "../undo-offer.ts";

export const undoSeconds = 10;

/** The one bar of the app, above the dock of whichever page is shown. */
export function OfferedUndo({ offer }: { offer: OpenOffer }) {
  const undo = async () => {
    endUndo();
    const result = await offer.back().catch(() => null);
    if (result?.ok) return announce(offer.undone ?? textOf("common:undo.done"));
    offerUndo({ ...offer, said: textOf("common:undo.failed") });
  };
  return (
    <UndoBar
      key={offer.at}
      text={offer.said}
      action={textOf("common:undo.action")}
      seconds={Math.max(0, undoSeconds - (Date.now() - offer.at) / 1000)}
      onUndo={() => void undo()}
      onExpire={endUndo}
    />
  );
}
