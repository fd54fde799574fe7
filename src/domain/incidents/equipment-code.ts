/** The code of a thing in what its label says: the address `…/thiet-bi/XM-014`, or the code alone. */
export function equipmentCodeOf(label: string): string | null {
  const text = label.trim();
  const [, found] = /\/thiet-bi\/([^/?#]+)/.exec(text) ?? [];
  const code = found === undefined ? text : decoded(found);
  return code !== null && /^[^\s/]{1,60}$/.test(code) ? code : null;
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
