import { decodeQr, type Size } from "#documents/decode-qr.ts";

/** What a QR code in a picture says, by the browser's own reader where it has one; null where none is found. */
export async function readQr(
  picture: ImageBitmapSource & CanvasImageSource,
  size: Size,
): Promise<string | null> {
  const own = await ownReader();
  if (own) {
    const [code] = await own.detect(picture).catch(() => []);
    if (code) return code.rawValue;
  }
  return decodeQr(pixelsOf(picture, size));
}

const longestEdge = 900;

function pixelsOf(picture: CanvasImageSource, { width, height }: Size): ImageData {
  const scale = Math.min(1, longestEdge / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  if (!brush) throw new Error("This browser draws no pictures");
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return brush.getImageData(0, 0, canvas.width, canvas.height);
}

/** Not in the types of TypeScript yet. */
interface Reader {
  detect(picture: ImageBitmapSource): Promise<{ rawValue: string }[]>;
}
interface ReaderMaker {
  new (options: { formats: string[] }): Reader;
  getSupportedFormats(): Promise<string[]>;
}

let reader: Promise<Reader | null> | undefined;

function ownReader(): Promise<Reader | null> {
  reader ??= makeReader().catch(() => null);
  return reader;
}

async function makeReader(): Promise<Reader | null> {
  const Maker = (globalThis as { BarcodeDetector?: ReaderMaker }).BarcodeDetector;
  if (!Maker || !(await Maker.getSupportedFormats()).includes("qr_code")) return null;
  return new Maker({ formats: ["qr_code"] });
}
