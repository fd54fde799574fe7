/** Rows of a text of comma-separated values (RFC 4180), with the separator that the first lines use most. */
export function parseCsv(text: string): string[][] | null {
  const plain = text.replace(/^\ufeff/, "");
  const separator = separatorOf(plain);
  const rows: string[][] = [[]];
  let cell = "";
  let at = 0;
  const endCell = () => {
    rows.at(-1)?.push(cell);
    cell = "";
  };
  while (at < plain.length) {
    const letter = plain[at] ?? "";
    if (letter === '"' && cell.trim() === "") {
      const quoted = readQuoted(plain, at + 1);
      if (quoted === null) return null;
      cell = quoted.text;
      at = quoted.next;
      continue;
    }
    at += 1;
    if (letter === separator) endCell();
    else if (letter === "\n" || letter === "\r") {
      if (letter === "\r" && plain[at] === "\n") at += 1;
      endCell();
      rows.push([]);
    } else cell += letter;
  }
  endCell();
  return rows;
}

/** Up to the quote that is not doubled; null when there is none. */
function readQuoted(text: string, from: number): { text: string; next: number } | null {
  let found = "";
  for (let at = from; at < text.length; at++) {
    if (text[at] !== '"') found += text[at];
    else if (text[at + 1] === '"') {
      found += '"';
      at += 1;
    } else return { text: found, next: at + 1 };
  }
  return null;
}

const separators = [",", ";", "\t"] as const;
const lookedLines = 10;

/** Quoted parts do not count; without any of them the whole line is one cell. */
function separatorOf(text: string): string {
  const lines = text
    .replace(/"[^"]*"/g, "")
    .split(/\r\n|\n|\r/, lookedLines)
    .join("\n");
  const count = (mark: string) => lines.split(mark).length;
  return separators.reduce((best: string, mark) => (count(mark) > count(best) ? mark : best), ",");
}
