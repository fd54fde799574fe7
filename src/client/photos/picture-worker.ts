import { type MakeSurface, makePicture } from "./make-picture.ts";
import type { PictureAnswer, PictureOrder } from "./picture-maker.ts";

declare const self: DedicatedWorkerGlobalScope;

const offPage: MakeSurface = (width, height) => {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("nothing to draw on");
  return { context, encode: (type, quality) => canvas.convertToBlob({ type, quality }) };
};

self.addEventListener("message", async ({ data }: MessageEvent<PictureOrder>) => {
  const result = await makePicture(data.source, offPage);
  const answer: PictureAnswer = { order: data.order, result };
  self.postMessage(answer, result.ok ? [result.value.bytes] : []);
});
