import { fold } from "#kernel/text.ts";

/**
 * What things break in the same ways: the kinds of the register, and for what is no thing, the incident's group. Each
 * has the symptoms that are offered until the commune has its own; codes only, `locales` holds the words.
 */
export const defaultSymptoms = {
  power: ["outage", "flicker", "upsShort", "tripped", "hotSmell"],
  network: ["noLink", "slowLink", "dropsLink", "redLight", "noWifi"],
  computer: ["noStart", "slow", "frozen", "wrongClock", "noLogin"],
  printer: ["jam", "noInk", "faint", "noPaper", "notFound"],
  scanner: ["notFound", "blankScan", "noFile", "jam"],
  copier: ["jam", "faint", "noInk", "noStart"],
  queue: ["noTicket", "noCall", "noPaper", "noStart"],
  kiosk: ["noStart", "frozen", "noTouch", "noLink"],
  screen: ["noPicture", "flicker", "noTouch"],
  tablet: ["noStart", "noCharge", "noTouch", "noLink"],
  camera: ["noPicture", "noRecord", "blurred", "noLink"],
  phone: ["noSignal", "noRing", "noCharge"],
  reader: ["noRead", "notFound", "noDriver"],
  device: ["noStart", "notFound", "frozen", "broken"],
  software: ["noOpen", "slow", "noLogin", "error", "noSave"],
  account: ["noLogin", "lockedAccount", "noRight", "noCode"],
  signature: ["notFound", "expired", "wrongPin", "noSign"],
  data: ["wrongData", "oldName", "missingFile"],
  payment: ["noPayment", "noReceipt", "doublePayment"],
  portal: ["noOpen", "noLogin", "slow", "noCode"],
  people: ["noStaff", "noForms", "notKnown"],
  security: ["oddMessage", "oddUsb", "malware", "lostDevice"],
  disaster: ["flooded", "outage", "noLink", "noWay"],
} as const;
export type SymptomKind = keyof typeof defaultSymptoms;

const groups: Readonly<Record<number, SymptomKind>> = {
  1: "network",
  2: "power",
  4: "software",
  5: "account",
  6: "signature",
  7: "data",
  8: "payment",
  9: "portal",
  10: "people",
  11: "security",
  12: "disaster",
};

/** Words by which people name a thing, the longer ones first: *máy tính bảng* is no *máy tính*. */
const names: readonly (readonly [RegExp, SymptomKind])[] = [
  [/\b(may in|printer)\b/, "printer"],
  [/\b(may quet|may scan|scanner)\b/, "scanner"],
  [/\b(photo(copy)?|copier)\b/, "copier"],
  [/\b(ki-?ot|kiosk)\b/, "kiosk"],
  [/\b(lay so|goi so|xep hang)\b/, "queue"],
  [/\bcamera\b/, "camera"],
  [/\b(dau doc|doc the|id reader)\b/, "reader"],
  [/\b(may tinh bang|tablet|ipad)\b/, "tablet"],
  [/\b(may tinh|may tram|laptop|computer)\b/, "computer"],
  [/\b(man hinh|tivi|ti vi|tv|screen)\b/, "screen"],
  [/\b(dien thoai|duong day nong|phone)\b/, "phone"],
  [/\b(ky so|token)\b/, "signature"],
  [/\b(mang|duong truyen|duong du phong|cap quang|wi-?fi|[345]g|internet|modem|router|network)\b/, "network"],
  [/\b(dien|luu dien|ups|may phat|den|quat|dieu hoa|power)\b/, "power"],
];

export interface Broken {
  /** Of the thing in the register. */
  readonly sort?: string | undefined;
  readonly name?: string | undefined;
  /** The incident's; of a fault in a check, the one that it becomes. */
  readonly group?: number | undefined;
}

/** The register's own kind, else what the name says, else the group of the incident. */
export function symptomKindOf({ sort, name, group }: Broken): SymptomKind {
  if (isKind(sort)) return sort;
  const grouped = group === undefined ? undefined : groups[group];
  // Whose group says more than its name: *Phần mềm văn bản trên máy tính quầy 1* is no computer.
  if (grouped !== undefined && grouped !== "power" && grouped !== "network") return grouped;
  return named(sort) ?? named(name) ?? grouped ?? "device";
}

function isKind(sort: string | undefined): sort is SymptomKind {
  return sort !== undefined && Object.hasOwn(defaultSymptoms, sort);
}

function named(text: string | undefined): SymptomKind | undefined {
  if (text === undefined) return undefined;
  const folded = fold(text);
  return names.find(([words]) => words.test(folded))?.[1];
}
