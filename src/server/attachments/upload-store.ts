import { mkdirSync } from "node:fs";
import { readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FileConfigstore, FileStore } from "@tus/file-store";
import type { Upload } from "@tus/server";
import { Problem } from "../problem.ts";
import { ifMissing, type Named } from "./attachment-folder.ts";

/** What is known of an upload is in one piece on the disk, or not there. */
class WholeFiles extends FileConfigstore {
  override async set(key: string, upload: Upload): Promise<void> {
    const path = join(this.directory, `${key}.json`);
    await writeFile(`${path}.part`, JSON.stringify(upload));
    await rename(`${path}.part`, path);
  }
}

export function uploadsIn(dataDir: string): string {
  return join(dataDir, "uploads");
}

/** Every device's upload of these bytes. */
export async function forgetUploadsOf(directory: string, { commune, sha }: Named): Promise<void> {
  const folder = join(directory, commune);
  const names = await readdir(folder).catch(ifMissing([]));
  for (const name of names) if (name.startsWith(sha)) await rm(join(folder, name), { force: true });
}

/** Two clocks of one machine are no further apart. */
const soonMs = 3_600_000;

/** Uploads under way, in `DATA_DIR/uploads/<commune>/<sha>.<device>`, which is also the id of one. */
export class UploadStore extends FileStore {
  constructor(dataDir: string) {
    const directory = uploadsIn(dataDir);
    // Its own making of the folder has nobody to tell when it fails.
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    super({ directory, configstore: new WholeFiles(directory) });
  }

  pathOf(id: string): string {
    return join(this.directory, id);
  }

  /** The upload with its offset; undefined when there is none, or only a piece of what makes one. */
  async find(id: string): Promise<Upload | undefined> {
    return this.getUpload(id).catch((error: { status_code?: number }) => {
      if (error.status_code === 404 || error.status_code === 410) return undefined;
      throw error;
    });
  }

  /** The caller holds the lock: nobody's bytes are thrown away for a second beginning. */
  override async create(upload: Upload): Promise<Upload> {
    const known = await this.find(upload.id);
    if (known && known.size === upload.size) throw new Problem("upload-exists");
    await this.forget(upload.id);
    return super.create(upload);
  }

  async forget(id: string): Promise<void> {
    for (const end of [".json", ".json.part", ""]) await rm(this.pathOf(id) + end, { force: true });
  }

  forgetAllOf(named: Named): Promise<void> {
    return forgetUploadsOf(this.directory, named);
  }

  /** Ids of uploads that nothing was added to since then; what is dated later than now counts from now. */
  async idleSince(time: number, now: number): Promise<string[]> {
    const idle: string[] = [];
    for (const commune of await readdir(this.directory).catch(ifMissing([]))) {
      const names = await readdir(join(this.directory, commune)).catch(ifMissing([]));
      const ids = new Set(names.map((name) => `${commune}/${name.replace(/\.json(\.part)?$/, "")}`));
      for (const id of ids) {
        const times = ["", ".json", ".json.part"].map((end) => this.changedAt(this.pathOf(id) + end));
        const latest = Math.max(...(await Promise.all(times)));
        if (latest < time) idle.push(id);
        else if (latest > now + soonMs) await this.dateAnew(id, now);
      }
    }
    return idle;
  }

  private async dateAnew(id: string, now: number): Promise<void> {
    for (const end of ["", ".json", ".json.part"]) {
      await utimes(this.pathOf(id) + end, now / 1000, now / 1000).catch(ifMissing(undefined));
    }
  }

  private async changedAt(path: string): Promise<number> {
    return (await stat(path).catch(ifMissing(undefined)))?.mtimeMs ?? 0;
  }
}
