import "./photos.css";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useLocation } from "react-router";
import type { KeptPhoto } from "#client/photos/kept-photos.ts";
import { formatTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/i18n.ts";
import { LatePart } from "../../late-part.tsx";
import { useLogbook } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { keepFormsNow } from "../form-draft.ts";
import { PhotoEditor, Viewfinder } from "./lazy-parts.ts";
import { PhotoProblems } from "./photo-problems.tsx";
import { type FormPhotos, usePhotos } from "./use-photos.ts";
import { useRoom } from "./use-room.ts";
import { forgetWayBack, keepWayBack } from "./way-back.ts";

/**
 * The pictures of a form: taken or chosen, kept at once under the form's draft key, and added to an incident by
 * `photoDrafts` when the form is saved. `record`: whose personal content they may show. The page loads the texts `photos`.
 */
export function PhotoField({
  form,
  disabled,
  record,
}: {
  form: string;
  disabled?: boolean;
  record?: string;
}) {
  const t = useText("photos");
  const photos = usePhotos({ form, record });
  const room = useRoom();
  const [edited, setEdited] = useState<KeptPhoto | null>(null);
  const { kept, progress } = photos;
  return (
    <fieldset className="field photo-field">
      <legend className="field-label">
        {t("label")} <span className="field-optional">{t("common:optional")}</span>
      </legend>
      <p className="field-help">{t("help")}</p>
      <PhotoProblems problems={photos.problems} room={room} />
      {kept.length > 0 ? (
        <ul className="photo-grid" aria-label={t("kept")}>
          {kept.map((photo, at) => (
            <li key={photo.sha}>
              <button
                className="photo-thumb"
                type="button"
                aria-label={t("editOne", { number: at + 1, time: formatTime(photo.taken) })}
                onClick={() => setEdited(photo)}
              >
                <img alt="" src={`data:image/jpeg;base64,${photo.thumb}`} />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {kept.length > 0 ? <p className="field-help">{t("coverHint")}</p> : null}
      <p className="field-help" role="status">
        {progress ? t("making", { number: progress.done + 1, total: progress.total }) : ""}
      </p>
      {room?.room === "no-photos" || room?.room === "export" || disabled ? null : <Ways photos={photos} />}
      {edited ? (
        <LatePart>
          <PhotoEditor photo={edited} photos={photos} onClose={() => setEdited(null)} />
        </LatePart>
      ) : null}
    </fieldset>
  );
}

/** The camera in the page, the phone's own, and the gallery. Before any of them opens, form and place are on the disk. */
function Ways({ photos }: { photos: FormPhotos }) {
  const t = useText("photos");
  const logbook = useLogbook();
  const { pathname, search } = useLocation();
  const [shooting, setShooting] = useState(false);
  const system = useRef<HTMLInputElement>(null);
  const gallery = useRef<HTMLInputElement>(null);
  const leaveSafely = async (go: () => void) => {
    await Promise.all([keepFormsNow(), keepWayBack(logbook, `${pathname}${search}`).catch(() => undefined)]);
    go();
  };
  const back = () => void forgetWayBack(logbook);
  useEffect(() => {
    void forgetWayBack(logbook);
    return () => void forgetWayBack(logbook);
  }, [logbook]);
  useCancelled([system, gallery], back);
  const take = (files: FileList | null) => {
    back();
    if (files) void photos.takeFiles([...files]);
  };
  const hasCamera = typeof navigator.mediaDevices?.getUserMedia === "function";
  return (
    <>
      <div className="photo-ways">
        {hasCamera ? (
          <Button icon="camera" full onClick={() => void leaveSafely(() => setShooting(true))}>
            {t("shoot")}
          </Button>
        ) : null}
        <Button icon="external" full onClick={() => void leaveSafely(() => system.current?.click())}>
          {t("systemCamera")}
        </Button>
        <Button icon="photo" full onClick={() => void leaveSafely(() => gallery.current?.click())}>
          {t("choose")}
        </Button>
      </div>
      <FileInput ref={system} name="system-camera" capture onFiles={take} />
      <FileInput ref={gallery} name="gallery" onFiles={take} />
      {shooting ? (
        <LatePart>
          <Viewfinder
            take={photos.take}
            onClose={() => {
              back();
              setShooting(false);
            }}
          />
        </LatePart>
      ) : null}
    </>
  );
}

function FileInput({
  ref,
  name,
  capture,
  onFiles,
}: {
  ref: RefObject<HTMLInputElement | null>;
  name: string;
  capture?: boolean;
  onFiles: (files: FileList | null) => void;
}) {
  return (
    <input
      ref={ref}
      hidden
      type="file"
      name={name}
      accept="image/*"
      multiple={!capture}
      {...(capture ? { capture: "environment" as const } : {})}
      onChange={(event) => {
        onFiles(event.target.files);
        event.target.value = "";
      }}
    />
  );
}

/** React has no word for a camera that was left without a picture. */
function useCancelled(inputs: readonly RefObject<HTMLInputElement | null>[], tell: () => void): void {
  useEffect(() => {
    const heard = inputs.flatMap(({ current }) => (current ? [current] : []));
    for (const input of heard) input.addEventListener("cancel", tell);
    return () => {
      for (const input of heard) input.removeEventListener("cancel", tell);
    };
  });
}
