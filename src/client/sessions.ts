import * as z from "zod/mini";
import { accept, type Result, refuse } from "#kernel/result.ts";
import { type ApiAnswer, callApi } from "./api-call.ts";
import { createProfile } from "./create-profile.ts";
import { openDeviceStore } from "./dexie-device-store.ts";
import { guessDeviceName } from "./environment.ts";
import type { MarkPlace } from "./eviction-marks.ts";
import type { Profile, ProfileCounts } from "./profile.ts";
import { changeProfile, chooseProfile, countUnsent, listProfiles, noteCounts } from "./profiles.ts";
import { removeProfile } from "./remove-profile.ts";
import { makeSigningKey, publicKeyOf } from "./signing-key.ts";

/** Server's reason, or the failure of the link (`unreachable`, `not-our-server`, `busy`, `server-fault`, …). */
export type SignInRefusal = string;

const sessionSchema = z.looseObject({
  device: z.string().check(z.minLength(1)),
  person: z.string().check(z.minLength(1)),
  name: z.string(),
  account: z.optional(z.string()),
  roles: z.array(z.string()),
  commune: z.looseObject({
    id: z.string(),
    name: z.string(),
    code: z.string(),
    sample: z.optional(z.boolean()),
  }),
  epoch: z.string(),
  capsuleKey: z.string(),
  serverTime: z.number(),
  letter: z.string(),
  deviceName: z.optional(z.string()),
});
type Session = z.infer<typeof sessionSchema>;

const helloSchema = z.looseObject({
  app: z.string(),
  setup: z.boolean(),
  communes: z.array(z.looseObject({ id: z.string(), name: z.string() })),
  secure: z.boolean(),
  serverTime: z.number(),
});
export type Hello = z.infer<typeof helloSchema>;

/** What the server is, asked before anybody signs in. */
export async function hello(): Promise<Result<Hello, SignInRefusal>> {
  const answer = await callApi({ method: "GET", path: "/api/hello" });
  if (!answer.ok) return refusalOf(answer);
  const parsed = helloSchema.safeParse(answer.body);
  return parsed.success ? accept(parsed.data) : refuse("server-fault");
}

export interface Setup {
  readonly token: string;
  readonly commune: {
    readonly name: string;
    readonly code: string;
    readonly villageWord: string;
    readonly villages: readonly string[];
    /** Things that the one-stop centre has (`domain/checks/owned-things.ts`). */
    readonly owned: readonly string[];
  };
  readonly admin: { readonly name: string; readonly account: string; readonly password: string };
  readonly deviceName: string;
}

/** Makes the first commune and its administrator, who is then signed in here. */
export async function setup(given: Setup): Promise<Result<Profile, SignInRefusal>> {
  const { deviceName, ...rest } = given;
  return begin("/api/setup", rest, deviceName, given.admin.account);
}

export interface Credentials {
  readonly commune?: string;
  readonly account: string;
  readonly password: string;
  readonly deviceName: string;
}

/**
 * Signs in. A person who has a profile here, locked or expired, gets that one back with everything in it; only a
 * device that the server no longer takes is replaced by a new one, and its logbook stays beside it.
 */
export async function signIn(given: Credentials): Promise<Result<Profile, SignInRefusal>> {
  const { commune, account, password, deviceName } = given;
  const mine = (await listProfiles()).filter(
    (profile) => profile.account === account && (commune === undefined || profile.commune.id === commune),
  );
  const [profile] = mine;
  if (profile && mine.length === 1) {
    const renewed = await renew(profile, password);
    if (renewed.ok || !deviceIsGone(renewed.refusal.code)) return renewed;
  }
  return begin(
    "/api/session",
    { ...(commune === undefined ? {} : { commune }), account, password },
    deviceName,
    account,
  );
}

/** First sign-in by the one-time code of the administrator; sets the password. */
export async function signInWithCode(given: {
  readonly code: string;
  readonly password: string;
  readonly deviceName: string;
}): Promise<Result<Profile, SignInRefusal>> {
  return begin(
    "/api/session/first",
    { code: given.code, password: given.password },
    given.deviceName,
    undefined,
  );
}

/** A new session for the same device: after it expired, or to open a locked profile again. */
export async function renew(profile: Profile, password: string): Promise<Result<Profile, SignInRefusal>> {
  const answer = await callApi({
    method: "POST",
    path: "/api/session/renew",
    device: profile.device,
    json: { account: profile.account, password, ...(await announcement(profile)) },
  });
  const session = readSession(answer);
  if (!session.ok) return session;
  if (session.value.device !== profile.device) return refuse("server-fault");
  const change = { ...fromSession(session.value), account: profile.account, state: "open" as const };
  await changeProfile(profile.device, change);
  await forgetExpiry(profile.device);
  await chooseProfile(profile.device);
  return accept({ ...profile, ...change });
}

