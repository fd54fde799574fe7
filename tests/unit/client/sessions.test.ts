import "fake-indexeddb/auto";
import { Dexie } from "dexie";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { coreName } from "#client/core-database.ts";
import { databases } from "#client/databases.ts";
import { openDeviceStore } from "#client/dexie-device-store.ts";
import type { MarkPlace } from "#client/eviction-marks.ts";
import { clearPin, isPin, setPin, verifyPin } from "#client/pin.ts";
import {
  acknowledgeEviction,
  currentProfile,
  findProfile,
  listProfiles,
  type Profile,
  readInstallation,
  readSettings,
} from "#client/profiles.ts";
import { removeProfile } from "#client/remove-profile.ts";
import { sendForAll } from "#client/send-for-all.ts";
import { finishSignOut, hello, lockProfile, markProfile, renew, signIn, signOut } from "#client/sessions.ts";
import { changeSettings } from "#client/settings.ts";
import type { DeviceMeta, OutboxEntry } from "#sync/device-store.ts";
import type { Transport } from "#sync/transport.ts";

const answerHeaders = { "content-type": "application/json", "x-so-truc": "1" };
type Answer = { status?: number; body?: unknown; headers?: Record<string, string> } | "down";
let calls: { method: string; path: string; device: string | undefined }[] = [];
let answer: (path: string, method: string) => Answer;
let marks: MarkPlace[];
let serial = 0;

const session = (device: string, more: object = {}) => ({
  body: {
    device,
    person: "p1",
    name: "Y Nghĩa",
    account: "motcua1",
    roles: ["centre"],
    commune: { id: "c1", name: "Xã Mẫu", code: "XM", sample: true },
    epoch: "e1",
    capsuleKey: "age1x",
    serverTime: 1,
    letter: "A",
    ...more,
  },
});
const who = { account: "motcua1", password: "mật khẩu", deviceName: "Máy quầy 1" };

beforeEach(async () => {
  calls = [];
  const kept: (string | null)[] = [null, null];
  marks = kept.map((_, i) => ({
    read: () => kept[i] ?? null,
    write: (text) => {
      kept[i] = text;
    },
  }));
  await clearProfiles();
  for (const key of ["current", "settings"] as const) await databases().profiles.keep(key, () => null);
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const method = init.method ?? "GET";
    calls.push({ method, path, device: (init.headers as Record<string, string>)["x-device"] });
    const given = answer(path, method);
    if (given === "down") throw new TypeError("Failed to fetch");
    const { status = 200, body = { ok: true }, headers = answerHeaders } = given;
    return new Response(JSON.stringify(body), { status, headers });
  });
});
afterEach(() => vi.unstubAllGlobals());

