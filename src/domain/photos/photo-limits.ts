/** What a device makes of a picture: longest edge in px, and bytes at most. */
export const photoEdge = 1280;
export const photoBytes = 150 * 1024;

/** Below this a screen of text cannot be read; the shorter edge of a long or wide picture keeps so much. */
const shortEdge = 640;
const readableEdge = 400;
/** A picture that is small already loses nothing by so little. */
const stillClear = 0.8;
/** As much as small phones draw. */
const longestEdge = 12_000;
const mostBytes = 1024 * 1024;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * How much a picture is made smaller: its longer edge to 1280 px, but a scroll capture or a panorama only until its shorter
 * edge is 640 px.
 */
export function photoScale({ width, height }: Size): number {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  const wanted = Math.max(photoEdge / long, shortEdge / short);
  return Math.min(1, wanted, longestEdge / long);
}

/** A picture so long that its words would be lost though they are there. */
export function isPhotoTooLong(size: Size): boolean {
  const short = Math.min(size.width, size.height);
  return short * photoScale(size) < Math.min(readableEdge, short * stillClear);
}

const longFrom = 2.5;

/** How far a long or wide picture of this size may be made smaller still, for the sake of its bytes, and be read. */
export function leastPart({ width, height }: Size): number {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  return long / short < longFrom ? 0 : Math.min(1, readableEdge / short);
}

/** More area than the usual picture may take more bytes, and none more than the server is glad of. */
export function photoRoom({ width, height }: Size): number {
  const share = (width * height) / (photoEdge * photoEdge);
  return share <= 1 ? photoBytes : Math.min(mostBytes, Math.round(photoBytes * share * 2));
}

/** The part of a picture that its thumbnail shows: a long one from its top, a wide one from its left. */
export function thumbPart({ width, height }: Size): Size {
  return { width: Math.min(width, height * 2), height: Math.min(height, width * 2) };
}
