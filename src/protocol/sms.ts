import { formatNumber, parseNumber } from "#domain/incidents/speakable-number.ts";
import { kindOf } from "#domain/kinds.ts";
import type { Fields } from "#domain/record.ts";
import { communeScope } from "#domain/scope.ts";
import { accept, type Result, refuse } from "#kernel/result.ts";
import { plain } from "#kernel/text.ts";
import { claimedTime, type Op, opVersion } from "./op.ts";

/**
 * One incident in one text message of the GSM alphabet, for when nothing but SMS goes through:
 *
 *     ST1 NT-014-A dk3v9x2m7 1C 01hq8z…(the record) 33 V2F4K HQYX3.0 May in hong *MMMMMMMMCC
 *
 * number without its `SC-`, device, n, record, group and severity, place, minute it began and minutes until it was
 * reported (base 36), the first words, then 40 bits of a MAC by the device's key, and a check code over all before it
 * that no single wrong character passes, nor two of the message that changed places. Read without regard to case, accents
 * and runs of space. What it carries is the first half of the op *(device, n)*: the op itself completes it later
 * (PROTOCOL.md).
 */
export interface SmsIncident {
  /** Speakable: `SC-NT-014-A`. */
  readonly number: string;
  readonly device: string;
  readonly n: number;
  readonly record: string;
  readonly group: number;
  readonly severity: number;
  /** Where, by `placeCode`; null when it is not said. */
  readonly place: string | null;
  /** When it began and when that was written, Unix ms of a whole minute. */
  readonly since: number;
  readonly written: number;
  readonly text: string;
}

export interface SmsMessage {
  readonly incident: SmsIncident;
  /** What the MAC is over. */
  readonly body: string;
  readonly mac: string;
}

export type SmsRefusal = "not-a-message" | "typo" | "newer-message";
export type PlaceKind = "site" | "village";

export const longestSms = 160;
const longestText = 60;
const minute = 60_000;
/** Bytes of a MAC that go into a message. */
const macBytes = 5;

const pattern =
  /^ST1 ([A-Z]{2,6}-\d{3,}-[A-Z]{1,3}\d*) ([0-9A-Z-]{2,12}) ([0-9A-Z]{1,6}) ([0-9A-Z.-]{1,40}) ([1-9A-C])([1-4]) ([SV][0-9A-Z]{4}|-) ([0-9A-Z]{1,7})\.([0-9A-Z]{1,6}) (.+)$/;
const writable = { device: /^[0-9a-z-]{2,12}$/, record: /^[0-9a-z.-]{1,40}$/ };

/** Fields of an incident that a message brings; where the op brings them again, later edits of people stand. */
export const smsFields: ReadonlySet<string> = new Set([
  ...["number", "group", "severity", "title", "since", "site", "village"],
]);

/** What the report of an incident says in a message; null when the op reports none. */
export function smsIncidentOf(op: Op): SmsIncident | null {
  const change = op.ch.find((one) => one.c === "create" && one.k === "incident");
  if (change?.c !== "create") return null;
  const { number, group, severity, title, since, site, village } = change.f;
  const place = typeof site === "string" ? placeCode("site", site) : null;
  const at = Math.floor(claimedTime(op) / minute) * minute;
  return {
    number: String(number),
    device: op.d,
    n: op.n,
    record: change.id,
    group: Number(group),
    severity: Number(severity),
    place: typeof village === "string" ? placeCode("village", village) : place,
    since: Math.floor(Number(since) / minute) * minute,
    written: at,
    text: String(title),
  };
}

/** The message up to its MAC; refused where a part cannot be said in one message. */
export function smsBody(incident: SmsIncident): Result<string, "not-for-sms"> {
  const { number, device, record, group, severity, place, since, written } = incident;
  const parts = parseNumber(number);
  if (!parts || !writable.device.test(device) || !writable.record.test(record)) return refuse("not-for-sms");
  const began = Math.floor(since / minute);
  const head = [
    "ST1",
    number.slice("SC-".length),
    device,
    base36(incident.n),
    record,
    `${base36(group)}${severity}`,
    place ?? "-",
    `${base36(began)}.${base36(Math.max(0, Math.floor(written / minute) - began))}`,
  ].join(" ");
  const room = Math.min(longestText, longestSms - head.length - 1 - " *".length - macText([]).length - 2);
  const body = `${upper(head)} ${shortText(incident.text, room)}`;
  return pattern.test(upper(body)) && room > 0 ? accept(body) : refuse("not-for-sms");
}

/** The whole message; `mac` as `macText` gives it. */
export function sealSms(body: string, mac: string): string {
  const sealed = `${body} *${mac}`;
  return `${sealed}${checkCode(sealed)}`;
}

