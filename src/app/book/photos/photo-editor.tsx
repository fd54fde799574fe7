import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import type { KeptPhoto } from "#client/photos/kept-photos.ts";
import { useText } from "../../i18n/i18n.ts";
import { useLogbook } from "../../logbook-context.tsx";
import { Button } from "../../ui/button.tsx";
import { drawEdited, type Edit, firstPart, isTooSmall, nudge, type Part, partBetween } from "./edits.ts";
import { FullScreen } from "./full-screen.tsx";
import type { FormPhotos } from "./use-photos.ts";

/** One kept picture: faces and papers are covered, what does not matter is cut away, before anything is sent. */
export function PhotoEditor({
  photo,
  photos,
  onClose,
}: {
  photo: KeptPhoto;
  photos: FormPhotos;
  onClose: () => void;
}) {
  const t = useText("photos");
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = usePicture(photo.sha);
  const [edits, setEdits] = useState<readonly Edit[]>([]);
  const [part, setPart] = useState<Part>(firstPart);
  const [saving, setSaving] = useState(false);
  useEffect(() => {
    if (canvas.current && picture) drawEdited(canvas.current, picture, edits);
  }, [picture, edits]);
  const edit = (deed: Edit["do"]) => {
    if (isTooSmall(part)) return;
    setEdits([...edits, { do: deed, part }]);
    setPart(firstPart);
  };
  const keep = async () => {
    if (edits.length === 0 || !canvas.current) return onClose();
    if (saving) return;
    setSaving(true);
    const kept = await createImageBitmap(canvas.current).then(
      (made) => photos.take(made, photo.sha),
      () => false,
    );
    setSaving(false);
    if (kept) onClose();
  };
  const drop = () => {
    void photos.drop(photo.sha);
    onClose();
  };
  return (
    <FullScreen
      title={t("edit")}
      closeLabel={t("common:close")}
      onClose={onClose}
      tools={
        <>
          <div className="editor-tools">
            <Button onClick={() => edit("cover")}>{t("cover")}</Button>
            <Button onClick={() => edit("crop")}>{t("crop")}</Button>
            <Button icon="undo" onClick={() => setEdits(edits.slice(0, -1))}>
              {t("undo")}
            </Button>
            <Button icon="trash" onClick={drop}>
              {t("drop")}
            </Button>
          </div>
          <Button variant="main" size="56" full onClick={() => void keep()}>
            {saving ? t("keeping") : t("keepIt")}
          </Button>
        </>
      }
    >
      <p className="full-screen-words" id="frame-help">
        {t("frameHelp")}
      </p>
      <div className="editor-stage">
        <Frame part={part} onChange={setPart}>
          <canvas ref={canvas} aria-label={t("picture")} role="img" />
        </Frame>
      </div>
      <p className="full-screen-said" role="status">
        {edits.length > 0 ? t("edited", { count: edits.length }) : ""}
      </p>
    </FullScreen>
  );
}

const step = 0.04;
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-step, 0],
  ArrowRight: [step, 0],
  ArrowUp: [0, -step],
  ArrowDown: [0, step],
};

/** The frame over the picture: drawn anew by a finger, moved by the arrow keys, stretched by them with Shift. */
function Frame({
  part,
  onChange,
  children,
}: {
  part: Part;
  onChange: (part: Part) => void;
  children: React.ReactNode;
}) {
  const t = useText("photos");
  const start = useRef<{ x: number; y: number } | null>(null);
  const at = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = arrows[event.key];
    if (!by) return;
    event.preventDefault();
    onChange(nudge(part, by[0], by[1], event.shiftKey));
  };
  const percent = (value: number) => `${value * 100}%`;
  return (
    <div
      className="editor-picture"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = at(event);
      }}
      onPointerMove={(event) => {
        if (start.current) onChange(partBetween(start.current, at(event)));
      }}
      onPointerUp={() => {
        start.current = null;
        if (isTooSmall(part)) onChange(firstPart);
      }}
      onPointerCancel={() => {
        start.current = null;
      }}
    >
      {children}
      <button
        className="editor-frame"
        type="button"
        aria-label={t("frame")}
        aria-describedby="frame-help"
        onKeyDown={onKeyDown}
        style={{
          left: percent(part.x),
          top: percent(part.y),
          width: percent(part.width),
          height: percent(part.height),
        }}
      />
    </div>
  );
}

function usePicture(sha: string): ImageBitmap | null {
  const { store } = useLogbook();
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  useEffect(() => {
    let open: ImageBitmap | undefined;
    let gone = false;
    const load = async () => {
      const blob = await store.read((tx) => tx.blob(sha));
      if (!blob) return;
      open = await createImageBitmap(new Blob([blob.bytes], { type: blob.type }));
      if (gone) open.close();
      else setPicture(open);
    };
    void load().catch(() => undefined);
    return () => {
      gone = true;
      open?.close();
    };
  }, [store, sha]);
  return picture;
}
