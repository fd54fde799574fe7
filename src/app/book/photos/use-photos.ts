import { useEffect, useRef, useState } from "react";
import type { Logbook } from "#client/logbook.ts";
import {
  dropPhoto,
  type KeptPhoto,
  type KeptUnder,
  keepPhoto,
  keptPhotos,
} from "#client/photos/kept-photos.ts";
import type { PictureRefusal } from "#client/photos/make-picture.ts";
import { openPictureMaker, type PictureMaker } from "#client/photos/picture-maker.ts";
import { storageState } from "#client/storage.ts";
import { correctedNow } from "#sync/device-clock.ts";
import { DeviceFull } from "#sync/store-errors.ts";
import { textOf } from "../../i18n/i18n.ts";
import { useDesk, useLive, useLogbook } from "../../logbook-context.tsx";
import { announce } from "../../ui/live-region.tsx";
import { pageSurface } from "./page-surface.ts";

export type PhotoProblemCode = PictureRefusal | "no-room" | "device-full" | "not-kept";

export interface PhotoProblem {
  readonly code: PhotoProblemCode;
  /** Name of the file, empty for a shot. */
  readonly file: string;
}

export interface FormPhotos {
  readonly kept: readonly KeptPhoto[];
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly problems: readonly PhotoProblem[];
  readonly takeFiles: (files: readonly File[]) => Promise<void>;
  /** One shot, or what a kept picture became. */
  readonly take: (picture: ImageBitmap, replaces?: string) => Promise<boolean>;
  readonly drop: (sha: string) => Promise<void>;
  readonly clearProblems: () => void;
}

/** The pictures kept under a form. Each is on the disk before the next is begun. */
export function usePhotos(under: KeptUnder): FormPhotos {
  const logbook = useLogbook();
  const maker = useMaker();
  const offset = useDesk()?.meta?.offset ?? null;
  const kept = useLive((tx) => keptPhotos(tx, under.form), [under.form]) ?? [];
  const [progress, setProgress] = useState<FormPhotos["progress"]>(null);
  const [problems, setProblems] = useState<readonly PhotoProblem[]>([]);
  /** What is being made; what is chosen meanwhile joins the end of it. */
  const queue = useRef<File[] | null>(null);

  const keep = async (source: Blob | ImageBitmap, file: string, replaces?: string): Promise<boolean> => {
    const taken = Math.round(correctedNow({ offset }, Date.now()));
    const code = await makeAndKeep(logbook, maker(), under, { source, taken, replaces });
    if (code !== null) setProblems((now) => [...now, { code, file }]);
    return code === null;
  };
  return {
    kept,
    progress,
    problems,
    clearProblems: () => setProblems([]),
    async takeFiles(files) {
      if (queue.current) {
        queue.current.push(...files);
        return;
      }
      const mine = [...files];
      queue.current = mine;
      setProblems([]);
      let count = 0;
      for (const [done, file] of mine.entries()) {
        setProgress({ done, total: mine.length });
        if (await keep(file, file.name)) count += 1;
      }
      queue.current = null;
      setProgress(null);
      if (count > 0) announce(textOf("photos:added", { count }));
    },
    take: (picture, replaces) => keep(picture, "", replaces),
    async drop(sha) {
      await dropPhoto(logbook.store, under, sha);
      announce(textOf("photos:dropped"));
    },
  };
}

/** One worker for as long as the form is open. */
function useMaker(): () => PictureMaker {
  const maker = useRef<PictureMaker | null>(null);
  useEffect(
    () => () => {
      maker.current?.close();
      maker.current = null;
    },
    [],
  );
  return () => {
    maker.current ??= openPictureMaker(pageSurface);
    return maker.current;
  };
}

interface Picture {
  readonly source: Blob | ImageBitmap;
  /** By the corrected clock, Unix ms. */
  readonly taken: number;
  readonly replaces: string | undefined;
}

async function makeAndKeep(
  { store }: Logbook,
  maker: PictureMaker,
  under: KeptUnder,
  { source, taken, replaces }: Picture,
): Promise<PhotoProblemCode | null> {
  try {
    const { room } = await storageState();
    if (room === "no-photos" || room === "export") return "no-room";
    const made = await maker.make(source);
    if (!made.ok) return made.refusal.code;
    const { bytes, sha, type, width, height, thumb } = made.value;
    const photo = { sha, type, bytes: bytes.byteLength, width, height, thumb, taken };
    await keepPhoto(store, under, { photo, bytes }, replaces);
    return null;
  } catch (error) {
    return error instanceof DeviceFull ? "device-full" : "not-kept";
  }
}
