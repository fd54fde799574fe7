/** What of a date a format shows; null when it is a format of numbers. */
export interface DateParts {
  readonly year: boolean;
  readonly month: boolean;
  readonly day: boolean;
  readonly hour: boolean;
}

/** Formats that a file names by number alone. */
const builtIn: Readonly<Record<number, string>> = {
  ...{ 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0;-#,##0" },
  ...{ 14: "d/m/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM" },
  ...{ 20: "h:mm", 21: "h:mm:ss", 22: "d/m/yyyy h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0" },
};

export function builtInFormat(id: number): string {
  const isFarEastDate = (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  return builtIn[id] ?? (isFarEastDate ? "d/m/yyyy" : "General");
}

export function datePartsOf(format: string): DateParts | null {
  const [first = ""] = format.split(";");
  const bare = first
    .replace(/"[^"]*"|\\.|_.|\*./g, "")
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "")
    .replace(/general/gi, "")
    .toLowerCase();
  if (!/[ymdhs]/.test(bare) || /[#0?](?!\d*$)/.test(bare.replace(/s\.0+/g, "s"))) return null;
  const hour = /[hs]/.test(bare);
  return {
    year: bare.includes("y"),
    // In company of hours a lone m may be minutes.
    month: /m/.test(bare.replace(/h+[^a-z]*m+|m+[^a-z]*s+/g, "")),
    day: bare.includes("d"),
    hour,
  };
}

const dayMs = 86_400_000;
/** Excel counts a 29 February 1900 that never was. */
const epoch = Date.UTC(1899, 11, 30);
const lastSerial = 2_958_465;

/**
 * A date as far as the cell shows it: `2027-12-31`, `12/2027`, `2027`, `31/12`, `07:30`. A month without its day stays
 * one, whatever day the file keeps behind it.
 */
export function dateWords(serial: number, parts: DateParts, from1904: boolean): string | null {
  const days = from1904 ? serial + 1462 : serial;
  if (!(days >= 0 && days <= lastSerial)) return null;
  const ms = epoch + Math.round((days < 60 && days >= 1 ? days + 1 : days) * 86_400) * 1000;
  const iso = new Date(ms).toISOString();
  const [year = "", month = "", day = ""] = iso.slice(0, 10).split("-");
  const { year: y, month: m, day: d, hour } = parts;
  const time = iso.slice(11, 16);
  if (y && m && d) return `${year}-${month}-${day}`;
  if (y && m) return `${month}/${year}`;
  if (y) return year;
  if (m && d) return `${day}/${month}`;
  if (m) return month;
  if (d) return day;
  return hour ? (serial >= 1 ? `${Math.floor((serial * dayMs) / 3_600_000)}:${time.slice(3)}` : time) : null;
}
