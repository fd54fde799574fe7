/**
 * Which of the sites that are open somebody answers for: those given to them, or all where none was given or none of
 * theirs is open any more, so that nobody's morning is empty by mistake.
 */
export function ownSites<Row extends { readonly id: string }>(
  given: readonly string[] | undefined,
  open: readonly Row[],
): readonly Row[] {
  const own = open.filter(({ id }) => given?.includes(id));
  return own.length > 0 ? own : open;
}
