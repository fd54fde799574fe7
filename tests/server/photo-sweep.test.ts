import { existsSync } from "node:fs";
import { mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { ServerRow } from "#authority/commune-store.ts";
import { tellLate } from "#server/attachments/arrived.ts";
import { noteStored } from "#server/attachments/attachment-records.ts";
import { openAttachments } from "#server/attachments/attachments.ts";
import { sweepAttachments } from "#server/attachments/sweep.ts";
import { createPokes } from "#server/http/pokes.ts";
import { createSqlCommuneStore } from "#server/store/sql-commune-store.ts";
import { jpegOf, shaOf } from "../support/photos.ts";
import { database, folder, sqliteForEach } from "../support/sqlite-commune.ts";

const day = 86_400_000;
const began = Date.now();
sqliteForEach(began);

/** The server's parts on this night. */
function contextOn(now: number) {
  const log = { write: () => undefined } as never;
  const attachments = openAttachments(folder, database);
  const clock = { isSettled: () => true };
  return { database, attachments, log, clock, pokes: createPokes(), now: () => now };
}

async function putPhoto(id: string, bytes: Buffer, more: Partial<ServerRow> = {}): Promise<void> {
  const stamp = { at: began, by: "p", device: "d" };
  const body = {
    parent: "sc-1",
    sha: shaOf(bytes),
    type: "image/jpeg",
    bytes: bytes.length,
    width: 1,
    height: 1,
    taken: 1,
  };
  await createSqlCommuneStore(database).transact("x", async (tx) =>
    tx.putRow({
      ...{ id, kind: "photo", scope: "incidents:commune", seq: await tx.nextSeq(), body, clocks: {} },
      ...{ created: stamp, changed: stamp, received: began },
      ...more,
    }),
  );
}

async function keep(bytes: Buffer): Promise<string> {
  const { attachments } = contextOn(began);
  const sha = shaOf(bytes);
  await attachments.files.write("x", sha, bytes);
  const attachment = { commune: "x", sha, bytes: bytes.length, media: "image/jpeg", at: began };
  await database.writeIn("x", (write) => noteStored(write, attachment, began));
  return attachments.files.pathOf("x", sha);
}

const isStored = async (id: string) =>
  createSqlCommuneStore(database).transact("x", async (tx) => {
    const [row] = await tx.rows([id]);
    return row?.body["stored"] !== undefined;
  });

it("keeps what a photo shows, and for thirty days what only a deleted one does", async () => {
  const [live, gone, nobody] = [jpegOf(900, 1), jpegOf(900, 2), jpegOf(900, 3)];
  await putPhoto("live", live);
  await putPhoto("gone", gone);
  const paths = { live: await keep(live), gone: await keep(gone) };
  expect(await isStored("gone")).toBe(true);
  await createSqlCommuneStore(database).transact("x", async (tx) => {
    for (const row of await tx.rows(["gone"]))
      await tx.putRow({ ...row, deleted: true, received: began + 5 * day });
  });
  const { files } = contextOn(began).attachments;
  await files.write("x", shaOf(nobody), nobody);
  await sweepAttachments(contextOn(began + 29 * day));
  expect([paths.live, paths.gone, files.pathOf("x", shaOf(nobody))].every(existsSync)).toBe(true);
  await sweepAttachments(contextOn(began + 34 * day));
  expect([existsSync(paths.live), existsSync(paths.gone)]).toEqual([true, true]);
  expect(existsSync(files.pathOf("x", shaOf(nobody)))).toBe(false);
  await sweepAttachments(contextOn(began + 36 * day));
  expect([existsSync(paths.live), existsSync(paths.gone)]).toEqual([true, false]);
  expect([await isStored("live"), await isStored("gone")]).toEqual([true, false]);
});

it("gives up an upload to which nothing was added for seven days", async () => {
  const uploads = join(folder, "uploads", "x");
  await mkdir(uploads, { recursive: true });
  const put = async (sha: string, ...changed: [string, number][]) => {
    for (const [end, at] of changed) {
      await writeFile(join(uploads, sha + end), "{}");
      await utimes(join(uploads, sha + end), at / 1000, at / 1000);
    }
  };
  const [idle, busy, torn] = ["a".repeat(64), "b".repeat(64), "c".repeat(64)];
  await put(idle, ["", began - 8 * day], [".json", began - 20 * day]);
  await put(busy, ["", began - 6 * day], [".json", began - 20 * day]);
  await put(torn, [".json.part", began - 9 * day]);
  await sweepAttachments(contextOn(began));
  expect(existsSync(join(uploads, idle)) || existsSync(join(uploads, `${idle}.json`))).toBe(false);
  expect(existsSync(join(uploads, `${torn}.json.part`))).toBe(false);
  expect([existsSync(join(uploads, busy)), existsSync(join(uploads, `${busy}.json`))]).toEqual([true, true]);
});

it("tells a photo that came some other way that its bytes lie here already", async () => {
  const bytes = jpegOf(900, 4);
  await putPhoto("first", bytes);
  await keep(bytes);
  await putPhoto("by-capsule", bytes);
  expect([await isStored("first"), await isStored("by-capsule")]).toEqual([true, false]);
  await tellLate(contextOn(began + 1));
  expect(await isStored("by-capsule")).toBe(true);
});
