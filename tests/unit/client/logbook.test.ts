import { newDevice } from "#authority/new-device.ts";
import "fake-indexeddb/auto";
import { gunzipSync } from "node:zlib";
import { liveQuery } from "dexie";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createMemoryCommuneStore } from "#authority/memory-commune-store.ts";
import { runExchange } from "#authority/run-exchange.ts";
import { createProfile } from "#client/create-profile.ts";
import { databases } from "#client/databases.ts";
import { openDeviceStore } from "#client/dexie-device-store.ts";
import { type Logbook, type LogbookOptions, type LogbookStatus, openLogbook } from "#client/logbook.ts";
import type { PageHost } from "#client/page-host.ts";
import { findProfile, type Profile } from "#client/profiles.ts";
import { dayOf } from "#kernel/calendar.ts";
import type { ExchangeReply, ExchangeRequest } from "#protocol/exchange.ts";
import type { DeviceReadTx } from "#sync/device-store.ts";
import { DatabaseGone, DeviceFull } from "#sync/store-errors.ts";
import { until } from "../../support/patience.ts";

let serial = 0;
let open: Logbook[] = [];
let link: "up" | "down" | "portal" | "expired" = "up";
let change: (reply: ExchangeReply) => ExchangeReply = (reply) => reply;
let commune = createMemoryCommuneStore();
let marks: (string | null)[] = [null];

let freeze = () => {};
let thaw = () => {};
let reloads = 0;

const host: PageHost = {
  isVisible: () => true,
  onVisible: () => () => undefined,
  onHidden: () => () => undefined,
  onOnline: () => () => undefined,
  onlineHint: () => true,
  onFreeze(tell) {
    freeze = tell;
    return () => undefined;
  },
  onThaw(tell) {
    thaw = tell;
    return () => undefined;
  },
  reload: () => {
    reloads += 1;
  },
  marks: [
    {
      read: () => marks[0] ?? null,
      write: (text) => {
        marks = [text];
      },
    },
  ],
};

beforeEach(() => {
  link = "up";
  change = (reply) => reply;
  marks = [null];
  commune = createMemoryCommuneStore();
  commune.addCommune("c1", "e1");
  vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => {
    if (link === "down") throw new TypeError("Failed to fetch");
    if (link === "portal") return new Response("<html>", { headers: { "content-type": "text/html" } });
    const headers = { "content-type": "application/json", "x-so-truc": "1" };
    if (link === "expired") {
      return new Response(JSON.stringify({ error: { code: "sign-in" } }), { status: 401, headers });
    }
    const request = JSON.parse(gunzipSync(init.body as Uint8Array).toString()) as ExchangeRequest;
    const session = { commune: "c1", device: request.device, person: "p1" };
    const reply = await runExchange(commune, session, request, { now: Date.now() });
    return new Response(JSON.stringify(change(reply)), { headers });
  });
});
afterEach(() => {
  for (const logbook of open) logbook.close();
  open = [];
  vi.unstubAllGlobals();
});

async function makeProfile(): Promise<Profile> {
  const device = `log${serial++}`;
  const profile: Profile = {
    device,
    person: "p1",
    name: "Y Nghĩa",
    account: "motcua1",
    commune: { id: "c1", name: "Xã Mẫu", code: "XM", sample: true },
    roles: ["centre"],
    letter: "A",
    capsuleKey: "age1x",
    state: "open",
    createdAt: 1,
    lastUsed: 1,
    lastKnown: { unsent: 0, dead: 0, at: 1 },
  };
  await createProfile(profile, "e1");
  await commune.transact("c1", async (tx) => {
    await tx.putDevice(newDevice(device, "p1", 0));
    await tx.putRights("p1", { roles: ["centre"], units: [], villages: [], active: true, from: 0 });
  });
  return profile;
}

async function start(options?: LogbookOptions) {
  const logbook = await openLogbook(await makeProfile(), host, options);
  open.push(logbook);
  return logbook;
}

const visit = (id: string) => ({
  action: "support.visit" as const,
  changes: [
    {
      c: "create" as const,
      kind: "supportVisit",
      id,
      fields: { day: dayOf(Date.now()), sort: "dvc", form: "counter", result: "done", people: 1 },
    },
  ],
});

describe("what was typed", () => {
  it("is kept without what cannot be seen, to its depth, and its lines stay", async () => {
    const logbook = await start();
    const fields = visit("v1").changes.flatMap((change) => Object.entries(change.fields));
    const note = "Máy\u00a0in\u200b hỏng\nở Ea H’leo\u00ad";
    const groups = { elderly: 1 };
    const saved = await logbook.commit({
      action: "support.visit",
      changes: [
        {
          ...{ c: "create", kind: "supportVisit", id: "v1" },
          fields: { ...Object.fromEntries(fields), note: note.normalize("NFD"), groups },
        },
      ],
    });
    expect(saved.ok).toBe(true);
    const row = await logbook.store.read((tx) => tx.row("v1"));
    expect(row?.personal?.["note"]).toBe("Máy in hỏng\nở Ea H’leo");
    const [entry] = await logbook.store.read((tx) => tx.outbox());
    expect(JSON.stringify(entry?.op)).not.toMatch(/[\u00a0\u00ad\u200b]/);
    expect(JSON.stringify(entry?.op)).toContain('"elderly":1');
  });
});

