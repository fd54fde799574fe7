import { fold } from "#kernel/text.ts";

const longest = 300;

/** What a label says that names a thing, its code or its id: the address `…/thiet-bi/XM-014`, or the code alone. */
export function equipmentCodeOf(label: string): string | null {
  const text = label.trim();
  const [, found] = /\/thiet-bi\/([^?#]+?)\/?(?:[?#]|$)/.exec(text) ?? [];
  if (found === undefined && /^[a-z][a-z\d+.-]*:\/\//i.test(text)) return null;
  const code = found === undefined ? text : decoded(found);
  return code !== null && code !== "" && code.length <= longest ? code : null;
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** The thing that a label names; codes are compared as people read them. */
export function thingOnLabel<T extends { readonly id: string; readonly body: { readonly code?: string } }>(
  things: readonly T[],
  label: string,
): T | undefined {
  const named = equipmentCodeOf(label);
  if (named === null) return undefined;
  const folded = fold(named);
  return (
    things.find(({ body }) => body.code === named) ??
    things.find(({ id }) => id === named) ??
    things.find(({ body }) => fold(body.code ?? "") === folded)
  );
}
