/** A part of a picture, in fractions of its edges. */
export interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Edit {
  readonly do: "cover" | "crop";
  readonly part: Part;
}

export const firstPart: Part = { x: 0.3, y: 0.3, width: 0.4, height: 0.4 };
const leastEdge = 0.03;
/** A face of so few squares cannot be made out again. */
const mostSquares = 5;
const leastSquare = 20;

/** Between two corners, whichever was first, inside the picture. */
export function partBetween(a: { x: number; y: number }, b: { x: number; y: number }): Part {
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)].map(clamp) as [number, number];
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)].map(clamp) as [number, number];
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Moved or stretched by the arrow keys. */
export function nudge(part: Part, dx: number, dy: number, stretch: boolean): Part {
  if (stretch) {
    const width = Math.min(1 - part.x, Math.max(leastEdge, part.width + dx));
    return { ...part, width, height: Math.min(1 - part.y, Math.max(leastEdge, part.height + dy)) };
  }
  const x = Math.min(1 - part.width, Math.max(0, part.x + dx));
  return { ...part, x, y: Math.min(1 - part.height, Math.max(0, part.y + dy)) };
}

export function isTooSmall({ width, height }: Part): boolean {
  return width < leastEdge || height < leastEdge;
}

/** Draws the picture with all edits, on the canvas that then has its size. */
export function drawEdited(canvas: HTMLCanvasElement, picture: ImageBitmap, edits: readonly Edit[]): void {
  const shown = edits.reduce<Shown>(
    (before, edit) => (edit.do === "crop" ? cropped(before, edit.part) : covered(before, edit.part)),
    picture,
  );
  copyInto(canvas, shown, whole);
}

const whole: Part = { x: 0, y: 0, width: 1, height: 1 };
type Shown = CanvasImageSource & { readonly width: number; readonly height: number };

function cropped(source: Shown, part: Part): HTMLCanvasElement {
  return copyInto(document.createElement("canvas"), source, part);
}

/** What lay there is gone from the bytes: a few squares, each of one colour, are all that is drawn. */
function covered(source: Shown, part: Part): HTMLCanvasElement {
  const all = cropped(source, whole);
  const [x, y] = [part.x * source.width, part.y * source.height];
  const [width, height] = [part.width * source.width, part.height * source.height];
  const square = Math.max(leastSquare, Math.max(width, height) / mostSquares);
  const small = document.createElement("canvas");
  small.width = Math.max(1, Math.round(width / square));
  small.height = Math.max(1, Math.round(height / square));
  contextOf(small).drawImage(source, x, y, width, height, 0, 0, small.width, small.height);
  const context = contextOf(all);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, small.width, small.height, x, y, width, height);
  return all;
}

function copyInto(canvas: HTMLCanvasElement, source: Shown, part: Part): HTMLCanvasElement {
  const [width, height] = [part.width * source.width, part.height * source.height];
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const [x, y] = [part.x * source.width, part.y * source.height];
  contextOf(canvas).drawImage(source, x, y, width, height, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("nothing to draw on");
  return context;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
