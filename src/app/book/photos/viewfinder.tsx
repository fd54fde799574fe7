import { useState } from "react";
import { useText } from "../../i18n/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icons.tsx";
import { FullScreen } from "./full-screen.tsx";
import { useCamera } from "./use-camera.ts";

/** Shots that may wait to be made small; each holds some megabytes until then. */
const mostWaiting = 2;

/** The camera inside the page: it never leaves the app, so nothing is lost to a phone short of memory. */
export function Viewfinder({
  take,
  onClose,
}: {
  take: (picture: ImageBitmap) => Promise<boolean>;
  onClose: () => void;
}) {
  const t = useText("photos");
  const { video, state, torch, setTorch } = useCamera();
  const [taken, setTaken] = useState(0);
  const [waiting, setWaiting] = useState(0);
  const [failed, setFailed] = useState(false);
  const shoot = async () => {
    if (state !== "open" || !video.current || waiting >= mostWaiting) return;
    setWaiting((now) => now + 1);
    const kept = await createImageBitmap(video.current).then(take, () => false);
    setWaiting((now) => now - 1);
    setFailed(!kept);
    if (kept) setTaken((now) => now + 1);
  };
  const said = failed ? t("shotFailed") : taken > 0 ? t("taken", { count: taken }) : "";
  return (
    <FullScreen
      title={t("shoot")}
      closeLabel={t("common:close")}
      onClose={onClose}
      tools={
        <div className="viewfinder-tools">
          {torch === undefined ? (
            <span />
          ) : (
            <Button onClick={() => void setTorch(!torch)}>{t(torch ? "torchOff" : "torchOn")}</Button>
          )}
          <button className="shutter" type="button" aria-label={t("shutter")} onClick={() => void shoot()}>
            <Icon name="camera" />
          </button>
          <Button variant={taken > 0 ? "main" : "plain"} onClick={onClose}>
            {t("done")}
          </Button>
        </div>
      }
    >
      <video className="viewfinder" ref={video} playsInline muted aria-label={t("viewfinder")} />
      {state === "open" || state === "opening" ? null : (
        <p className="full-screen-words">{t(`camera.${state}`)}</p>
      )}
      <p className="full-screen-said" role="status">
        {said}
      </p>
    </FullScreen>
  );
}