describe("an open logbook", () => {
  it("saves, sends by itself and shows both in its status", async () => {
    const logbook = await start();
    await logbook.sendNow();
    const seen: LogbookStatus[] = [];
    const watching = liveQuery(() => logbook.status()).subscribe((status) => seen.push(status));
    await until(() => seen.length > 0);
    expect(seen[0]).toMatchObject({ link: "online", unsent: 0, mustAskDay: false });
    const saved = await logbook.commit(visit("v1"));
    expect(saved).toEqual({ ok: true, value: { n: 1, ids: ["v1"] } });
    await until(() => seen.some((status) => status.unsent === 1));
    await until(() => seen.at(-1)?.unsent === 0);
    const kept = await commune.transact("c1", (tx) => tx.decided(logbook.profile.device, [1]));
    expect(kept).toMatchObject([{ n: 1, outcome: "applied" }]);
    expect(await logbook.store.read((tx) => tx.row("v1"))).toMatchObject({ body: { people: 1 } });
    watching.unsubscribe();
  });

  it("keeps everything while the link is down and says what is wrong with it", async () => {
    link = "down";
    const logbook = await start();
    await logbook.commit(visit("v1"));
    await logbook.commit(visit("v2"));
    await logbook.sendNow();
    expect(await logbook.status()).toMatchObject({ link: "no-server", unsent: 2, alarm: false, maxN: 2 });
    link = "portal";
    await logbook.sendNow();
    expect((await logbook.status()).link).toBe("captive");
    link = "expired";
    await logbook.sendNow();
    expect((await logbook.status()).link).toBe("sign-in");
    expect(await logbook.commit(visit("v3"))).toMatchObject({ ok: true });
    link = "up";
    await logbook.sendNow();
    expect(await logbook.status()).toMatchObject({ link: "online", unsent: 0 });
  });

  it("notes in the profile and in the marks how much is unsent", async () => {
    link = "down";
    const logbook = await start();
    const { device } = logbook.profile;
    await logbook.commit(visit("v1"));
    await until(async () => (await findProfile(device))?.lastKnown.unsent === 1);
    await until(() => marks[0]?.includes(`["${device}",1,`) === true);
  });

  it("refuses with a reason when the disk is full or the database is gone", async () => {
    link = "down";
    const logbook = await start();
    const transact = vi.spyOn(logbook.store, "transact").mockRejectedValueOnce(new DeviceFull("full"));
    expect(await logbook.commit(visit("v1"))).toMatchObject({ ok: false, refusal: { code: "device-full" } });
    transact.mockRejectedValueOnce(new DatabaseGone("gone"));
    expect(await logbook.commit(visit("v1"))).toMatchObject({
      ok: false,
      refusal: { code: "database-gone" },
    });
    expect(logbook.isSaving()).toBe(false);
    expect(await logbook.commit(visit("v1"))).toMatchObject({ ok: true, value: { n: 1 } });
  });

  it.each(["read", "readLive", "transact"] as const)(
    "holds up no other page while the browser keeps this one in the middle of %s, and opens anew",
    async (way) => {
      link = "down";
      const { store, profile } = await start();
      let isBegun = false;
      // Asks again and again, as a page does that the browser lets run on for ever.
      const unending = async (tx: DeviceReadTx): Promise<void> => {
        for (;;) {
          await tx.meta();
          isBegun = true;
        }
      };
      const asked = way === "transact" ? store.transact("strict", unending) : store[way](unending);
      const cut = expect(asked).rejects.toThrow();
      await until(() => isBegun);
      const before = reloads;
      freeze();
      await cut;
      const other = openDeviceStore(profile.device);
      await other.transact("strict", (tx) => tx.putDraft({ key: "beside", value: 1, at: 1 }));
      other.close();
      thaw();
      expect(reloads).toBe(before + 1);
    },
  );

  it("goes on as it was when nothing was under way", async () => {
    link = "down";
    const logbook = await start();
    await until(async () => {
      await logbook.store.read((tx) => tx.meta());
      const before = reloads;
      freeze();
      thaw();
      return reloads === before;
    });
    expect(await logbook.commit(visit("v1"))).toMatchObject({ ok: true });
  });

  it("will not open on a database that the browser has emptied", async () => {
    const profile = await makeProfile();
    const gone = { ...profile, device: `${profile.device}x` };
    await databases().profiles.put(gone);
    await expect(openLogbook(gone, host)).rejects.toBeInstanceOf(DatabaseGone);
  });

  it("is wiped when the server asks for it, but only after the server has everything", async () => {
    let wiped = false;
    link = "down";
    const logbook = await start({
      onWiped: () => {
        wiped = true;
      },
    });
    await logbook.commit(visit("v1"));
    change = (reply) => ({ ...reply, wipe: true });
    link = "up";
    await logbook.sendNow();
    await until(() => wiped);
    expect(await findProfile(logbook.profile.device)).toBeUndefined();
    const kept = await commune.transact("c1", (tx) => tx.decided(logbook.profile.device, [1]));
    expect(kept).toHaveLength(1);
  });

  it("keeps drafts until they are dropped", async () => {
    const logbook = await start();
    await logbook.saveDraft({ key: "/su-co/moi", value: { note: "máy in" }, at: 1 });
    expect(await logbook.store.read((tx) => tx.draft("/su-co/moi"))).toMatchObject({
      value: { note: "máy in" },
    });
    await logbook.dropDraft("/su-co/moi");
    expect(await logbook.store.read((tx) => tx.drafts())).toEqual([]);
  });
});
