import type { MorningLine, MorningMark, MorningWords } from "./morning-words.ts";

/**
 * *Tờ sáng* as a picture for a group chat: 1080 × 1350 px, always light, words that read at 360 px without zooming.
 * What does not fit at full size is drawn smaller, never cut.
 */
export const pictureWidth = 1080;
export const pictureHeight = 1350;

const ink = {
  text: "#10203A",
  dim: "#43526A",
  rule: "#CFDAE6",
  ok: "#0B6B5B",
  bad: "#A3122F",
  warn: "#8A5300",
};
const paper = "#FFFFFF";
const sunk = "#F0F4F8";
const family = '"So Truc So", "Be Vietnam Pro", system-ui, sans-serif';
/** One of each file of letters: with marks, plain, a digit. */
const letters = "A\u1eddD1";
const margin = 57;
const footHeight = 113;
const textFrom = 145;
const smallest = 0.6;

type Pen = CanvasRenderingContext2D;

/** Draws the sheet; rejects where the browser can make no picture. */
export async function morningPicture(words: MorningWords): Promise<Blob> {
  await Promise.all(
    [400, 500, 600, 700].map((weight) => document.fonts.load(`${weight} 40px ${family}`, letters)),
  );
  const canvas = document.createElement("canvas");
  canvas.width = pictureWidth;
  canvas.height = pictureHeight;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  drawSheet(pen, words);
  return new Promise((made, failed) =>
    canvas.toBlob((blob) => (blob ? made(blob) : failed(new Error("no picture"))), "image/png"),
  );
}

function drawSheet(pen: Pen, words: MorningWords): void {
  pen.fillStyle = paper;
  pen.fillRect(0, 0, pictureWidth, pictureHeight);
  pen.textBaseline = "alphabetic";
  let scale = 1;
  while (scale > smallest && heightOf(pen, words, scale) > pictureHeight - footHeight) scale -= 0.05;
  const below = drawHead(pen, words, scale);
  drawLines(pen, words.lines, below, scale, true);
  pen.fillStyle = sunk;
  pen.fillRect(0, pictureHeight - footHeight, pictureWidth, footHeight);
  const size = Math.min(42, (42 * (pictureWidth - 2 * margin)) / widthOf(pen, words.foot, 400, 42));
  write(pen, words.foot, margin, pictureHeight - footHeight / 2 + size / 3, 400, size, ink.dim);
}

function heightOf(pen: Pen, words: MorningWords, scale: number): number {
  return drawLines(pen, words.lines, headHeight(pen, words, scale), scale, false);
}

/** The totals stand beside their words, or below them where they do not fit on one line. */
function totalsBeside(pen: Pen, words: MorningWords, scale: number): boolean {
  const marks = [words.ok, words.bad].filter((word) => word !== null);
  const width = marks.reduce((sum, word) => sum + 110 * scale + widthOf(pen, word, 600, 60 * scale), 0);
  return margin * 2 + widthOf(pen, words.total, 600, 48 * scale) + 40 + width <= pictureWidth;
}

function headHeight(pen: Pen, words: MorningWords, scale: number): number {
  const totals = words.ok !== null && !totalsBeside(pen, words, scale) ? 210 : 125;
  return 234 + totals * scale;
}

function drawHead(pen: Pen, words: MorningWords, scale: number): number {
  write(pen, words.title, margin, 112, 700, 76, ink.text);
  const room = pictureWidth - 2 * margin - widthOf(pen, words.title, 700, 76) - 40;
  const size = Math.min(48, (48 * room) / widthOf(pen, words.commune, 500, 48));
  write(
    pen,
    words.commune,
    pictureWidth - margin - widthOf(pen, words.commune, 500, size),
    112,
    500,
    size,
    ink.dim,
  );
  const moment = Math.min(48, (48 * (pictureWidth - 2 * margin)) / widthOf(pen, words.moment, 400, 48));
  write(pen, words.moment, margin, 190, 400, moment, ink.dim);
  pen.fillStyle = ink.ok;
  pen.fillRect(margin, 228, pictureWidth - 2 * margin, 2);
  pen.fillRect(margin, 232, pictureWidth - 2 * margin, 2);
  const base = 234 + 82 * scale;
  write(pen, words.total, margin, base, 600, 48 * scale, ink.text);
  const isBeside = totalsBeside(pen, words, scale);
  let x = isBeside ? margin + widthOf(pen, words.total, 600, 48 * scale) + 60 * scale : margin;
  const y = isBeside ? base : base + 85 * scale;
  for (const [word, mark, colour] of [
    [words.ok, "mended", ink.ok],
    [words.bad, "bad", ink.bad],
  ] as const) {
    if (word === null) continue;
    drawMark(pen, mark, x, y - 48 * scale, 60 * scale);
    write(pen, word, x + 84 * scale, y + 2, 600, 60 * scale, colour);
    x += 134 * scale + widthOf(pen, word, 600, 60 * scale);
  }
  return headHeight(pen, words, scale);
}

