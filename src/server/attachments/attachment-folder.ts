import { createHash } from "node:crypto";
import { link, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { flushFile, flushFolder, makeFolder } from "./durable.ts";

/** The bytes of a commune's photos under their hash; the same of two communes are two files. */
export interface Named {
  readonly commune: string;
  readonly sha: string;
}

/**
 * Files named by what they hold, `<commune>/<first two>/<sha256>`: in the data folder, and the same beside backups. A file
 * gets its name only when all of it is on the disk.
 */
export interface AttachmentFolder {
  pathOf(commune: string, sha: string): string;
  /** The bytes when they are what their name says; undefined when they are missing or damaged. */
  read(commune: string, sha: string): Promise<Buffer | undefined>;
  /** Whether there is a file of this size; much cheaper than reading it. */
  has(commune: string, sha: string, bytes: number): Promise<boolean>;
  /** Another name for a whole file of the same disk. */
  take(commune: string, sha: string, file: string): Promise<void>;
  write(commune: string, sha: string, bytes: Uint8Array): Promise<void>;
  remove(commune: string, sha: string): Promise<void>;
  list(): AsyncGenerator<Named>;
}

export const shaPattern = /^[0-9a-f]{64}$/;
const communePattern = /^[\w-]{1,80}$/;

export function attachmentsIn(place: string): AttachmentFolder {
  const root = join(place, "attachments");

  function pathOf(commune: string, sha: string): string {
    if (!communePattern.test(commune) || !shaPattern.test(sha)) throw new Error("Not the name of a file");
    return join(root, commune, sha.slice(0, 2), sha);
  }

  async function open(commune: string, sha: string): Promise<string> {
    const path = pathOf(commune, sha);
    await makeFolder(dirname(path));
    return path;
  }

  return {
    pathOf,
    async read(commune, sha) {
      const bytes = await readFile(pathOf(commune, sha)).catch(ifMissing(undefined));
      return bytes && shaOf(bytes) === sha ? bytes : undefined;
    },
    async has(commune, sha, bytes) {
      const found = await stat(pathOf(commune, sha)).catch(ifMissing(undefined));
      return found?.size === bytes;
    },
    async take(commune, sha, file) {
      const path = await open(commune, sha);
      await flushFile(file);
      await rm(path, { force: true });
      await link(file, path);
      await flushFolder(dirname(path));
    },
    async write(commune, sha, bytes) {
      const path = await open(commune, sha);
      await writeFile(`${path}.part`, bytes, { mode: 0o600 });
      await flushFile(`${path}.part`);
      await rename(`${path}.part`, path);
      await flushFolder(dirname(path));
    },
    remove: (commune, sha) => rm(pathOf(commune, sha), { force: true }),
    async *list() {
      for (const commune of await namesIn(root)) {
        for (const part of await namesIn(join(root, commune))) {
          for (const name of await namesIn(join(root, commune, part))) {
            const sha = name.replace(/\.part$/, "");
            if (communePattern.test(commune) && shaPattern.test(sha)) yield { commune, sha };
          }
        }
      }
    },
  };
}

export function shaOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(ifMissing([]));
}

export function ifMissing<T>(instead: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return instead;
    throw error;
  };
}
