import type { MakeSurface } from "#client/photos/make-picture.ts";

/** Draws on the page, where the browser has no canvas for workers. */
export const pageSurface: MakeSurface = (width, height) => {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("nothing to draw on");
  return {
    context,
    encode: (type, quality) =>
      new Promise((resolve, reject) => {
        canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("not drawn"))), type, quality);
      }),
  };
};
