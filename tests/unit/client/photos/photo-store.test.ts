import { describe, expect, it } from "vitest";
import { sha256 } from "#client/photos/hash.ts";
import { addPhotos, dropPhoto, type KeptPhoto, keepPhoto, keptPhotos } from "#client/photos/kept-photos.ts";
import type { LinkKind } from "#client/photos/link-kind.ts";
import { notePhoto, photoNote } from "#client/photos/photo-note.ts";
import { PhotoSender } from "#client/photos/photo-sender.ts";
import { tidyBlobs } from "#client/photos/tidy-blobs.ts";
import type { TusAnswer, TusRequest } from "#client/photos/tus-call.ts";
import { waitingPhotos } from "#client/photos/waiting-photos.ts";
import { countUnsent } from "#client/profiles.ts";
import { commitOps, type OpDraft } from "#sync/commit.ts";
import type { DeviceStore } from "#sync/device-store.ts";
import { eraseHere } from "#sync/erase-here.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { MemoryDisk } from "#sync/memory-device-store.ts";
import { toStored } from "#sync/overlay.ts";
import { pruneSent } from "#sync/self-check.ts";

const wall = Date.parse("2026-03-02T01:00:00Z");
const form = "incident/new";

async function device() {
  const store = new MemoryDisk().open();
  const meta = initialMeta({ device: "dA", person: "pa", commune: "c", epoch: "e" });
  await store.transact("strict", (tx) => tx.putMeta({ ...meta, offset: 0, lastWall: wall }));
  const clock = { wall: () => wall, monotonic: () => 0 };
  const transport = { exchange: () => Promise.reject(new Error("no link")), quarantine: async () => false };
  return { store, clock, transport, randomness: { next: () => 0.5 }, appVersion: "t" };
}

async function pictureOf(seed: number): Promise<{ photo: KeptPhoto; bytes: ArrayBuffer }> {
  const bytes = Uint8Array.from({ length: 100 }, (_, i) => (i * seed) % 251).buffer;
  const photo = { sha: await sha256(bytes), type: "image/jpeg", bytes: 100, width: 4, height: 3 } as const;
  return { photo: { ...photo, thumb: "dA==", taken: wall + seed }, bytes };
}

function report(id: string, severity: number): OpDraft {
  const fields = { number: `SC-${id}`, group: 1, severity, title: id, since: wall, state: "new" };
  return { action: "incident.report", changes: [{ c: "create", kind: "incident", id, fields }] };
}

/** Photos of one incident, saved; `received`: the server has the deeds. */
async function save(
  ports: Awaited<ReturnType<typeof device>>,
  incident: string,
  severity: number,
  seeds: readonly number[],
  received = true,
): Promise<string[]> {
  for (const seed of seeds) await keepPhoto(ports.store, { form }, await pictureOf(seed));
  const kept = await ports.store.read((tx) => keptPhotos(tx, form));
  let serial = 0;
  const newId = () => `${incident}-p${++serial}`;
  const saved = await commitOps(ports, [
    report(incident, severity),
    ...addPhotos(kept, form, incident, newId),
  ]);
  expect(saved.ok).toBe(true);
  if (received) await receive(ports.store);
  return seeds.map((_, i) => `${incident}-p${i + 1}`);
}

async function receive(store: DeviceStore): Promise<void> {
  await store.transact("strict", async (tx) => {
    for (const { n, op, ids } of await tx.outbox()) {
      await tx.deleteOutbox([n]);
      await tx.putSent([{ n, op, ids, receipt: { n, s: n, r: "applied", at: wall } }]);
    }
  });
}

const setStored = (store: DeviceStore, photo: string, stored: number) =>
  store.transact("strict", async (tx) => {
    const row = await tx.row(photo);
    if (row) await tx.putRow(toStored({ ...row, body: { ...row.body, stored } }, row.tag));
  });

function senderOf(
  ports: Awaited<ReturnType<typeof device>>,
  answer: (request: TusRequest) => TusAnswer,
  more: { link?: LinkKind; waits?: boolean } = {},
) {
  const requests: TusRequest[] = [];
  const sender = new PhotoSender({
    ...ports,
    call: async (request) => {
      requests.push(request);
      return answer(request);
    },
    link: () => more.link ?? "free",
    waitsForWifi: async () => more.waits ?? false,
  });
  const photos = () =>
    requests.map(({ headers }) => atob(/photo (.*)/.exec(headers["upload-metadata"] ?? "")?.[1] ?? ""));
  return { requests, photos, round: (goOn = () => true) => sender.round({ goOn }) };
}

const stored: TusAnswer = { ok: true, offset: 100, stored: wall + 9, bytes: 130 };

