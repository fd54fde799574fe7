import { type Result, refuse } from "#kernel/result.ts";
import { type MadePicture, type MakeSurface, makePicture, type PictureRefusal } from "./make-picture.ts";

export interface PictureOrder {
  readonly order: number;
  readonly source: Blob | ImageBitmap;
}

export interface PictureAnswer {
  readonly order: number;
  readonly result: Result<MadePicture, PictureRefusal>;
}

/** Makes pictures one at a time: two large ones at once are too much for a small phone. */
export interface PictureMaker {
  make(source: Blob | ImageBitmap): Promise<Result<MadePicture, PictureRefusal>>;
  /** Frees the worker's memory; what is under way is not waited for. */
  close(): void;
}

/** `onPage` draws where the browser has no canvas for workers. */
export function openPictureMaker(onPage: MakeSurface): PictureMaker {
  const canWork = typeof OffscreenCanvas === "function" && typeof Worker === "function";
  let worker: Worker | undefined;
  let tail: Promise<unknown> = Promise.resolve();
  let orders = 0;
  const inWorker = (source: Blob | ImageBitmap) => {
    worker ??= new Worker(new URL("./picture-worker.ts", import.meta.url), { type: "module" });
    orders += 1;
    return askWorker(worker, { order: orders, source });
  };
  const end = () => {
    worker?.terminate();
    worker = undefined;
  };
  return {
    make(source) {
      const turn = tail.then(async () => {
        if (!canWork) return makePicture(source, onPage);
        const result = await inWorker(source);
        // A worker that fell over, for want of memory perhaps, is not asked again.
        if (!result.ok && result.refusal.code === "picture-failed") end();
        return result;
      });
      tail = turn.catch(() => undefined);
      return turn;
    },
    close: end,
  };
}

function askWorker(worker: Worker, order: PictureOrder): Promise<Result<MadePicture, PictureRefusal>> {
  return new Promise((resolve) => {
    const listening = new AbortController();
    const end = (result: Result<MadePicture, PictureRefusal>) => {
      listening.abort();
      resolve(result);
    };
    worker.addEventListener(
      "message",
      ({ data }: MessageEvent<PictureAnswer>) => {
        if (data.order === order.order) end(data.result);
      },
      listening,
    );
    worker.addEventListener("error", () => end(refuse("picture-failed")), listening);
    worker.addEventListener("messageerror", () => end(refuse("picture-failed")), listening);
    worker.postMessage(order, order.source instanceof Blob ? [] : [order.source]);
  });
}
