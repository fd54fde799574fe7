/** Notes hold about two pages; what is longer belongs in a document. In UTF-16 units, as the schema counts. */
export const noteLimit = 4000;
/** Titles and names of things. */
export const shortLimit = 300;

/** How many characters must go, 0 when the text fits. */
export function overLimit(text: string, limit: number = noteLimit): number {
  return Math.max(0, text.length - limit);
}
