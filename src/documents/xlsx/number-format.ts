/**
 * A number as its cell shows it (ECMA-376, 18.8.30): leading zeros, words around it, grouping, decimals, percent. Null
 * where the format says more than that; then the number stands as it is.
 */
export function formatted(value: number, format: string): string | null {
  const sections = sectionsOf(format);
  const [positive = [], negative, zero] = sections;
  if (value < 0 && negative) return written(-value, negative);
  if (value === 0 && zero) return written(0, zero);
  const text = written(Math.abs(value), positive);
  return text === null ? null : (value < 0 ? "-" : "") + text;
}

interface Part {
  /** `digits` holds the places of the number itself: 0, #, ?, points and commas. */
  readonly kind: "words" | "digits" | "percent" | "unknown";
  readonly text: string;
}

const part =
  /"([^"]*)"|\\(.)|_(.)|\*.|\[(\$[^\]-]*)?[^\]]*\]|([0#?][0#?.,]*|\.[0#?]+)|(%)|(General)|([-+(): $€₫])|(.)/giu;

function sectionsOf(format: string): Part[][] {
  const sections: Part[][] = [[]];
  const put = (kind: Part["kind"], text: string) => sections.at(-1)?.push({ kind, text });
  for (const [
    whole,
    quoted,
    escaped,
    space,
    currency,
    digits,
    percent,
    general,
    plain,
    other,
  ] of format.matchAll(part)) {
    if (quoted !== undefined || escaped !== undefined) put("words", quoted ?? escaped ?? "");
    else if (space !== undefined) put("words", " ");
    else if (currency !== undefined) put("words", currency.slice(1));
    else if (digits !== undefined) put("digits", digits);
    else if (percent !== undefined) put("percent", "%");
    else if (general !== undefined) put("digits", "General");
    else if (plain !== undefined) put("words", plain);
    else if (other === ";") sections.push([]);
    else if (other !== undefined) put("unknown", whole);
  }
  return sections;
}

function written(value: number, parts: readonly Part[]): string | null {
  const runs = parts.filter(({ kind }) => kind === "digits");
  if (parts.some(({ kind }) => kind === "unknown")) return null;
  const percent = parts.filter(({ kind }) => kind === "percent").length;
  const [only] = runs;
  if (!only)
    return parts
      .map(({ text }) => text)
      .join("")
      .trim();
  const shown = runs.length === 1 ? [digitsOf(value * 100 ** percent, only.text)] : spread(value, runs);
  if (!shown) return null;
  let next = 0;
  return parts
    .map(({ kind, text }) => (kind === "digits" ? (shown[next++] ?? "") : text))
    .join("")
    .trim();
}

/** One run of places, decimals and grouping as Viet Nam writes them. */
function digitsOf(value: number, places: string): string {
  if (places === "General") return String(value);
  const [, whole = "", thousands = "", decimals = ""] = /^([^.]*?)(,*)(?:\.(.*))?$/.exec(places) ?? [];
  const scaled = value / 1000 ** thousands.length;
  const most = decimals.replace(/[^0#?]/g, "").length;
  const least = decimals.replace(/[^0]/g, "").length;
  const [integer = "", fraction = ""] = scaled.toFixed(Math.min(most, 20)).split(".");
  const width = whole.replace(/[^0]/g, "").length;
  const padded = (integer === "0" && width === 0 && most > 0 ? "" : integer).padStart(width, "0");
  const grouped = whole.includes(",") ? padded.replace(/\B(?=(\d{3})+$)/g, ".") : padded;
  const kept = fraction.slice(0, least) + fraction.slice(least).replace(/0+$/, "");
  return kept === "" ? grouped : `${grouped},${kept}`;
}

/** Several runs share the digits of one whole number, the last ones to the last: `0000"-"000`. */
function spread(value: number, runs: readonly Part[]): string[] | null {
  if (runs.some(({ text }) => /[^0#?]/.test(text))) return null;
  let rest = Math.round(value).toString();
  const shown: string[] = [];
  for (const [at, { text }] of [...runs.entries()].reverse()) {
    const width = at === 0 ? Math.max(rest.length, text.length) : text.length;
    shown.unshift(rest.slice(-width).padStart(text.replace(/[^0]/g, "").length, "0"));
    rest = rest.slice(0, -width);
  }
  return shown;
}