async function signedIn(): Promise<Profile> {
  const device = `d${serial++}`;
  answer = () => session(device);
  const result = await signIn(who);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

const entry = (n: number): OutboxEntry => ({
  n,
  op: { d: "d", n, v: 1, a: "task.edit", w: 1, o: null, e: "e1", u: "p1", ch: [] } as never,
  ids: [],
  savedAt: 1,
});

async function saveSomething(device: string): Promise<void> {
  const store = openDeviceStore(device);
  await store.transact("strict", async (tx) => {
    await tx.putOutbox([entry(1)]);
    await tx.putMeta({ ...((await tx.meta()) as DeviceMeta), nextN: 2 });
  });
  store.close();
}

const exists = (device: string) => Dexie.exists(coreName(device));

describe("signing in", () => {
  it("makes a profile with its database and a key that cannot leave the browser", async () => {
    const profile = await signedIn();
    expect(calls).toEqual([{ method: "POST", path: "/api/session", device: undefined }]);
    expect(profile).toMatchObject({ name: "Y Nghĩa", account: "motcua1", state: "open", letter: "A" });
    expect(profile.signingKey?.privateKey.extractable).toBe(false);
    expect(await currentProfile()).toMatchObject({ device: profile.device });
    const { current, profiles, settings } = await readInstallation(marks);
    expect([current?.device, profiles.length]).toEqual([profile.device, 1]);
    expect(settings).toEqual(await readSettings());
    const store = openDeviceStore(profile.device);
    expect(await store.read((tx) => tx.meta())).toMatchObject({
      device: profile.device,
      person: "p1",
      commune: "c1",
      epoch: "e1",
      nextN: 1,
    });
    store.close();
  });

  it("gives the server's reason, or the link's, and leaves nothing behind", async () => {
    answer = () => ({ status: 401, body: { error: { code: "wrong-password" } } });
    expect(await signIn(who)).toEqual({ ok: false, refusal: { code: "wrong-password" } });
    answer = () => ({ status: 429, body: { error: { code: "busy", waitMs: 3000 } } });
    expect(await signIn(who)).toEqual({ ok: false, refusal: { code: "busy", facts: { waitMs: 3000 } } });
    answer = () => "down";
    expect(await signIn(who)).toEqual({ ok: false, refusal: { code: "unreachable" } });
    answer = () => ({ body: "<html>", headers: { "content-type": "text/html" } });
    expect(await signIn(who)).toEqual({ ok: false, refusal: { code: "not-our-server" } });
    answer = () => ({ body: { device: "d" } });
    expect(await signIn(who)).toEqual({ ok: false, refusal: { code: "server-fault" } });
    expect(await listProfiles()).toEqual([]);
  });

  it("gives a person back the profile that is here, with its unsent work", async () => {
    const profile = await signedIn();
    await saveSomething(profile.device);
    await lockProfile(profile);
    expect(await currentProfile()).toBeUndefined();
    expect((await readInstallation(marks)).current).toBeUndefined();
    answer = () => session(profile.device, { name: "Y Nghĩa Mới" });
    calls = [];
    const again = await signIn(who);
    expect(again).toMatchObject({
      ok: true,
      value: { device: profile.device, state: "open", name: "Y Nghĩa Mới" },
    });
    expect(calls).toEqual([{ method: "POST", path: "/api/session/renew", device: profile.device }]);
    expect(await listProfiles()).toHaveLength(1);
    const store = openDeviceStore(profile.device);
    expect(await store.read((tx) => tx.outboxCount())).toBe(1);
    store.close();
  });

  it("becomes a new device when the server takes the old one no more, and keeps its logbook beside", async () => {
    const old = await signedIn();
    await saveSomething(old.device);
    answer = (path) =>
      path.endsWith("renew")
        ? { status: 403, body: { error: { code: "device-revoked" } } }
        : session(`d${serial++}`);
    const fresh = await signIn(who);
    expect(fresh.ok && fresh.value.device).not.toBe(old.device);
    expect(await listProfiles()).toHaveLength(2);
    expect(await exists(old.device)).toBe(true);
  });

  it("lets the engine try at once after an expired session is renewed", async () => {
    const profile = await signedIn();
    const store = openDeviceStore(profile.device);
    await store.transact("strict", async (tx) => {
      const meta = (await tx.meta()) as DeviceMeta;
      const lastFailure = { kind: "sign-in" as const, at: 1, since: 1 };
      await tx.putMeta({ ...meta, sync: { ...meta.sync, lastFailure, failures: 4, retryAt: 99 } });
    });
    expect((await renew(profile, "mật khẩu")).ok).toBe(true);
    expect((await store.read((tx) => tx.meta()))?.sync).toMatchObject({
      lastFailure: null,
      failures: 0,
      retryAt: null,
    });
    store.close();
  });

  it("knows what the server is before anybody signs in", async () => {
    answer = () => ({ body: { app: "so-truc", setup: true, communes: [], secure: false, serverTime: 1 } });
    expect(await hello()).toMatchObject({ ok: true, value: { setup: true } });
  });
});

describe("signing out", () => {
  it("ends the session and removes everything when all is on the server", async () => {
    const profile = await signedIn();
    answer = () => ({});
    expect(await signOut(profile, marks)).toEqual({ outcome: "removed" });
    expect(calls.at(-1)).toEqual({ method: "DELETE", path: "/api/session", device: profile.device });
    expect(await listProfiles()).toEqual([]);
    expect(await exists(profile.device)).toBe(false);
    expect((await readInstallation(marks)).lost).toEqual([]);
  });

  it("asks when something is unsent or refused, and changes nothing", async () => {
    const profile = await signedIn();
    await saveSomething(profile.device);
    const store = openDeviceStore(profile.device);
    const receipt = { n: 9, s: 1, r: "rejected" as const, at: 1 };
    await store.transact("strict", (tx) => tx.putDead({ ...entry(9), receipt, seen: [] }));
    store.close();
    calls = [];
    expect(await signOut(profile, marks)).toEqual({ outcome: "asks", unsent: 1, dead: 1 });
    expect(calls).toEqual([]);
    expect((await removeProfile(profile.device, marks, { settled: true })).ok).toBe(false);
    expect(await exists(profile.device)).toBe(true);
  });

  it("removes refused work only when a person has seen it", async () => {
    const profile = await signedIn();
    const store = openDeviceStore(profile.device);
    const receipt = { n: 9, s: 1, r: "rejected" as const, at: 1 };
    await store.transact("strict", (tx) => tx.putDead({ ...entry(9), receipt, seen: [] }));
    expect(await removeProfile(profile.device, marks)).toMatchObject({ refusal: { code: "dead" } });
    expect(await removeProfile(profile.device, marks, { settled: true })).toMatchObject({ ok: true });
  });

  it("locks while there is no link and finishes later", async () => {
    const profile = await signedIn();
    answer = () => "down";
    expect(await signOut(profile, marks)).toEqual({ outcome: "locked" });
    expect(await findProfile(profile.device)).toMatchObject({ state: "locked" });
    expect(await finishSignOut(profile, marks)).toBe(false);
    answer = () => ({});
    expect(await finishSignOut(profile, marks)).toBe(true);
    expect(await listProfiles()).toEqual([]);
  });

  it("goes on sending for a locked profile by its own session", async () => {
    const locked = await signedIn();
    await saveSomething(locked.device);
    await lockProfile(locked);
    const seen: string[] = [];
    const transportOf = (device: string): Transport => ({
      exchange: async (request) => {
        seen.push(`${device}: ${request.ops.length} op`);
        return { ok: false, failure: "busy", bytes: 0 };
      },
      quarantine: async () => false,
    });
    const left: unknown[] = [];
    const unsent = await sendForAll({
      forMs: 1000,
      transportOf,
      locks: undefined,
      onProfile: async (profile, counts) => void left.push([profile.device, counts.unsent]),
    });
    expect(unsent).toBe(1);
    expect(seen).toEqual([`${locked.device}: 1 op`]);
    expect(left).toEqual([[locked.device, 1]]);
    expect(await sendForAll({ forMs: 1000, transportOf, locks: undefined, except: locked.device })).toBe(0);
  });

  it("notes for the list of profiles what is left after sending on their behalf", async () => {
    const locked = await signedIn();
    await saveSomething(locked.device);
    await lockProfile(locked);
    expect((await findProfile(locked.device))?.lastKnown).toMatchObject({ unsent: 1 });
    const transportOf = (): Transport => ({
      exchange: async ({ ops }) => {
        const now = Date.now();
        const receipts = ops.map(({ n }) => ({ n, s: n, r: "applied", at: now }));
        const nothing = { rows: [], exits: [], booting: {}, arrived: [], scopes: [], more: false };
        const reply = { protocol: 1, epoch: "e1", serverTime: now, cursor: 0, durableN: 0, maxOpVersion: 1 };
        return {
          ok: true,
          reply: { ...reply, ...nothing, receipts },
          sentAt: now,
          receivedAt: now,
          bytes: 1,
        };
      },
      quarantine: async () => false,
    });
    expect(await sendForAll({ forMs: 1000, transportOf, locks: undefined })).toBe(0);
    expect(await findProfile(locked.device)).toMatchObject({ state: "locked", lastKnown: { unsent: 0 } });
  });

  it("leaves what is known of a book that could not be looked into", async () => {
    const locked = await signedIn();
    await saveSomething(locked.device);
    await lockProfile(locked);
    const broken = (): Transport => {
      throw new Error("broken");
    };
    const transportOf = (): Transport => ({
      exchange: async () => broken() as never,
      quarantine: async () => false,
    });
    await sendForAll({ forMs: 1000, transportOf, locks: undefined });
    expect((await findProfile(locked.device))?.lastKnown).toMatchObject({ unsent: 1 });
  });
});

describe("what outlives an evicted database", () => {
  it("tells which logbook is gone and how much of it was unsent, once", async () => {
    const profile = await signedIn();
    await saveSomething(profile.device);
    await markProfile(profile, marks);
    expect((await readInstallation(marks)).lost).toEqual([]);
    await clearProfiles();
    expect((await readInstallation(marks)).lost).toMatchObject([{ device: profile.device, unsent: 1 }]);
    marks[0]?.write("not JSON");
    await markProfile(await signedIn(), marks);
    expect((await readInstallation(marks)).lost).toMatchObject([{ device: profile.device }]);
    await acknowledgeEviction(marks);
    expect((await readInstallation(marks)).lost).toEqual([]);
  });
});

describe("a PIN", () => {
  it("opens with the right one, makes guessers wait, and can be taken away", async () => {
    const { device } = await signedIn();
    expect([isPin("1234"), isPin("12"), isPin("12ab")]).toEqual([true, false, false]);
    expect(await verifyPin(device, "0000")).toEqual({ ok: true });
    await setPin(device, "1234");
    expect(await verifyPin(device, "1234", 1)).toEqual({ ok: true });
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await verifyPin(device, "9999", 1000));
    expect(answers[0]).toEqual({ ok: false, triesLeft: 4, waitMs: 0 });
    expect(answers[4]).toEqual({ ok: false, triesLeft: 0, waitMs: 30_000 });
    expect(await verifyPin(device, "1234", 2000)).toEqual({ ok: false, triesLeft: 0, waitMs: 29_000 });
    expect(await verifyPin(device, "1234", 31_001)).toEqual({ ok: true });
    await clearPin(device);
    expect(await findProfile(device)).not.toHaveProperty("pin");
  });
});

describe("settings", () => {
  it("are kept, with sensible ones before anybody chose", async () => {
    expect(await readSettings()).toEqual({ theme: "device", textSize: "100", language: "vi" });
    await changeSettings({ textSize: "150" });
    expect(await changeSettings({ theme: "dark" })).toEqual({
      theme: "dark",
      textSize: "150",
      language: "vi",
    });
  });
});

async function clearProfiles(): Promise<void> {
  const { profiles } = await databases().profiles.read();
  for (const { device } of profiles) await databases().profiles.remove(device);
}