describe("pictures kept under a form", () => {
  it("are there after the page was killed, and become photos with their incident in one go", async () => {
    const ports = await device();
    await keepPhoto(ports.store, { form }, await pictureOf(2));
    expect((await ports.store.read((tx) => keptPhotos(tx, form))).map(({ taken }) => taken)).toEqual([
      wall + 2,
    ]);
    const [photo] = await save(ports, "i1", 2, [3], false);
    await ports.store.read(async (tx) => {
      expect(await keptPhotos(tx, form)).toEqual([]);
      expect((await tx.blobIds()).length).toBe(2);
      expect((await tx.row(String(photo)))?.personal).toEqual({ thumb: "dA==" });
      expect((await waitingPhotos(tx)).all).toHaveLength(2);
      // The deeds go first.
      expect((await waitingPhotos(tx)).here).toEqual([]);
    });
  });

  it("leave no bytes behind when they are dropped or covered; the same picture under another form stays", async () => {
    const { store } = await device();
    const [one, two] = [await pictureOf(2), await pictureOf(3)];
    await keepPhoto(store, { form }, one);
    await keepPhoto(store, { form: "other" }, one);
    await keepPhoto(store, { form }, two, one.photo.sha);
    expect((await store.read((tx) => keptPhotos(tx, form))).map(({ sha }) => sha)).toEqual([two.photo.sha]);
    expect(await store.read((tx) => tx.blobIds())).toEqual([one.photo.sha, two.photo.sha].sort());
    await dropPhoto(store, { form: "other" }, one.photo.sha);
    await dropPhoto(store, { form }, two.photo.sha);
    expect(await store.read((tx) => tx.blobIds())).toEqual([]);
  });
});

describe("a round of photos", () => {
  it("sends the gravest incident's first, then the oldest; notes receipt and bytes", async () => {
    const ports = await device();
    await save(ports, "late", 3, [9, 2]);
    await save(ports, "grave", 1, [5]);
    const sender = senderOf(ports, () => stored);
    expect(await sender.round()).toEqual({ ok: true, stored: 3 });
    expect(sender.photos()).toEqual(["grave-p1", "late-p2", "late-p1"]);
    await ports.store.read(async (tx) => {
      expect((await tx.row("grave-p1"))?.body["stored"]).toBe(wall + 9);
      expect((await waitingPhotos(tx)).all).toEqual([]);
      expect((await tx.meta())?.sync.bytesToday).toBe(390);
    });
  });

  it("ends with the first failure of the link, and waits longer each time", async () => {
    const ports = await device();
    await save(ports, "i1", 3, [2, 3]);
    const sender = senderOf(ports, () => ({ ok: false, failure: "unreachable", bytes: 10 }));
    const waits = [];
    for (let i = 0; i < 3; i++) {
      const end = await sender.round();
      waits.push(end.ok ? 0 : end.retryInMs);
    }
    expect(sender.requests.map(({ method }) => method)).toEqual(["POST", "HEAD", "HEAD"]);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(new Set(waits).size).toBe(3);
  });

  it("waits for Wi-Fi where the setting says so, but for the one that a person lets go", async () => {
    const ports = await device();
    await save(ports, "i1", 3, [2, 3]);
    for (const link of ["metered", "unknown"] as const)
      expect((await senderOf(ports, () => stored, { link, waits: true }).round()).stored).toBe(0);
    await ports.store.transact("strict", (tx) => notePhoto(tx, "i1-p2", { mobile: true }));
    const sender = senderOf(ports, () => stored, { link: "metered", waits: true });
    await sender.round();
    expect(sender.photos()).toEqual(["i1-p2"]);
    expect((await senderOf(ports, () => stored, { link: "free", waits: true }).round()).stored).toBe(1);
  });

  it("keeps a refused photo with its reason and goes on with the next; it is not tried again", async () => {
    const ports = await device();
    await save(ports, "i1", 3, [2, 3]);
    const no: TusAnswer = { ok: false, failure: "refused", status: 422, code: "not-an-image", bytes: 1 };
    const sender = senderOf(ports, ({ headers }) =>
      headers["upload-metadata"]?.includes(btoa("i1-p1")) ? no : stored,
    );
    expect(await sender.round()).toEqual({ ok: true, stored: 1 });
    expect(await ports.store.read((tx) => photoNote(tx, "i1-p1"))).toEqual({ trouble: "not-an-image" });
    await sender.round();
    expect(sender.requests).toHaveLength(2);
    const { here, stuck } = await ports.store.read(waitingPhotos);
    expect([here.length, stuck.length]).toEqual([0, 1]);
  });

  it("asks later for a record that the server does not know yet, and stops when text comes", async () => {
    const ports = await device();
    await save(ports, "i1", 3, [2, 3]);
    const unknown: TusAnswer = {
      ok: false,
      failure: "refused",
      status: 409,
      code: "photo-unknown",
      bytes: 1,
    };
    const sender = senderOf(ports, () => unknown);
    expect(await sender.round()).toEqual({ ok: true, stored: 0 });
    await sender.round();
    expect(sender.requests).toHaveLength(2);
    let asked = 0;
    const other = senderOf(ports, () => stored);
    await other.round(() => asked++ < 2);
    expect(other.requests).toHaveLength(1);
  });
});

