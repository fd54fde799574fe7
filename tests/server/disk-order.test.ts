import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attachmentsIn } from "#server/attachments/attachment-folder.ts";
import { createBackups } from "#server/ops/backup.ts";
import { erasureFileIn } from "#server/ops/erasure-file.ts";
import { connect } from "#server/store/sqlite.ts";
import { openSqlite } from "#server/store/sqlite-database.ts";
import { type DiskRecorder, recordDisk } from "../support/disk-recorder.ts";

let folder: string;
let disk: DiskRecorder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "so-truc-order-"));
  disk = recordDisk();
});
afterEach(async () => {
  disk.stop();
  await rm(folder, { recursive: true, force: true });
});

const bytes = Buffer.from("ảnh chụp loa xóm 3");
const sha = createHash("sha256").update(bytes).digest("hex");
const part = sha.slice(0, 2);
/** A new folder's name is on the disk when the one above it is flushed. */
const newFolders = () => [`fsync x`, "fsync attachments", `fsync ${basename(folder)}`];

describe("what is answered as kept is on the disk, bytes before names", () => {
  it("of a photo that is written", async () => {
    await attachmentsIn(folder).write("x", sha, bytes);
    expect(disk.steps).toEqual([
      ...newFolders(),
      ...[`write ${sha}.part`, `fsync ${sha}.part`, `rename ${sha}`, `fsync ${part}`],
    ]);
  });

  it("of a photo that was uploaded, and of a second one in the same folder", async () => {
    const upload = join(folder, "upload");
    await writeFile(upload, bytes);
    disk.steps.splice(0);
    const files = attachmentsIn(folder);
    await files.take("x", sha, upload);
    const kept = ["fsync upload", `link ${sha}`, `fsync ${part}`];
    expect(disk.steps).toEqual([...newFolders(), ...kept]);
    disk.steps.splice(0);
    await files.take("x", sha, upload);
    expect(disk.steps).toEqual(kept);
  });

  it("of an erasure mark: the first with the name of its file", async () => {
    const marks = erasureFileIn(folder);
    await marks.append({ commune: "x", id: "sv-1", at: 1, by: "p" });
    const kept = ["write erasures.jsonl", "fsync erasures.jsonl"];
    expect(disk.steps).toEqual([...kept, `fsync ${basename(folder)}`]);
    disk.steps.splice(0);
    await marks.append({ commune: "x", id: "sv-2", at: 2, by: "p" });
    expect(disk.steps).toEqual(kept);
  });

  it("of a backup: the copy, then what says that it was proved", async () => {
    const database = await openSqlite(join(folder, "so-truc.sqlite"), 1);
    const place = { dataDir: folder, databaseUrl: undefined };
    const log = { write: () => undefined } as never;
    const backups = createBackups({ place, folder: join(folder, "backups"), now: () => 86_400_000, log });
    const { name } = await backups.make();
    await database.close();
    expect(disk.steps).toEqual([
      `fsync ${basename(folder)}`,
      ...[`fsync ${name}.part`, `rename ${name}`, "fsync backups"],
      ...[`write ${name}.json.part`, `fsync ${name}.json.part`, `rename ${name}.json`, "fsync backups"],
    ]);
  });
});

it("a mark after a torn one begins its own line", async () => {
  const marks = erasureFileIn(folder);
  await marks.append({ commune: "x", id: "sv-1", at: 1, by: "p" });
  await writeFile(join(folder, "erasures.jsonl"), '{"commune":"x","id":"sv-to', { flag: "a" });
  await marks.append({ commune: "x", id: "sv-2", at: 2, by: "p" });
  await marks.append({ commune: "x", id: "sv-3", at: 3, by: "p" });
  expect((await marks.read()).map(({ id }) => id)).toEqual(["sv-1", "sv-2", "sv-3"]);
});

it("SQLite flushes every commit, overwrites what is freed, and holds to its references", async () => {
  const connection = connect(join(folder, "so-truc.sqlite"));
  const pragma = async (name: string) =>
    Object.values((await connection.all(`PRAGMA ${name}`, []))[0] as object)[0];
  expect({
    journal: await pragma("journal_mode"),
    synchronous: await pragma("synchronous"),
    secureDelete: await pragma("secure_delete"),
    foreignKeys: await pragma("foreign_keys"),
  }).toEqual({ journal: "wal", synchronous: 2, secureDelete: 1, foreignKeys: 1 });
  connection.close();
});
