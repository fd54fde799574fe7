/** A whole number as a field holds it: read, not said, or kept as typed because it cannot be read as one. */
export type TypedNumber = number | string | null;

/** Never another number than the one typed: a comma, a minus or a letter leaves the text as it is. */
export function readWhole(text: string): TypedNumber {
  const typed = text.trim();
  if (typed === "") return null;
  return /^\d{1,15}$/.test(typed) ? Number(typed) : text;
}

/** What a minus or plus button counts from; the decimal comma is understood, what is no number counts as 0. */
export function countedFrom(value: TypedNumber): number {
  if (typeof value !== "string") return value ?? 0;
  const read = Math.trunc(Number(value.trim().replace(",", ".")));
  return Number.isFinite(read) ? read : 0;
}

/** True for a whole number between the two, both allowed. */
export function isWholeWithin(value: TypedNumber, least: number, most: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}
