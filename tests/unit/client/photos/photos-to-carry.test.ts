import { beforeEach, describe, expect, it } from "vitest";
import { sha256 } from "#client/photos/hash.ts";
import { addPhotos, keepPhoto } from "#client/photos/kept-photos.ts";
import { notePhoto } from "#client/photos/photo-note.ts";
import { countToCarry, photosToCarry } from "#client/photos/photos-to-carry.ts";
import { commitOps } from "#sync/commit.ts";
import { initialMeta } from "#sync/initial-meta.ts";
import { MemoryDisk, type MemoryProcess } from "#sync/memory-device-store.ts";
import { toStored } from "#sync/overlay.ts";

const wall = Date.parse("2026-03-02T01:00:00Z");
let store: MemoryProcess;
let made: number;

beforeEach(async () => {
  store = new MemoryDisk().open();
  made = 0;
  const meta = initialMeta({ device: "dA", person: "pa", commune: "c", epoch: "e" });
  await store.transact("strict", (tx) => tx.putMeta({ ...meta, offset: 0, lastWall: wall }));
});

/** An incident with photos of so many bytes each: `<incident>-1`, `<incident>-2`… */
async function report(incident: string, severity: number, sizes: readonly number[]): Promise<void> {
  const kept = [];
  for (const size of sizes) {
    made += 1;
    const bytes = new Uint8Array(size).fill(made).buffer;
    const about = { type: "image/jpeg", bytes: size, width: 4, height: 3, taken: wall + made, thumb: "dA==" };
    const photo = { ...about, sha: await sha256(bytes), type: "image/jpeg" as const };
    await keepPhoto(store, { form: "f" }, { photo, bytes });
    kept.push(photo);
  }
  const fields = {
    number: `SC-${incident}`,
    group: 1,
    severity,
    title: "Mất điện",
    since: wall,
    state: "new",
  };
  let serial = 0;
  const ports = {
    ...{ store, clock: { wall: () => wall, monotonic: () => 0 }, randomness: { next: () => 0.5 } },
    appVersion: "t",
  } as never;
  const saved = await commitOps(ports, [
    { action: "incident.report", changes: [{ c: "create", kind: "incident", id: incident, fields }] },
    ...addPhotos(kept, "f", incident, () => `${incident}-${++serial}`),
  ]);
  expect(saved.ok).toBe(true);
}

const receiveAll = () =>
  store.transact("strict", async (tx) => {
    for (const { n, op, ids } of await tx.outbox()) {
      await tx.deleteOutbox([n]);
      await tx.putSent([{ n, op, ids, receipt: { n, s: n, r: "applied", at: wall } }]);
    }
  });
const carried = async (most?: number) => {
  const { photos, left } = await store.read((tx) => photosToCarry(tx, most));
  return { ids: photos.map(({ photo }) => photo), left };
};

describe("the photos of a file from hand to hand", () => {
  it("are those of the gravest incident first, whether or not their deed has been sent", async () => {
    await report("slight", 4, [50, 60]);
    await receiveAll();
    await report("grave", 1, [70]);
    await report("middle", 2, [80]);
    expect(await carried()).toEqual({ ids: ["grave-1", "middle-1", "slight-1", "slight-2"], left: 0 });
    expect(await store.read(countToCarry)).toBe(4);
    const { photos } = await store.read((tx) => photosToCarry(tx));
    for (const { sha, bytes } of photos) expect(await sha256(bytes)).toBe(sha);
  });

  it("fill the room there is; how many are left is told", async () => {
    await report("grave", 1, [70, 90]);
    await report("slight", 4, [50, 25]);
    expect(await carried(100)).toEqual({ ids: ["grave-1", "slight-2"], left: 2 });
    expect(await carried(10)).toEqual({ ids: [], left: 4 });
  });

  it("are none that the server has, whose bytes are not here, or that a person must look at first", async () => {
    await report("grave", 1, [70, 71, 72, 73]);
    await receiveAll();
    await store.transact("strict", async (tx) => {
      const row = await tx.row("grave-1");
      if (row) await tx.putRow(toStored({ ...row, body: { ...row.body, stored: wall } }, row.tag));
      await tx.deleteBlobs([String((await tx.row("grave-2"))?.body["sha"])]);
      await notePhoto(tx, "grave-3", { trouble: "not-an-image" });
    });
    expect(await carried()).toEqual({ ids: ["grave-4"], left: 0 });
  });
});
