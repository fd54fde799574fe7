import { type RefObject, useEffect, useRef, useState } from "react";

export type CameraTrouble = "denied" | "none" | "failed";

export interface Camera {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly state: "opening" | "open" | CameraTrouble;
  /** Undefined where the camera has no lamp. */
  readonly torch: boolean | undefined;
  readonly setTorch: (on: boolean) => Promise<void>;
}

interface WithTorch {
  readonly torch?: boolean;
}

const wanted: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1440 } },
};

/** The rear camera for as long as the page is looked at: hidden, it is let go, and opened again on return. */
export function useCamera(): Camera {
  const video = useRef<HTMLVideoElement>(null);
  const track = useRef<MediaStreamTrack | undefined>(undefined);
  const [state, setState] = useState<Camera["state"]>("opening");
  const [torch, setTorch] = useState<boolean | undefined>(undefined);
  const [seen, setSeen] = useState(0);
  useEffect(() => {
    const look = () => setSeen((now) => now + 1);
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  useEffect(() => {
    if (seen > 0 && document.visibilityState === "hidden") return;
    let gone = false;
    let stream: MediaStream | undefined;
    const stop = () => {
      for (const one of stream?.getTracks() ?? []) one.stop();
    };
    const open = async () => {
      stream = await navigator.mediaDevices.getUserMedia(wanted);
      if (gone || !video.current) return stop();
      track.current = stream.getVideoTracks()[0];
      video.current.srcObject = stream;
      await video.current.play();
      const can = track.current?.getCapabilities?.() as WithTorch | undefined;
      setTorch(can?.torch ? false : undefined);
      setState("open");
    };
    open().catch((error: unknown) => {
      stop();
      if (!gone) setState(troubleOf(error));
    });
    return () => {
      gone = true;
      stop();
    };
  }, [seen]);
  return {
    video,
    state,
    torch,
    async setTorch(on) {
      const lit = { advanced: [{ torch: on }] } as unknown as MediaTrackConstraints;
      await track.current?.applyConstraints(lit).then(
        () => setTorch(on),
        () => setTorch(undefined),
      );
    },
  };
}

function troubleOf(error: unknown): CameraTrouble {
  const { name } = error as { name?: unknown };
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "none" : "failed";
}