export type SignOutOutcome =
  /** Nothing was left behind, and nothing is here any more. */
  | { readonly outcome: "removed" }
  /** Signed out here; the session ends as soon as the link allows. */
  | { readonly outcome: "locked" }
  /** Something is only here. Send it, export it or lock the profile; nothing was changed. */
  | { readonly outcome: "asks"; readonly unsent: number; readonly dead: number };

/** Signs out; never deletes what is unsent or refused. */
export async function signOut(profile: Profile, places: readonly MarkPlace[]): Promise<SignOutOutcome> {
  const { unsent, dead } = await countsOf(profile.device);
  if (unsent > 0 || dead > 0) return { outcome: "asks", unsent, dead };
  return (await finishSignOut(profile, places)) ? { outcome: "removed" } : lockProfile(profile);
}

/** *Khóa máy*: nobody works in it until its owner signs in again; what is unsent goes on being sent. */
export async function lockProfile(profile: Profile): Promise<{ outcome: "locked" }> {
  // Its book is about to close, so what it still holds is noted here.
  await changeProfile(profile.device, { state: "locked", lastKnown: await countsOf(profile.device) });
  await chooseProfile(null);
  return { outcome: "locked" };
}

/** Ends the session on the server and removes the profile, if nothing is left that is only here. */
export async function finishSignOut(profile: Profile, places: readonly MarkPlace[]): Promise<boolean> {
  const counts = await countsOf(profile.device);
  if (counts.unsent > 0 || counts.dead > 0) return false;
  const answer = await callApi({ method: "DELETE", path: "/api/session", device: profile.device });
  if (!answer.ok && answer.failure !== "sign-in" && answer.failure !== "refused") return false;
  return (await removeProfile(profile.device, places)).ok;
}

async function countsOf(device: string): Promise<ProfileCounts> {
  const store = openDeviceStore(device);
  try {
    return await store.read(countUnsent);
  } finally {
    store.close();
  }
}

/** Notes a new profile and how full it is in the marks that outlive an evicted database. */
export async function markProfile(profile: Profile, places: readonly MarkPlace[]): Promise<void> {
  await noteCounts(profile.device, await countsOf(profile.device), places);
}

async function begin(
  path: string,
  body: Record<string, unknown>,
  deviceName: string,
  account: string | undefined,
): Promise<Result<Profile, SignInRefusal>> {
  const signingKey = await makeSigningKey();
  const device = { name: deviceName, key: await publicKeyOf(signingKey) };
  const session = readSession(await callApi({ method: "POST", path, json: { ...body, device } }));
  if (!session.ok) return session;
  const now = Date.now();
  const profile: Profile = {
    ...fromSession(session.value),
    device: session.value.device,
    account: session.value.account ?? account ?? "",
    ...(signingKey ? { signingKey } : {}),
    state: "open",
    createdAt: now,
    lastUsed: now,
    lastKnown: { unsent: 0, dead: 0, at: now },
  };
  await createProfile(profile, session.value.epoch);
  await chooseProfile(profile.device);
  return accept(profile);
}

/** A server restored from before this device's first sign-in knows neither its name nor its key. */
async function announcement({ commune, deviceName, signingKey }: Profile) {
  const name = deviceName ?? guessDeviceName(navigator.userAgent);
  return { commune: commune.id, device: { name, key: await publicKeyOf(signingKey) } };
}

function readSession(answer: ApiAnswer): Result<Session, SignInRefusal> {
  if (!answer.ok) return refusalOf(answer);
  const parsed = sessionSchema.safeParse(answer.body);
  return parsed.success ? accept(parsed.data) : refuse("server-fault");
}

function fromSession(session: Session) {
  const { person, name, roles, letter, deviceName, capsuleKey, commune } = session;
  return {
    person,
    name,
    roles,
    letter,
    ...(deviceName ? { deviceName } : {}),
    capsuleKey,
    commune: { id: commune.id, name: commune.name, code: commune.code, sample: commune.sample === true },
  };
}

function refusalOf(answer: Extract<ApiAnswer, { ok: false }>): { ok: false } & Result<never, SignInRefusal> {
  const wait = answer.waitMs === undefined ? undefined : { waitMs: answer.waitMs };
  const facts = answer.facts || wait ? { ...answer.facts, ...wait } : undefined;
  return refuse(answer.code ?? answer.failure, facts);
}

/** The server knows this device no more, or has revoked it: its name can never be used again. */
function deviceIsGone(code: string): boolean {
  return code === "unknown-device" || code === "device-revoked";
}

/** The engine may try again at once. */
async function forgetExpiry(device: string): Promise<void> {
  const store = openDeviceStore(device);
  try {
    await store.transact("relaxed", async (tx) => {
      const meta = await tx.meta();
      if (meta?.sync.lastFailure?.kind !== "sign-in") return;
      await tx.putMeta({ ...meta, sync: { ...meta.sync, lastFailure: null, failures: 0, retryAt: null } });
    });
  } finally {
    store.close();
  }
}
