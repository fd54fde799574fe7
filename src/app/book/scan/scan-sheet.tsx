import "./scan.css";
import { useEffect, useId, useRef, useState } from "react";
import { useText } from "../../i18n/i18n.ts";
import { Icon } from "../../ui/icons.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { readQr } from "./read-qr.ts";

type State = "looking" | "no-camera" | "unknown" | "unread";

/** Reads the label of a thing with the camera, or from a photo of it. `onRead` says whether it knows what was read. */
export function ScanSheet({ onRead, onClose }: { onRead: (text: string) => boolean; onClose: () => void }) {
  const t = useText("incidents");
  const common = useText("common");
  const id = useId();
  const [state, setState] = useState<State>("looking");
  const took = (text: string) => {
    if (!onRead(text)) setState("unknown");
  };
  const video = useCamera(took, () => setState("no-camera"));
  const readPhoto = async (file: File | undefined) => {
    if (!file) return;
    const text = await readFile(file).catch(() => null);
    if (text === null) setState("unread");
    else took(text);
  };
  return (
    <Sheet open onClose={onClose} title={t("scan.title")} closeLabel={common("close")}>
      <video
        className="scan"
        ref={video}
        muted
        playsInline
        hidden={state === "no-camera"}
        aria-label={t("scan.view")}
      />
      <p role="status">{t(`scan.${state}`)}</p>
      <label className="btn scan-photo" data-variant="plain" data-size="48" data-full htmlFor={id}>
        <Icon name="photo" />
        <span>{t("scan.photo")}</span>
      </label>
      <input
        className="scan-file"
        id={id}
        type="file"
        accept="image/*"
        capture="environment"
        onChange={(event) => void readPhoto(event.target.files?.[0])}
      />
    </Sheet>
  );
}

async function readFile(file: File): Promise<string | null> {
  const picture = await createImageBitmap(file);
  try {
    return await readQr(picture, picture);
  } finally {
    picture.close();
  }
}

const pauseMs = 250;

/** Looks several times a second; the camera is let go with the sheet. */
function useCamera(onText: (text: string) => void, onNone: () => void) {
  const video = useRef<HTMLVideoElement>(null);
  const tell = useRef({ onText, onNone });
  useEffect(() => {
    tell.current = { onText, onNone };
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stream: MediaStream | undefined;
    let gone = false;
    const look = async (view: HTMLVideoElement) => {
      const size = { width: view.videoWidth, height: view.videoHeight };
      const text = size.width > 0 ? await readQr(view, size).catch(() => null) : null;
      if (gone) return;
      if (text !== null) tell.current.onText(text);
      timer = setTimeout(() => void look(view), pauseMs);
    };
    const begin = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      const view = video.current;
      if (gone || !view) return stop(stream);
      view.srcObject = stream;
      await view.play();
      void look(view);
    };
    begin().catch(() => gone || tell.current.onNone());
    return () => {
      gone = true;
      clearTimeout(timer);
      stop(stream);
    };
  }, []);
  return video;
}

function stop(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