describe("bytes that may go", () => {
  const idsOf = (store: DeviceStore) => store.read((tx) => tx.blobIds());

  it("are never those that the server lacks, however short the room", async () => {
    const ports = await device();
    await save(ports, "i1", 3, [2, 3]);
    await keepPhoto(ports.store, { form }, await pictureOf(4));
    expect(await tidyBlobs(ports.store, "none")).toBe(0);
    expect(await idsOf(ports.store)).toHaveLength(3);
  });

  it("are the verified ones, once a backup has their deeds or no room is left", async () => {
    const ports = await device();
    const photos = await save(ports, "i1", 3, [2, 3]);
    for (const [i, id] of photos.entries()) await setStored(ports.store, id, wall + i);
    expect(await tidyBlobs(ports.store, "plenty")).toBe(0);
    expect(await tidyBlobs(ports.store, "little")).toBe(0);
    await ports.store.transact("strict", async (tx) => {
      const meta = await tx.meta();
      if (meta) await tx.putMeta({ ...meta, durableN: 2 });
    });
    expect(await tidyBlobs(ports.store, "little")).toBe(1);
    expect(await tidyBlobs(ports.store, "none")).toBe(1);
    expect(await idsOf(ports.store)).toEqual([]);
  });

  it("are those of a dropped form and of a deleted photo, not of one that is merely out of sight", async () => {
    const ports = await device();
    const [first, second] = await save(ports, "i1", 3, [2, 3]);
    await keepPhoto(ports.store, { form }, await pictureOf(4));
    await ports.store.transact("strict", async (tx) => {
      await tx.deleteDraft(`photos/${form}`);
      const row = await tx.row(String(first));
      if (row) await tx.putRow(toStored({ ...row, deleted: true }, row.tag));
      await tx.deleteRows([String(second)]);
    });
    expect(await tidyBlobs(ports.store, "plenty")).toBe(2);
    expect(await idsOf(ports.store)).toEqual([(await pictureOf(3)).photo.sha]);
  });

  it("go at once with an erasure", async () => {
    const ports = await device();
    const [first] = await save(ports, "i1", 3, [2]);
    await ports.store.transact("strict", (tx) => eraseHere(tx, { id: String(first), kind: "photo" }));
    expect(await idsOf(ports.store)).toEqual([]);
  });
});

describe("a photo whose incident lies where its taker does not look", () => {
  it("is sent all the same, kept until the server has it, and sent anew after a restore", async () => {
    const ports = await device();
    const [photo = ""] = await save(ports, "i1", 2, [5]);
    await ports.store.transact("strict", (tx) => tx.deleteRows([photo, "i1"]));
    const blobs = () => ports.store.read((tx) => tx.blobIds());
    const unsent = async () => (await ports.store.read(countUnsent)).unsent;
    expect(await tidyBlobs(ports.store, "none")).toBe(0);
    expect(await unsent()).toBe(1);

    const sender = senderOf(ports, () => stored);
    expect(await sender.round()).toEqual({ ok: true, stored: 1 });
    expect(sender.photos()).toEqual([photo]);
    expect(await sender.round()).toEqual({ ok: true, stored: 0 });
    expect(await unsent()).toBe(0);

    await ports.store.transact("strict", async (tx) => {
      const meta = await tx.meta();
      if (meta) await tx.putMeta({ ...meta, epoch: "after a restore" });
    });
    expect(await sender.round()).toEqual({ ok: true, stored: 1 });
    expect(await blobs()).toHaveLength(1);
    expect(await tidyBlobs(ports.store, "none")).toBe(1);
    expect(await blobs()).toEqual([]);
  });

  it("keeps the deed that tells whose the bytes are, however old it is and however safe", async () => {
    const ports = await device();
    const [photo = ""] = await save(ports, "i1", 2, [6]);
    await ports.store.transact("strict", (tx) => tx.deleteRows([photo, "i1"]));
    const later = wall + 200 * 86_400_000;
    const prune = () =>
      ports.store.transact("relaxed", (tx) =>
        pruneSent(tx, { durableN: 99 }, { serverTime: later, wall: later }),
      );
    const sent = async () => (await ports.store.read((tx) => tx.allSent())).map(({ op }) => op.a);
    await prune();
    expect(await sent()).toEqual(["photo.add"]);
    expect(await senderOf(ports, () => stored).round()).toEqual({ ok: true, stored: 1 });
    expect(await tidyBlobs(ports.store, "none")).toBe(1);
    await prune();
    expect(await sent()).toEqual([]);
  });
});
