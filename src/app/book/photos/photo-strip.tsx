import "./photos.css";
import { useState } from "react";
import type { StoredRow } from "#sync/device-store.ts";
import { formatMoment } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { LatePart } from "../../late-part.tsx";
import { useLive, useNow } from "../../logbook-context.tsx";
import { Icon } from "../../ui/icons.tsx";
import { PhotoViewer } from "./lazy-parts.ts";
import { PhotoSendState, SendByMobile } from "./photo-sending.tsx";
import { photosOf } from "./photo-state.ts";
import { usePhotoAround } from "./use-photo-around.ts";

/** The photos of an incident, each with its own state. The page loads the texts `photos`. */
export function PhotoStrip({ incident }: { incident: StoredRow }) {
  const t = useText("photos");
  const { now } = useNow();
  const around = usePhotoAround();
  const photos = useLive((tx) => photosOf(tx, incident.id), [incident.id]);
  const [open, setOpen] = useState<string | null>(null);
  if (!photos || photos.length === 0) return null;
  const shown = photos.find(({ row }) => row.id === open);
  return (
    <section className="block" aria-labelledby={`photos-${incident.id}`}>
      <h2 className="photo-title" id={`photos-${incident.id}`}>
        {t("title", { count: photos.length })}
      </h2>
      <ul className="photo-list">
        {photos.map((photo, at) => (
          <li key={photo.row.id}>
            <button
              className="photo-thumb"
              type="button"
              aria-label={t("openOne", { number: at + 1, time: formatMoment(takenAt(photo.row), now) })}
              onClick={() => setOpen(photo.row.id)}
            >
              <Thumb row={photo.row} />
            </button>
            <div className="photo-words">
              <PhotoSendState photo={photo} around={around} />
              <SendByMobile photo={photo} around={around} />
            </div>
          </li>
        ))}
      </ul>
      {shown ? (
        <LatePart>
          <PhotoViewer photo={shown} onClose={() => setOpen(null)} />
        </LatePart>
      ) : null}
    </section>
  );
}

function Thumb({ row }: { row: StoredRow }) {
  const thumb = { ...row.body, ...row.personal }["thumb"];
  if (typeof thumb !== "string") return <Icon name="photo" />;
  return <img alt="" src={`data:image/jpeg;base64,${thumb}`} />;
}

function takenAt({ body, created }: StoredRow): number {
  return typeof body["taken"] === "number" ? body["taken"] : created.at;
}
