import { createBuckets } from "../auth/buckets.ts";
import type { Database } from "../store/database.ts";
import { type AttachmentFolder, attachmentsIn } from "./attachment-folder.ts";
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

/** The name of an upload: each commune has its own. */
export function uploadIdOf({ commune, sha }: { readonly commune: string; readonly sha: string }): string {
  return `${commune}/${sha}`;
}
