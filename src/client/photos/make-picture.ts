import { photoBytes, photoEdge } from "#domain/photos/photo-limits.ts";
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

export type PictureRefusal = "file-empty" | "file-huge" | "not-a-picture" | "heic" | "picture-failed";

/** A larger file is no photo that a phone took. */
const largestFile = 60 * 1024 * 1024;
const mostPixels = 120_000_000;
const thumbBytes = 4 * 1024;

type Attempt = readonly [edge: number, quality: number];
const attempts: readonly Attempt[] = [
  [photoEdge, 0.82],
  [photoEdge, 0.7],
  [photoEdge, 0.56],
  [1024, 0.6],
  [1024, 0.45],
  [800, 0.5],
  [640, 0.5],
  [480, 0.4],
];
const thumbAttempts: readonly Attempt[] = [
  [176, 0.6],
  [144, 0.5],
  [112, 0.45],
  [80, 0.35],
  [48, 0.3],
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
    const picture = await smallEnough(bitmap, attempts, photoBytes, makeSurface);
    const thumb = await smallEnough(bitmap, thumbAttempts, thumbBytes, makeSurface);
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
  if (file.size === 0) return refuse("file-empty");
  if (file.size > largestFile) return refuse("file-huge");
  const head = await file
    .slice(0, headBytes)
    .arrayBuffer()
    .then((bytes) => readHead(new Uint8Array(bytes)))
    .catch(() => null);
  if (!head) return refuse("not-a-picture");
  const { size } = head;
  if (size && size.width * size.height > mostPixels) return refuse("file-huge");
  try {
    return accept(await createImageBitmap(file, { imageOrientation: "from-image", ...targetOf(size) }));
  } catch {
    return refuse(head.format === "heic" ? "heic" : "not-a-picture");
  }
}

/** One edge is told, so that the shape stays whether the browser turns the picture before or after. */
function targetOf(size: PictureHead["size"]): ImageBitmapOptions {
  if (!size || Math.max(size.width, size.height) <= photoEdge) return {};
  const edge = size.width >= size.height ? { resizeWidth: photoEdge } : { resizeHeight: photoEdge };
  return { ...edge, resizeQuality: "medium" };
}

async function smallEnough(
  bitmap: ImageBitmap,
  tries: readonly Attempt[],
  most: number,
  makeSurface: MakeSurface,
) {
  for (const [edge, quality] of tries) {
    const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(1, Math.round(bitmap.width * scale));
    const height = Math.max(1, Math.round(bitmap.height * scale));
    const surface = makeSurface(width, height);
    // What is transparent would turn black.
    surface.context.fillStyle = "#fff";
    surface.context.fillRect(0, 0, width, height);
    surface.context.drawImage(bitmap, 0, 0, width, height);
    const blob = await surface.encode("image/jpeg", quality);
    if (blob.type === "image/jpeg" && blob.size > 0 && blob.size <= most) return { blob, width, height };
  }
  return undefined;
}

async function base64(blob: Blob): Promise<string> {
  return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
}
