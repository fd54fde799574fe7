import { photoQueue } from "#client/photos/photo-queue.ts";
import { waitingPhotos } from "#client/photos/waiting-photos.ts";
import { PhotoSendState, SendByMobile } from "../../book/photos/photo-sending.tsx";
import { photoState, type ShownPhoto, withBytes } from "../../book/photos/photo-state.ts";
import { usePhotoAround } from "../../book/photos/use-photo-around.ts";
import { formatNumber, formatRowTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLive, useNow } from "../../logbook-context.tsx";
import { Section } from "../../ui/ledger.tsx";
import { Row, Rows } from "../../ui/rows.tsx";

/** Photos whose bytes lie here and whose deed is on the server, in the order in which they go; stuck ones first. */
export function useWaitingPhotos(): readonly ShownPhoto[] | undefined {
  return useLive(async (tx) => {
    const [{ stuck }, queue] = [await waitingPhotos(tx), await photoQueue(tx)];
    return withBytes(tx, [...stuck, ...queue.flatMap(({ row }) => row ?? [])]);
  }, []);
}

/** Each with its reason, and the one button that helps where there is one. */
export function PhotosWaiting({ photos }: { photos: readonly ShownPhoto[] }) {
  const t = useText("photos");
  const { now } = useNow();
  const around = usePhotoAround();
  const parents = [...new Set(photos.map(({ row }) => String(row.body["parent"])))];
  const incidents = useLive((tx) => tx.rows(parents), [parents.join()]) ?? [];
  if (photos.length === 0) return null;
  return (
    <Section title={t("waiting")} count={formatNumber(photos.length)}>
      <Rows label={t("waiting")}>
        {photos.map((photo) => {
          const id = String(photo.row.body["parent"]);
          const incident = incidents.find((row) => row?.id === id)?.body;
          return (
            <Row
              key={photo.row.id}
              time={formatRowTime(photo.row.created.at, now)}
              title={t("waitingOf", { number: String(incident?.["number"] ?? "") })}
              lines={[String(incident?.["title"] ?? "")]}
              state={
                <>
                  <PhotoSendState photo={photo} around={around} />
                  <SendByMobile photo={photo} around={around} />
                </>
              }
              to={photoState(photo, around).waitsForWifi ? undefined : `/su-co/${id}`}
            />
          );
        })}
      </Rows>
    </Section>
  );
}
