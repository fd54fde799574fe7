import {
  isPhotoTooLong,
  leastPart,
  photoRoom,
  photoScale,
  type Size,
  thumbPart,
} from "#domain/photos/photo-limits.ts";
import { accept, type Result, refuse } from "#kernel/result.ts";
import { sha256 } from "./hash.ts";
import { headBytes, type PictureHead, readHead } from "./picture-size.ts";

/** A place to draw on: off the page in a worker, or a canvas of the page where there is none. */
export interface Surface {
  readonly context: Pick<OffscreenCanvasRenderingContext2D, "drawImage" | "fillRect" | "fillStyle">;
  encode(type: string, quality: number): Promise<Blob>;
}
export type MakeSurface = (width: number, height: number) => Surface;

export interface MadePicture {
  readonly bytes: ArrayBuffer;
  readonly sha: string;
  readonly type: "image/jpeg";
  readonly width: number;
  readonly height: number;
  /** Base64 of a small JPEG. */
  readonly thumb: string;
}

export type PictureRefusal =
  | "file-empty"
  | "file-away"
  | "file-huge"
  | "not-a-picture"
  | "picture-damaged"
  | "picture-long"
  | "heic"
  | "picture-failed";

/** A larger file is no photo that a phone took. */
const largestFile = 60 * 1024 * 1024;
const mostPixels = 120_000_000;
const thumbBytes = 4 * 1024;

/** Part of the size that the picture should have, and quality. */
type Attempt = readonly [part: number, quality: number];
const attempts: readonly Attempt[] = [
  [1, 0.82],
  [1, 0.7],
  [1, 0.56],
  [0.8, 0.6],
  [0.8, 0.45],
  [0.625, 0.5],
  [0.5, 0.5],
  [0.375, 0.4],
];
const thumbEdge = 176;
const thumbAttempts: readonly Attempt[] = [
  [1, 0.6],
  [0.82, 0.5],
  [0.64, 0.45],
  [0.45, 0.35],
  [0.27, 0.3],
];

/**
 * Makes of a file, or of what a camera shows, a picture that is small enough to keep and to send: decoded at the size
 * it will have, and written anew, so that nothing of the file's own notes (place, device, hour) goes along.
 */
export async function makePicture(
  source: Blob | ImageBitmap,
  makeSurface: MakeSurface,
): Promise<Result<MadePicture, PictureRefusal>> {
  const decoded = source instanceof Blob ? await decode(source) : accept(source);
  if (!decoded.ok) return decoded;
  const bitmap = decoded.value;
  try {
    if (isPhotoTooLong(bitmap)) return refuse("picture-long");
    const scale = photoScale(bitmap);
    const size = { width: bitmap.width * scale, height: bitmap.height * scale };
    const least = leastPart(size);
    const tries = attempts.filter(([part]) => part >= least);
    const picture = await smallEnough(
      bitmap,
      { part: bitmap, scale, tries, room: photoRoom(size) },
      makeSurface,
    );
    if (!picture && least > 0) return refuse("picture-long");
    const thumb = await makeThumb(bitmap, makeSurface);
    if (!picture || !thumb) return refuse("picture-failed");
    const bytes = await picture.blob.arrayBuffer();
    const { width, height } = picture;
    const sha = await sha256(bytes);
    return accept({ bytes, sha, type: "image/jpeg", width, height, thumb: await base64(thumb.blob) });
  } catch {
    return refuse("picture-failed");
  } finally {
    bitmap.close();
  }
}

async function decode(file: Blob): Promise<Result<ImageBitmap, PictureRefusal>> {
  // A gallery hands out a photo that is still in the cloud as a picture without a byte, or one that cannot be read.
  if (file.size === 0) return refuse(file.type.startsWith("image/") ? "file-away" : "file-empty");
  if (file.size > largestFile) return refuse("file-huge");
  const bytes = await bytesOf(file.slice(0, headBytes));
  if (!bytes) return refuse("file-away");
  const head = readHead(bytes);
  const { size } = head;
  if (size && size.width * size.height > mostPixels) return refuse("file-huge");
  if (size && isPhotoTooLong(size)) return refuse("picture-long");
  try {
    return accept(await createImageBitmap(file, { imageOrientation: "from-image", ...targetOf(size) }));
  } catch {
    return refuse(await whyUnread(file, head.format));
  }
}

async function whyUnread(file: Blob, format: PictureHead["format"]): Promise<PictureRefusal> {
  const end = await bytesOf(file.slice(-headBytes));
  if (!end) return "file-away";
  if (format === "heic") return "heic";
  return format === "other" ? "not-a-picture" : "picture-damaged";
}

/** Null where the file cannot be read at all. */
async function bytesOf(part: Blob): Promise<Uint8Array | null> {
  return part.arrayBuffer().then(
    (bytes) => new Uint8Array(bytes),
    () => null,
  );
}

/** One edge is told, so that the shape stays whether the browser turns the picture before or after. */
function targetOf(size: PictureHead["size"]): ImageBitmapOptions {
  const scale = size ? photoScale(size) : 1;
  if (!size || scale === 1) return {};
  const edge =
    size.width >= size.height
      ? { resizeWidth: Math.round(size.width * scale) }
      : { resizeHeight: Math.round(size.height * scale) };
  return { ...edge, resizeQuality: "medium" };
}

interface Wish {
  /** From the upper left corner. */
  readonly part: Size;
  readonly scale: number;
  readonly tries: readonly Attempt[];
  /** Bytes at most. */
  readonly room: number;
}

function makeThumb(bitmap: ImageBitmap, makeSurface: MakeSurface) {
  const part = thumbPart(bitmap);
  const scale = Math.min(1, thumbEdge / Math.max(part.width, part.height));
  return smallEnough(bitmap, { part, scale, tries: thumbAttempts, room: thumbBytes }, makeSurface);
}

async function smallEnough(
  bitmap: ImageBitmap,
  { part, scale, tries, room }: Wish,
  makeSurface: MakeSurface,
) {
  for (const [share, quality] of tries) {
    const width = Math.max(1, Math.round(part.width * scale * share));
    const height = Math.max(1, Math.round(part.height * scale * share));
    const surface = makeSurface(width, height);
    // What is transparent would turn black.
    surface.context.fillStyle = "#fff";
    surface.context.fillRect(0, 0, width, height);
    surface.context.drawImage(bitmap, 0, 0, part.width, part.height, 0, 0, width, height);
    const blob = await surface.encode("image/jpeg", quality);
    if (blob.type === "image/jpeg" && blob.size > 0 && blob.size <= room) return { blob, width, height };
  }
  return undefined;
}

async function base64(blob: Blob): Promise<string> {
  return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
}
