import { notePhoto } from "#client/photos/photo-note.ts";
import { formatMoment } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLogbook, useNow } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { SyncState } from "../../ui/sync-state.tsx";
import { type Around, photoState, type ShownPhoto } from "./photo-state.ts";

/** How far one photo got, in words. */
export function PhotoSendState({ photo, around }: { photo: ShownPhoto; around: Around }) {
  const t = useText("photos");
  const { now } = useNow();
  const { state, words } = photoState(photo, around);
  const stored = photo.row.body["stored"];
  const time = typeof stored === "number" ? formatMoment(stored, now) : "";
  return <SyncState state={state} moving={state === "sending"} text={t(`state.${words}`, { time })} />;
}

/** For a photo that waits for Wi-Fi: a person's word that this one may cost. */
export function SendByMobile({ photo, around }: { photo: ShownPhoto; around: Around }) {
  const t = useText("photos");
  const logbook = useLogbook();
  if (!photoState(photo, around).waitsForWifi) return null;
  const send = async () => {
    await logbook.store.transact("strict", (tx) => notePhoto(tx, photo.row.id, { mobile: true }));
    await logbook.sendNow();
  };
  return <Button onClick={() => void send()}>{t("sendByMobile")}</Button>;
}
