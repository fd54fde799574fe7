import * as z from "zod/mini";
import { accept, type Result, refuse } from "#kernel/result.ts";
import {
  macInput,
  macText,
  placeCode,
  readSms,
  type SmsIncident,
  sealSms,
  smsBody,
  smsIncidentOf,
} from "#protocol/sms.ts";
import type { DeviceStore, Draft } from "#sync/device-store.ts";
import { type ApiAnswer, callApi } from "./api-call.ts";
import { bytesOf } from "./carried-receipts.ts";
import type { Profile } from "./profile.ts";
import { changeProfile, findProfile } from "./profiles.ts";

/** Loaded when somebody shares an incident or pastes one: text messages for when nothing else goes through. */
interface Book {
  readonly profile: Pick<Profile, "device">;
  readonly store: DeviceStore;
}

export interface OwnMessage {
  readonly text: string;
  /** The server has the op already: the message would tell it nothing new. */
  readonly received: boolean;
}

const keySchema = z.looseObject({ key: z.string().check(z.minLength(20)) });
const takenSchema = z.looseObject({
  record: z.string(),
  number: z.string(),
  receipt: z.looseObject({ r: z.string(), code: z.optional(z.string()) }),
});

/** The message of an incident that this very device reported, signed by its key. */
export async function messageOf(
  { profile, store }: Book,
  incident: string,
): Promise<Result<OwnMessage, "not-mine" | "not-for-sms" | "no-sms-key">> {
  const own = await store.read(async (tx) => [
    ...(await tx.outboxOn(incident)),
    ...(await tx.sentOn(incident)),
  ]);
  for (const { op, receipt } of own) {
    const told = smsIncidentOf(op);
    if (told?.record !== incident) continue;
    const body = smsBody(told);
    if (!body.ok) return body;
    const key = (await findProfile(profile.device))?.smsKey ?? (await fetchSmsKey(profile.device));
    if (key === null || !crypto.subtle) return refuse("no-sms-key");
    const text = sealSms(body.value, await macOf(key, body.value));
    return accept({ text, received: receipt !== undefined });
  }
  return refuse("not-mine");
}

/** Asks for this device's key while there is a link, and keeps it for when there is none. */
export async function fetchSmsKey(device: string): Promise<string | null> {
  const answer = await callApi({ method: "GET", path: "/api/sms/key", device });
  const parsed = answer.ok ? keySchema.safeParse(answer.body) : undefined;
  if (!parsed?.success) return null;
  await changeProfile(device, { smsKey: parsed.data.key });
  return parsed.data.key;
}

async function macOf(key: string, body: string): Promise<string> {
  const bytes = bytesOf(key);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const secret = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
  const signed = await crypto.subtle.sign("HMAC", secret, new TextEncoder().encode(macInput(body)));
  return macText(new Uint8Array(signed));
}

/** Somebody has opened the message in the phone's messages; whether it was sent nobody knows. */
export function noteWritten({ store }: Book, incident: string): Promise<void> {
  return store.transact("strict", (tx) =>
    tx.putDraft({ key: writtenKey(incident), value: true, at: Date.now() }),
  );
}

function writtenKey(incident: string): string {
  return `sms/written/${incident}`;
}

export type PastedIncident = Pick<
  SmsIncident,
  "number" | "record" | "group" | "severity" | "since" | "text"
> & {
  /** Of these places, the one meant. */
  readonly place: string | undefined;
};

/** What stands in a pasted text, before anything is done with it; nothing is asked of the server. */
export function readPasted(
  text: string,
  places: { readonly sites: readonly string[]; readonly villages: readonly string[] },
): Result<PastedIncident, string> {
  const read = readSms(text);
  if (!read.ok) return refuse(`sms-${read.refusal.code}`);
  const { place: code, number, record, group, severity, since, text: words } = read.value.incident;
  const site = places.sites.find((id) => placeCode("site", id) === code);
  const place = site ?? places.villages.find((id) => placeCode("village", id) === code);
  return accept({ number, record, group, severity, since, text: words, place });
}

export type Pasted =
  | { readonly outcome: "taken"; readonly record: string; readonly number: string; readonly refused: boolean }
  /** No link: the text waits here and goes out with the next exchange. */
  | { readonly outcome: "kept" };

/** *Ghi sự cố này*: hands the message to the server, or keeps it until there is a link. */
export async function pasteMessage({ profile, store }: Book, text: string): Promise<Result<Pasted, string>> {
  const read = readSms(text);
  if (!read.ok) return refuse(`sms-${read.refusal.code}`);
  const answer = await post(profile.device, text);
  if (isForLater(answer)) {
    const { device, n } = read.value.incident;
    const draft = { key: `${keptPrefix}${device}/${n}`, value: { text }, at: Date.now() };
    await store.transact("strict", (tx) => tx.putDraft(draft));
    return accept({ outcome: "kept" });
  }
  return readAnswer(answer);
}

const keptPrefix = "sms/pasted/";

/** Messages that wait here for a link, and those the server refused, with its reason. */
export interface KeptMessage {
  readonly key: string;
  readonly text: string;
  readonly at: number;
  readonly refused?: string;
}

export function keptMessages(drafts: readonly Draft[]): KeptMessage[] {
  return drafts.flatMap(({ key, value, at }) => {
    const { text, refused } = (value ?? {}) as { text?: unknown; refused?: unknown };
    if (!key.startsWith(keptPrefix) || typeof text !== "string") return [];
    return [{ key, text, at, ...(typeof refused === "string" ? { refused } : {}) }];
  });
}

/** Sends what was pasted without a link; what the server refuses stays, with its reason, until a person has read it. */
export async function sendKept({ profile, store }: Book): Promise<number> {
  const waiting = keptMessages(await store.read((tx) => tx.drafts())).filter(({ refused }) => !refused);
  let sent = 0;
  for (const { key, text } of waiting) {
    const answer = await post(profile.device, text);
    if (isForLater(answer)) break;
    const read = readAnswer(answer);
    if (read.ok) sent += 1;
    const refused = read.ok ? undefined : read.refusal.code;
    await store.transact("strict", (tx) =>
      refused ? tx.putDraft({ key, value: { text, refused }, at: Date.now() }) : tx.deleteDraft(key),
    );
  }
  return sent;
}

function post(device: string, text: string): Promise<ApiAnswer> {
  return callApi({ method: "POST", path: "/api/sms", device, json: { text } });
}

/** Whatever is not the server's considered no is worth another try. */
function isForLater(answer: ApiAnswer): boolean {
  return !answer.ok && answer.failure !== "refused";
}

function readAnswer(answer: ApiAnswer): Result<Extract<Pasted, { outcome: "taken" }>, string> {
  if (!answer.ok) {
    const why = answer.facts?.["why"];
    return refuse(answer.code === "bad-sms" ? `sms-${why}` : (answer.code ?? answer.failure), answer.facts);
  }
  const parsed = takenSchema.safeParse(answer.body);
  if (!parsed.success) return refuse("server-fault");
  const { record, number, receipt } = parsed.data;
  return accept({ outcome: "taken", record, number, refused: receipt.r === "rejected" });
}
