import "fake-indexeddb/auto";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { deliverCapsule, exportCapsule, seal as sealFile } from "#client/capsule.ts";
import type { CarriedPhoto } from "#client/photos/photos-to-carry.ts";
import type { Profile } from "#client/profile.ts";
import { makeSigningKey, publicKeyOf } from "#client/signing-key.ts";
import { type CapsuleHeader, largestCapsule } from "#protocol/capsule.ts";
import type { Receipt } from "#protocol/exchange.ts";
import { type CapsuleKeys, openCapsule } from "#server/capsule/open-capsule.ts";
import type { OutboxEntry } from "#sync/device-store.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { MemoryDisk } from "#sync/memory-device-store.ts";
import { jpegOf, shaOf } from "../../support/photos.ts";

let identity: string;
let recipient: string;
let signingKey: CryptoKeyPair;
let keys: CapsuleKeys;

beforeAll(async () => {
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
  signingKey = (await makeSigningKey()) as CryptoKeyPair;
  const jwk = await publicKeyOf(signingKey);
  keys = { commune: "c1", identity, publicKeyOf: async (device) => (device === "d1" ? jwk : null) };
});

const header = (more: Partial<CapsuleHeader> = {}): CapsuleHeader => ({
  type: "so-truc-capsule",
  v: 1,
  commune: "c1",
  device: "d1",
  from: 1,
  to: 2,
  count: 2,
  made: 1_800_000_000_000,
  packed: "gzip",
  ...more,
});
const ops = [
  { d: "d1", n: 1, a: "support.visit", note: "hộ cận nghèo" },
  { d: "d1", n: 2, later: { kept: [1, null] } },
];
const seal = async (...of: Parameters<typeof sealFile>) =>
  new Uint8Array(await (await sealFile(...of)).arrayBuffer());
const photoOf = (id: string, bytes: Buffer): CarriedPhoto => ({
  ...{ photo: id, sha: shaOf(bytes) },
  bytes: new Uint8Array(bytes).buffer,
});
const photos = [photoOf("p1", jpegOf(900, 1)), photoOf("p2", jpegOf(300, 2))];
const withPhotos = (more: Partial<CapsuleHeader> = {}) => header({ v: 2, photos: 2, ...more });
const profileOf = (letter: string) =>
  ({
    ...{ device: "d1", letter, capsuleKey: recipient, signingKey },
    commune: { id: "c1", name: "Xã Mẫu", code: "1", sample: true },
  }) as unknown as Profile;
const codeOf = async (bytes: Uint8Array, with_: CapsuleKeys = keys) => {
  const opened = await openCapsule(bytes, with_);
  return opened.ok ? "ok" : opened.refusal.code;
};

