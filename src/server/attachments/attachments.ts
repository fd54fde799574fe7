import { createHash } from "node:crypto";
import { createBuckets } from "../auth/buckets.ts";
import type { Database } from "../store/database.ts";
import { type AttachmentFolder, attachmentsIn, type Named } from "./attachment-folder.ts";
import { UploadLocks } from "./upload-locks.ts";
import { UploadStore } from "./upload-store.ts";

/** Bytes of photos in the data folder, which several processes of one database share: whole ones, and those on the way. */
export interface Attachments {
  readonly files: AttachmentFolder;
  readonly uploads: UploadStore;
  readonly locks: UploadLocks;
  /** How many new photos a person may bring, by whatever way. */
  readonly newPerPerson: ReturnType<typeof createBuckets>;
}

export function openAttachments(dataDir: string, database: Database): Attachments {
  return {
    files: attachmentsIn(dataDir),
    uploads: new UploadStore(dataDir),
    locks: new UploadLocks(database.locks, database.notices),
    newPerPerson: createBuckets(500, 0.02),
  };
}

/** What is locked while bytes get their place, lose it or are judged. Whoever holds an upload may take it, not the other way. */
export function bytesLockOf({ commune, sha }: Named): string {
  return `${commune}/${sha}`;
}

/** The name of an upload: each device has its own, so that nobody adds a byte to another's. */
export function uploadIdOf(named: Named, device: string): string {
  return `${bytesLockOf(named)}.${createHash("sha256").update(device).digest("hex").slice(0, 16)}`;
}
