/** Under this key a note is kept while it is typed. */
export function noteDraftKey(run: string, item: string): string {
  return `${run}/note/${item}`;
}