/** Where the last line ends, drawn or only measured. */
function drawLines(
  pen: Pen,
  lines: readonly MorningLine[],
  from: number,
  scale: number,
  isDrawn: boolean,
): number {
  let y = from;
  const room = pictureWidth - margin - textFrom;
  for (const { mark, title, detail } of lines) {
    if (isDrawn) {
      pen.fillStyle = ink.rule;
      pen.fillRect(margin, y, pictureWidth - 2 * margin, 2);
      drawMark(pen, mark, margin + 2, y + 26 * scale, 54 * scale);
    }
    y += 68 * scale;
    for (const [text, weight, size, colour] of [
      [title, 600, 47, ink.text],
      [detail, 400, 46, ink.dim],
    ] as const)
      for (const part of wrap(pen, text, weight, size * scale, room)) {
        if (isDrawn) write(pen, part, textFrom, y, weight, size * scale, colour);
        y += 62 * scale;
      }
    y -= 30 * scale;
  }
  return y;
}

/** Breaks at spaces; a single word that is wider than the room stays whole. */
function wrap(pen: Pen, text: string, weight: number, size: number, room: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(pen, `${last} ${word}`, weight, size) <= room)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function write(
  pen: Pen,
  text: string,
  x: number,
  y: number,
  weight: number,
  size: number,
  colour: string,
): void {
  pen.font = `${weight} ${size}px ${family}`;
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}

function widthOf(pen: Pen, text: string, weight: number, size: number): number {
  pen.font = `${weight} ${size}px ${family}`;
  return pen.measureText(text).width;
}

interface Shape {
  readonly colour: string;
  /** Paths on a grid of 24. */
  readonly fill?: string;
  readonly stroke: string;
  readonly strokeColour?: string;
  readonly dash?: readonly number[];
}

const circle = "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z";
const sun =
  "M12 7.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M12 1.5v2.5M12 20v2.5M1.5 12H4M20 12h2.5M4.6 4.6l1.8 1.8M17.6 17.6l1.8 1.8M4.6 19.4l1.8-1.8M17.6 6.4l1.8-1.8";
const moon = "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z";
const shapes: Record<MorningMark, Shape> = {
  mended: { colour: ink.ok, fill: circle, stroke: "M7.4 12.3l3.1 3.1 6.1-6.5", strokeColour: paper },
  bad: { colour: ink.bad, fill: "M2.5 2.5h19v19h-19z", stroke: "M8 8l8 8M16 8l-8 8", strokeColour: paper },
  unchecked: {
    colour: ink.warn,
    stroke: "M12 2.8a9.2 9.2 0 1 0 0 18.4a9.2 9.2 0 1 0 0-18.4z",
    dash: [2.2, 3.1],
  },
  due: { colour: ink.text, stroke: "M3.5 5h17v15.5h-17zM3.5 10h17M8 2.8V6M16 2.8V6M12 12.5v3.5M12 18.2v.1" },
  day: { colour: ink.text, stroke: sun },
  both: { colour: ink.text, stroke: sun },
  night: { colour: ink.text, stroke: moon },
};

function drawMark(pen: Pen, mark: MorningMark, x: number, y: number, size: number): void {
  const { colour, fill, stroke, strokeColour, dash } = shapes[mark];
  pen.save();
  pen.translate(x, y);
  pen.scale(size / 24, size / 24);
  pen.lineWidth = 2.2;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.setLineDash(dash ? [...dash] : []);
  pen.fillStyle = colour;
  if (fill) pen.fill(new Path2D(fill));
  pen.strokeStyle = strokeColour ?? colour;
  pen.stroke(new Path2D(stroke));
  pen.restore();
}
