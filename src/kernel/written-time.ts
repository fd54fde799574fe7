import { type ClockTime, clockTime } from "./clock-time.ts";
import { fold } from "./text.ts";

/** What a person wrote for a time, read; `impossible` is one that no day has. */
export type WrittenTime =
  | { readonly is: "nothing" | "impossible" | "unread" }
  | { readonly is: "time"; readonly time: ClockTime };

/**
 * Reads a time as people write it: 7h, 7h5, 7:05, 0730, 1905, 7 giờ 30, 8 giờ kém 15, 7 rưỡi, 2 giờ chiều, bây giờ. `now` in
 * minutes since midnight.
 */
export function readTime(text: string, now: number): WrittenTime {
  const words = fold(text)
    .replace(/^luc /, "")
    .replace(/[\s;.]+$/, "");
  if (words === "") return { is: "nothing" };
  // Now and seven o'clock differ by a mark alone.
  if (/^(bay gio|gio nay|luc nay|now)$/.test(words) && !/ả/i.test(text.normalize("NFC")))
    return { is: "time", time: clockTime(now) };
  const part = / ?(sang|trua|chieu|toi|dem|khuya|am|pm)$/.exec(words);
  const read = readHour(part ? words.slice(0, part.index) : words);
  if (read === null) return { is: "unread" };
  const hour = part ? inPart(read.hour, part[1] as Part) : read.hour;
  const minutes = hour === null ? -1 : hour * 60 + read.minute - read.short;
  const isOfDay = read.minute < 60 && read.short < 60 && minutes >= 0 && minutes < dayMinutes;
  return isOfDay ? { is: "time", time: clockTime(minutes) } : { is: "impossible" };
}

const dayMinutes = 24 * 60;

interface Hour {
  readonly hour: number;
  readonly minute: number;
  /** Minutes that lack to the hour. */
  readonly short: number;
}

const spoken = /^(\d{1,2}) ?(?:h|g|gio) ?(?:(\d{1,2}) ?(?:p|ph|phut|')?|(ruoi))?$/;
const half = /^(\d{1,2}) ?(ruoi)$/;
const lacking = /^(\d{1,2}) ?(?:h|g|gio)? ?kem (\d{1,2}) ?(?:p|ph|phut|')?$/;
const parted = /^(\d{1,2}) ?(?:: ?(\d{1,2})|[.,-](\d{2}))$/;
const digits = /^(\d{1,2})(\d{2})?$/;

function readHour(words: string): Hour | null {
  const lack = lacking.exec(words);
  if (lack) return { hour: Number(lack[1]), minute: 0, short: Number(lack[2]) };
  const at = spoken.exec(words) ?? half.exec(words);
  if (at) return { hour: Number(at[1]), minute: at.includes("ruoi") ? 30 : Number(at[2] ?? 0), short: 0 };
  const two = parted.exec(words) ?? digits.exec(words);
  return two ? { hour: Number(two[1]), minute: Number(two[2] ?? two[3] ?? 0), short: 0 } : null;
}

type Part = "sang" | "trua" | "chieu" | "toi" | "dem" | "khuya" | "am" | "pm";

/** For a part of the day: from which hour to which it goes, on the clock of twelve hours and on that of 24. */
const parts: Readonly<Record<Part, readonly (readonly [from: number, to: number, add: number])[]>> = {
  sang: [[0, 11, 0]],
  trua: [
    [10, 13, 0],
    [1, 2, 12],
  ],
  chieu: [
    [12, 19, 0],
    [1, 6, 12],
  ],
  toi: [
    [17, 23, 0],
    [5, 11, 12],
  ],
  dem: [
    [12, 12, -12],
    [0, 5, 0],
    [18, 23, 0],
    [6, 11, 12],
  ],
  khuya: [
    [12, 12, -12],
    [0, 5, 0],
    [18, 23, 0],
    [9, 11, 12],
  ],
  am: [
    [12, 12, -12],
    [0, 11, 0],
  ],
  pm: [
    [12, 23, 0],
    [1, 11, 12],
  ],
};

/** The hour of the day, or null where that part of the day has no such hour. */
function inPart(hour: number, part: Part): number | null {
  const range = parts[part].find(([from, to]) => hour >= from && hour <= to);
  return range ? hour + range[2] : null;
}