describe("a capsule", () => {
  it("opens with the commune's key alone and gives back every op as it was", async () => {
    for (const packed of ["gzip", "none"] as const) {
      const bytes = await seal(header({ packed }), { ops }, signingKey, recipient);
      expect(new TextDecoder().decode(bytes)).not.toContain("cận nghèo");
      const opened = await openCapsule(bytes, keys);
      expect(opened).toMatchObject({ ok: true, value: { ops, header: header({ packed }) } });
    }
  });

  it("tells each way in which it is not to be taken", async () => {
    const bytes = await seal(header(), { ops }, signingKey, recipient);
    const stranger = (await makeSigningKey()) as CryptoKeyPair;
    const otherIdentity = await generateX25519Identity();
    expect(await codeOf(new TextEncoder().encode("một tệp Word"))).toBe("not-a-capsule");
    expect(await codeOf(new Uint8Array())).toBe("not-a-capsule");
    expect(await codeOf(new Uint8Array(5000))).toBe("not-a-capsule");
    expect(await codeOf(bytes, { ...keys, commune: "c2" })).toBe("other-commune");
    expect(await codeOf(bytes, { ...keys, publicKeyOf: async () => null })).toBe("unknown-device");
    expect(await codeOf(bytes, { ...keys, identity: otherIdentity })).toBe("damaged");
    expect(await codeOf(bytes.subarray(0, bytes.length - 9))).toBe("damaged");
    expect(await codeOf(await seal(header(), { ops }, stranger, recipient))).toBe("bad-signature");
    expect(await codeOf(await seal(header({ count: 3 }), { ops }, signingKey, recipient))).toBe("damaged");
    const foreign = [ops[0], { ...ops[1], d: "d2" }];
    expect(await codeOf(await seal(header(), { ops: foreign }, signingKey, recipient))).toBe("damaged");
  });

  it("carries photos, and gives back every byte of them and every op", async () => {
    const picture = fc.uint8Array({ maxLength: 400 }).map((bytes) => photoOf("p", Buffer.from(bytes)));
    const some = fc.record({ pictures: fc.array(picture, { maxLength: 6 }), gzip: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(some, async ({ pictures, gzip }) => {
        const of = withPhotos({ photos: pictures.length, packed: gzip ? "gzip" : "none" });
        const opened = await openCapsule(
          await seal(of, { ops, photos: pictures }, signingKey, recipient),
          keys,
        );
        if (!opened.ok) throw new Error(opened.refusal.code);
        expect(opened.value.ops).toEqual(ops);
        expect(
          opened.value.photos.map(({ photo, sha, bytes }) => ({ photo, sha, hex: bytes.toString("hex") })),
        ).toEqual(
          pictures.map(({ photo, sha, bytes }) => ({ photo, sha, hex: Buffer.from(bytes).toString("hex") })),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("is damaged when its photos are not those that it lists, and newer when a later version wrote it", async () => {
    const file = (more: Partial<CapsuleHeader>) =>
      seal(withPhotos(more), { ops, photos }, signingKey, recipient);
    expect(await codeOf(await file({}))).toBe("ok");
    expect(await codeOf(await file({ photos: 3 }))).toBe("damaged");
    const { photos: _none, ...untold } = withPhotos();
    expect(await codeOf(await seal(untold as CapsuleHeader, { ops, photos }, signingKey, recipient))).toBe(
      "damaged",
    );
    const [one, two] = photos as [CarriedPhoto, CarriedPhoto];
    const longer = { ...two, bytes: { byteLength: 301 } as ArrayBuffer };
    expect(
      await codeOf(await seal(withPhotos(), { ops, photos: [one, longer] }, signingKey, recipient)),
    ).toBe("damaged");
    expect(await codeOf(new TextEncoder().encode(`${JSON.stringify({ ...header(), v: 3 })}\nx`))).toBe(
      "newer-version",
    );
  });

  it("is refused whichever one byte is changed", async () => {
    const bytes = await seal(withPhotos(), { ops, photos }, signingKey, recipient);
    const codes = new Set<string>();
    for (let at = 0; at < bytes.length; at += at < 200 ? 1 : 7) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      codes.add(await codeOf(changed));
    }
    expect(codes.has("ok")).toBe(false);
    for (const code of ["not-a-capsule", "other-commune", "unknown-device", "damaged", "bad-signature"])
      expect(codes).toContain(code);
  });

  it("holds what is unsent, no more, and changes nothing on the device", async () => {
    const store = new MemoryDisk().open();
    const entry = (n: number, more: Partial<OutboxEntry> = {}): OutboxEntry => ({
      n,
      op: { d: "d1", n, v: 1, a: "task.edit", w: 1, o: null, e: "e", u: "p", ch: [] } as never,
      ids: [],
      savedAt: 1,
      ...more,
    });
    await store.transact("strict", (tx) =>
      tx.putOutbox([entry(3, { receipt: { n: 3, s: 1, r: "parked", at: 1 } }), entry(4), entry(9)]),
    );
    const profile = profileOf("A");
    const file = await exportCapsule({ profile, store });
    if (!file.ok) throw new Error(file.refusal.code);
    expect(file.value.count).toBe(2);
    expect(file.value.fileName).toMatch(/^so-truc-A-\d{4}-\d\d-\d\d-4-9\.sotruc$/);
    const opened = await openCapsule(new Uint8Array(await file.value.blob.arrayBuffer()), keys);
    expect(opened).toMatchObject({ ok: true, value: { header: { from: 4, to: 9, count: 2 } } });
    expect(await store.read((tx) => tx.outboxCount())).toBe(3);
    const { signingKey: _none, ...unsafe } = profile;
    expect(await exportCapsule({ profile: unsafe, store })).toMatchObject({
      refusal: { code: "insecure-origin" },
    });
  });

  it("of photos alone holds those whose deeds the server has", async () => {
    const store = new MemoryDisk().open();
    const sha = "3".repeat(64);
    const receipt: Receipt = { n: 1, s: 1, r: "applied", at: 1 };
    const change = { c: "append", k: "photo", id: "p9", under: "i", f: { sha } };
    const op = { d: "d1", n: 1, v: 1, a: "photo.add", w: 1, o: null, e: "e", u: "p", ch: [change] };
    await store.transact("strict", async (tx) => {
      await tx.putMeta(initialMeta({ device: "d1", person: "p", commune: "c1", epoch: "e" }));
      await tx.putBlob({ id: sha, bytes: new Uint8Array([1, 2]).buffer, type: "image/jpeg", at: 1 });
      await tx.putSent([{ n: 1, op: op as never, ids: ["p9"], receipt }]);
    });
    const file = await exportCapsule({ profile: profileOf("A"), store });
    if (!file.ok) throw new Error(file.refusal.code);
    expect(file.value).toMatchObject({ count: 0, photos: 1, photosLeft: 0 });
    expect(file.value.fileName).toMatch(/^so-truc-A-\d{4}-\d\d-\d\d-anh\.sotruc$/);
    const opened = await openCapsule(new Uint8Array(await file.value.blob.arrayBuffer()), keys);
    expect(opened).toMatchObject({ value: { ops: [], photos: [{ photo: "p9", sha }], header: { v: 2 } } });
  });

  it("is told apart from a stranger's file where the server is too old to take it", async () => {
    const body = { error: { code: "bad-capsule", facts: { why: "not-a-capsule" } } };
    const headers = { "content-type": "application/json", "x-so-truc": "1" };
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify(body), { status: 400, headers }));
    const file = await sealFile(withPhotos(), { ops, photos }, signingKey, recipient);
    expect(await deliverCapsule(file, "d2")).toMatchObject({ refusal: { code: "capsule-newer-version" } });
    const word = new Blob(["một tệp Word"]);
    expect(await deliverCapsule(word, "d2")).toMatchObject({ refusal: { code: "capsule-not-a-capsule" } });
    const huge = { size: largestCapsule + 1 } as Blob;
    expect(await deliverCapsule(huge, "d2")).toMatchObject({ refusal: { code: "capsule-too-large" } });
    vi.unstubAllGlobals();
  });
});