/** Finds a message in what was pasted, with whatever stands around it. */
export function readSms(pasted: string): Result<SmsMessage, SmsRefusal> {
  const text = oneLine(pasted);
  const candidate = /\bST\d .*\*[0-9A-Z]{10}(?![0-9A-Z])/i.exec(text)?.[0];
  if (candidate === undefined) {
    return refuse(/\bST\d |\*[0-9A-Z]{6,}/i.test(text) ? "typo" : "not-a-message");
  }
  const [sealed, check] = [candidate.slice(0, -2), candidate.slice(-2)];
  if (checkCode(sealed) !== check.toUpperCase()) return refuse("typo");
  const end = sealed.lastIndexOf(" *");
  const body = sealed.slice(0, end);
  const found = pattern.exec(upper(body));
  if (!found || end < 0) return refuse("newer-message");
  return accept({ incident: incidentOf(found, body), body, mac: sealed.slice(end + 2).toUpperCase() });
}

/** What a MAC signs: the same for every way in which a message may be typed again. */
export function macInput(body: string): string {
  return upper(oneLine(body));
}

/** The part of a MAC that a message carries. */
export function macText(mac: ArrayLike<number>): string {
  const bits = Array.from({ length: macBytes }, (_, at) => (mac[at] ?? 0).toString(2).padStart(8, "0")).join(
    "",
  );
  return (bits.match(/.{5}/g) ?? []).map((five) => symbols[Number.parseInt(five, 2)]).join("");
}

/** Five characters for a place, from its record's id: it stays the same however places are renamed or ordered. */
export function placeCode(kind: PlaceKind, id: string): string {
  let hash = 0;
  for (const char of id) hash = (hash * 257 + (char.codePointAt(0) ?? 0)) % 1_048_573;
  const code = Array.from({ length: 4 }, (_, at) => symbols[Math.floor(hash / 32 ** (3 - at)) % 32]);
  return `${kind === "site" ? "S" : "V"}${code.join("")}`;
}

/** The op as far as the message tells it. */
export function partialOp(
  incident: SmsIncident,
  of: {
    readonly person: string;
    readonly epoch: string;
    readonly place: { kind: PlaceKind; id: string } | null;
  },
): Op {
  const { number, group, severity, since, record: id } = incident;
  const place = of.place ? { [of.place.kind]: of.place.id } : {};
  const f: Fields = { number, group, severity, title: incident.text, since, ...place };
  const sc = kindOf("incident")?.scopeOf(f as never, id) ?? communeScope;
  return {
    d: incident.device,
    n: incident.n,
    v: opVersion,
    pt: 1,
    a: "incident.report",
    w: incident.written,
    o: 0,
    e: of.epoch,
    u: of.person,
    ch: [{ c: "create", k: "incident", id, sc, f }],
  };
}

/** Letters of the message's codes: none that looks like another. */
const symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** A prime beyond every character's value, of which 10 is a primitive root: each place has a weight of its own. */
const prime = 1021;

function checkCode(sealed: string): string {
  let [sum, weight] = [0, 1];
  for (const char of upper(sealed)) {
    sum = (sum + (char.charCodeAt(0) - 31) * weight) % prime;
    weight = (weight * 10) % prime;
  }
  return `${symbols[sum >> 5]}${symbols[sum & 31]}`;
}

function incidentOf(found: RegExpExecArray, body: string): SmsIncident {
  const [
    ,
    number = "",
    device = "",
    n = "",
    record = "",
    group = "",
    severity = "",
    place,
    began = "",
    after = "",
  ] = found;
  const since = Number.parseInt(began, 36) * minute;
  const parts = parseNumber(`SC-${number}`);
  return {
    number: parts ? formatNumber(parts) : number,
    device: device.toLowerCase(),
    n: Number.parseInt(n, 36),
    record: record.toLowerCase(),
    group: Number.parseInt(group, 36),
    severity: Number(severity),
    place: place === "-" ? null : (place ?? null),
    since,
    written: since + Number.parseInt(after, 36) * minute,
    text: body.slice(body.length - (found[10] ?? "").length),
  };
}

function shortText(text: string, room: number): string {
  const words = oneLine(text.replaceAll("*", " ")).slice(0, Math.max(1, room)).trim();
  return words === "" ? "-" : words;
}

/** As a GSM message has it: no accents, nothing outside its alphabet or that ends the text, single spaces. */
function oneLine(text: string): string {
  return plain(text)
    .replace(/[^A-Za-z0-9 .,:;/()+'"%&?!*=<>#-]/g, " ")
    .replace(/ +/g, " ")
    .trim();
}

const upper = (text: string) => text.toUpperCase();
const base36 = (value: number) => value.toString(36).toUpperCase();
