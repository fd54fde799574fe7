import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";
import { importReceipts, isReceiptFile } from "#client/carried-receipts.ts";
import { createProfile } from "#client/create-profile.ts";
import { addPhotos, type KeptPhoto, keepPhoto } from "#client/photos/kept-photos.ts";
import { tidyBlobs } from "#client/photos/tidy-blobs.ts";
import { waitingPhotos } from "#client/photos/waiting-photos.ts";
import type { Profile } from "#client/profile.ts";
import type { Receipt } from "#protocol/exchange.ts";
import { type TakenPhoto, writeReceipts } from "#server/capsule/carried-receipts.ts";
import { smsKeyOf } from "#server/sms/device-key.ts";
import { commitOp, commitOps } from "#sync/commit.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { MemoryDisk, type MemoryProcess } from "#sync/memory-device-store.ts";

const secret = "AGE-SECRET-KEY-1";
const profile = {
  ...{
    device: "d1",
    person: "p1",
    name: "Lan",
    account: "lan",
    roles: ["centre"],
    letter: "A",
    capsuleKey: "",
  },
  commune: { id: "c1", name: "Xã", code: "XT", sample: false },
  ...{ state: "open", createdAt: 1, lastUsed: 1, lastKnown: { unsent: 0, dead: 0, at: 1 } },
  smsKey: smsKeyOf(secret, "d1"),
} as Profile;
let store: MemoryProcess;
let disk: MemoryDisk;

beforeEach(async () => {
  await createProfile(profile, "e1");
  disk = new MemoryDisk();
  store = disk.open();
  const meta = initialMeta({ device: "d1", person: "p1", commune: "c1", epoch: "e1" });
  await store.transact("strict", (tx) => tx.putMeta(meta));
  const clock = { wall: () => 1_800_000_000_000, monotonic: () => 1 };
  const ports = { store, clock, randomness: { next: () => 0.5 }, appVersion: "t" } as never;
  for (const id of ["a", "b", "c"]) {
    const fields = { number: `SC-XT-00${id}-A`, group: 1, severity: 3, title: id, since: 1, state: "new" };
    const saved = await commitOp(ports, {
      action: "incident.report",
      changes: [{ c: "create", kind: "incident", id, fields }],
    });
    expect(saved.ok).toBe(true);
  }
});

function file(
  receipts: Receipt[],
  more: { device?: string; epoch?: string; secret?: string } = {},
  photos: TakenPhoto[] = [],
): Blob {
  const of = { commune: "c1", secret, device: "d1", epoch: "e1", now: 1_800_000_100_000, ...more };
  return new Blob([writeReceipts(of, receipts, photos)]);
}

const book = () => ({ profile, store });
const unsent = () => [...disk.content().outbox.values()].filter((one) => !one.receipt).map(({ n }) => n);
const receipts: Receipt[] = [
  { n: 1, to: 2, s: 7, r: "applied", own: 1, at: 5 },
  { n: 3, s: 9, r: "rejected", at: 5, code: "denied" },
];

it("marks what the server has as received and keeps it shown until its row comes; twice is once", async () => {
  expect(await isReceiptFile(file(receipts))).toBe(true);
  expect(await importReceipts(book(), file(receipts))).toEqual({ ok: true, value: { ops: 2, photos: 0 } });
  expect(unsent()).toEqual([3]);
  expect(disk.content().outbox.get(2)?.receipt).toMatchObject({ n: 2, s: 8, r: "applied" });
  expect([...disk.content().rows.keys()].sort()).toEqual(["a", "b", "c"]);
  expect(disk.content().dead.size).toBe(0);
  expect(await importReceipts(book(), file(receipts))).toEqual({ ok: true, value: { ops: 0, photos: 0 } });
  expect(unsent()).toEqual([3]);
});

it("takes nothing that was changed on the way, forged, for another device or of another history", async () => {
  const codeOf = async (given: Blob) => {
    const taken = await importReceipts(book(), given);
    return taken.ok ? "taken" : taken.refusal.code;
  };
  const text = await file(receipts).text();
  for (const at of [30, text.indexOf('receipts":[') + 20, text.length - 3]) {
    const wrong = `${text.slice(0, at)}${text[at] === "7" ? "8" : "7"}${text.slice(at + 1)}`;
    expect(["bad-receipts", "receipts-of-other"]).toContain(await codeOf(new Blob([wrong])));
  }
  expect(await codeOf(file(receipts, { secret: "another" }))).toBe("bad-receipts");
  expect(await codeOf(file(receipts, { device: "d2" }))).toBe("receipts-of-other");
  expect(await codeOf(file(receipts, { epoch: "e2" }))).toBe("receipts-of-before");
  expect(await codeOf(new Blob(["một tệp Word"]))).toBe("bad-receipts");
  expect(unsent()).toEqual([1, 2, 3]);
});

describe("the receipt of a photo", () => {
  const sha = "5".repeat(64);
  const shown = () => disk.content().rows.get("photo-1")?.body["stored"];
  const taken = (more: Partial<TakenPhoto> = {}) => [
    { photo: "photo-1", sha, stored: 1_800_000_090_000, ...more },
  ];

  beforeEach(async () => {
    const clock = { wall: () => 1_800_000_000_000, monotonic: () => 1 };
    const ports = { store, clock, randomness: { next: () => 0.5 }, appVersion: "t" } as never;
    const size = { bytes: 4, width: 1, height: 1 };
    const photo: KeptPhoto = { sha, type: "image/jpeg", ...size, taken: 1, thumb: "dA==" };
    await keepPhoto(store, { form: "f" }, { photo, bytes: new Uint8Array(4).buffer });
    expect(
      (
        await commitOps(
          ports,
          addPhotos([photo], "f", "a", () => "photo-1"),
        )
      ).ok,
    ).toBe(true);
  });

  it("says that the server has its bytes, together with its deed or after it, and only once", async () => {
    const receipt: Receipt = { n: 4, s: 9, r: "applied", at: 5 };
    expect(await importReceipts(book(), file([receipt], {}, taken()))).toMatchObject({
      value: { ops: 1, photos: 1 },
    });
    expect(shown()).toBe(1_800_000_090_000);
    expect((await store.read(waitingPhotos)).all).toEqual([]);
    expect(await importReceipts(book(), file([receipt], {}, taken()))).toMatchObject({
      value: { ops: 0, photos: 0 },
    });
    expect(await tidyBlobs(store, "little")).toBe(0);
    expect([...disk.content().blobs.keys()]).toEqual([sha]);
  });

  it("says nothing of other bytes, of another kind of record, or of a photo that was refused", async () => {
    const of = [
      ...taken({ sha: "6".repeat(64) }),
      ...taken({ photo: "a" }),
      { photo: "photo-1", sha, code: "photo-has-exif" },
    ];
    expect(await importReceipts(book(), file([], {}, of))).toMatchObject({ value: { ops: 0, photos: 0 } });
    expect(shown()).toBeUndefined();
    expect(await importReceipts(book(), file([], { epoch: "e2" }, taken()))).toMatchObject({ ok: false });
    expect(shown()).toBeUndefined();
  });

  it("says nothing when the record has changed since: the server may have lost the bytes", async () => {
    await store.transact("strict", async (tx) => {
      const row = await tx.row("photo-1");
      if (row) await tx.putRow({ ...row, received: 1_800_000_100_001 });
    });
    expect(await importReceipts(book(), file([], {}, taken()))).toMatchObject({ value: { photos: 0 } });
    expect(shown()).toBeUndefined();
  });
});
