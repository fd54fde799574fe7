import { type CalendarDay, isCalendarDay } from "#kernel/calendar.ts";
import { cleanText, fold } from "#kernel/text.ts";
import { findByName } from "../lineage.ts";
import type { Equipment, Site } from "../org-kinds.ts";
import { type LineNote, type PlannedLine, repeatedOn, stateOf } from "./import-lines.ts";

/** One thing of the register as a spreadsheet has it. */
export interface EquipmentLine {
  readonly line: number;
  readonly code: string;
  readonly name: string;
  readonly place: string;
  readonly sort: string;
  readonly site: string;
  readonly serial: string;
  readonly supplier: string;
  /** As the spreadsheet writes a day. */
  readonly warrantyUntil: string;
  readonly note: string;
}

export interface KnownRegister {
  readonly equipment: readonly { readonly id: string; readonly body: Equipment }[];
  readonly sites: readonly { readonly id: string; readonly body: Site }[];
}

export interface PlannedEquipment extends PlannedLine {
  readonly code: string;
  readonly name: string;
  readonly place: string;
  readonly sort: string;
  readonly site: string | null;
  readonly serial: string;
  readonly supplier: string;
  readonly warrantyUntil: CalendarDay | null;
  readonly note: string;
  readonly id: string | null;
}

const longest = {
  code: 60,
  name: 300,
  place: 300,
  sort: 300,
  serial: 300,
  supplier: 300,
  note: 4000,
} as const;

/** A thing is the same as another when its code is. */
export function planEquipment(lines: readonly EquipmentLine[], known: KnownRegister): PlannedEquipment[] {
  const byCode = new Map(known.equipment.map((one) => [fold(one.body.code), one]));
  const twice = repeatedOn(lines.map(({ line, code }) => [line, fold(code)]));
  return lines.map((line): PlannedEquipment => {
    const wrong: LineNote[] = [];
    const text = (field: keyof typeof longest) => cleanText(line[field]).trim();
    for (const field of ["code", "name"] as const)
      if (text(field) === "") wrong.push({ code: `${field}-missing` });
    for (const field of Object.keys(longest) as (keyof typeof longest)[])
      if (text(field).length > longest[field]) wrong.push({ code: "too-long", value: field });
    const other = twice.get(line.line);
    if (other !== undefined) wrong.push({ code: "code-twice", value: text("code"), line: other });
    const site = siteIn(line.site, known, wrong);
    const thing = byCode.get(fold(line.code));
    const read = {
      code: text("code"),
      name: text("name"),
      place: text("place"),
      sort: text("sort"),
      site,
      serial: text("serial"),
      supplier: text("supplier"),
      warrantyUntil: dayIn(line.warrantyUntil, wrong),
      note: text("note"),
    };
    const changes = thing ? differences(read, thing.body) : [];
    return {
      ...{ line: line.line, wrong, look: [], changes, id: thing?.id ?? null },
      ...read,
      state: stateOf(wrong, thing !== undefined, changes),
    };
  });
}

/** What the line leaves empty says nothing about the register. */
function differences(read: Omit<PlannedEquipment, keyof PlannedLine | "id">, body: Equipment): string[] {
  const fields = ["name", "place", "sort", "site", "serial", "supplier", "warrantyUntil", "note"] as const;
  return fields.filter((field) => (read[field] ?? "") !== "" && read[field] !== (body[field] ?? ""));
}

/** 31/12/2027, 31-12-2027, 31.12.2027, or as Excel hands over a date: 2027-12-31. */
function dayIn(text: string, wrong: LineNote[]): CalendarDay | null {
  const words = text.trim();
  if (words === "") return null;
  const [, date = "", month = "", year = ""] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(words) ?? [];
  const day = year === "" ? words.slice(0, 10) : `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  if (isCalendarDay(day)) return day;
  // Its first or its last day: only a person can say.
  if (/^(?:(?:tháng\s*)?\d{1,2}\s*[/.-]\s*)?(?:năm\s*)?\d{4}$/i.test(words)) {
    wrong.push({ code: "day-missing", value: words });
    return null;
  }
  wrong.push({ code: "day-unknown", value: words });
  return null;
}

function siteIn(text: string, { sites }: KnownRegister, wrong: LineNote[]): string | null {
  if (fold(text) === "") return null;
  const found = findByName(sites, text);
  if (found !== "none" && found !== "many") return found.id;
  wrong.push({ code: `site-${found === "none" ? "unknown" : "many"}`, value: text.trim() });
  return null;
}
