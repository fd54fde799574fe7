import { createHash } from "node:crypto";
import type { TusAnswer, TusCall, TusRequest } from "#client/photos/tus-call.ts";
import type { Counters } from "./counters.ts";
import type { Random } from "./random.ts";

export const shaOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

export interface AttachmentsSnapshot {
  readonly stored: ReadonlyMap<string, Uint8Array>;
}

/** What the server's database knows of photos. */
export interface PhotoRecords {
  knowsPhoto(photo: { readonly photo: string; readonly sha: string }): Promise<boolean>;
  /** Every record that shows these bytes is told that they are stored. */
  tellStored(sha: string, now: number): Promise<void>;
}

interface Upload {
  readonly length: number;
  bytes: Uint8Array;
}

const lost: TusAnswer = { ok: false, failure: "unreachable", bytes: 0 };

/** The bytes of photos on the server, spoken to by tus as the real routes speak, over a link that the world breaks. */
export class SimAttachments {
  stored = new Map<string, Uint8Array>();
  /** Bytes that the server had verified once, whatever a restore did since. */
  readonly everStored = new Set<string>();
  private uploads = new Map<string, Upload>();
  private readonly server: PhotoRecords;
  private readonly counters: Counters;

  constructor(server: PhotoRecords, counters: Counters) {
    this.server = server;
    this.counters = counters;
  }

  snapshot(): AttachmentsSnapshot {
    return { stored: new Map(this.stored) };
  }

  /** Another machine: what was under way is gone, and so is what came after the backup. */
  restore({ stored }: AttachmentsSnapshot): void {
    this.stored = new Map(stored);
    this.uploads = new Map();
  }

  /** One device's line to it; with `random` the link fails in every way it can. */
  line(now: () => number, random?: Random): TusCall {
    return async (request) => {
      const fate = random?.next() ?? 1;
      this.counters.photoRequests++;
      if (fate < 0.1) return lost;
      const chunk = request.chunk ?? new Uint8Array();
      let arrives = chunk;
      const isCut = fate < 0.4 && chunk.length > 0;
      if (isCut) {
        this.counters.photoCuts++;
        arrives = chunk.slice(0, random?.int(chunk.length) ?? 0);
      } else if (fate < 0.48 && chunk.length > 0) {
        this.counters.photoBytesDamaged++;
        arrives = chunk.slice();
        const at = random?.int(chunk.length) ?? 0;
        arrives[at] = (arrives[at] ?? 0) ^ 0x40;
      }
      const dies = fate >= 0.48 && fate < 0.55;
      const answer = await this.answer(request, arrives, now(), dies);
      return isCut || dies || (fate >= 0.55 && fate < 0.65) ? lost : answer;
    };
  }

  /** Bytes that came in a sealed file: kept like those of a finished upload. Answers whether they are here now. */
  async bring(photo: string, sha: string, bytes: Uint8Array, now: number): Promise<boolean> {
    if (!(await this.server.knowsPhoto({ photo, sha })) || shaOf(bytes) !== sha) return false;
    this.uploads.delete(sha);
    this.keep(sha, bytes);
    await this.server.tellStored(sha, now);
    return true;
  }

  private keep(sha: string, bytes: Uint8Array): void {
    if (this.stored.has(sha)) return;
    this.stored.set(sha, bytes);
    if (this.everStored.has(sha)) this.counters.photosStoredAgain++;
    this.everStored.add(sha);
    this.counters.photosStored++;
  }

  private async answer(
    { method, path, headers }: TusRequest,
    chunk: Uint8Array,
    now: number,
    dies: boolean,
  ): Promise<TusAnswer> {
    const refuse = (status: number, code: string): TusAnswer => ({
      ...{ ok: false, failure: "refused", status, code, bytes: 0 },
    });
    const told = this.readMetadata(headers["upload-metadata"]);
    const sha = told?.sha ?? path.slice(path.lastIndexOf("/") + 1);
    if (method === "POST") {
      if (!told || !(await this.server.knowsPhoto(told))) return refuse(409, "photo-unknown");
      if (this.stored.has(sha)) return this.finish(sha, now, dies);
      if (this.uploads.has(sha)) return refuse(409, "upload-exists");
      this.uploads.set(sha, { length: Number(headers["upload-length"]), bytes: chunk });
    } else {
      if (this.stored.has(sha)) return this.finish(sha, now, dies);
      const upload = this.uploads.get(sha);
      if (!upload) return refuse(404, "not-found");
      if (method === "PATCH") {
        if (Number(headers["upload-offset"]) !== upload.bytes.length) return refuse(409, "wrong-offset");
        upload.bytes = new Uint8Array([...upload.bytes, ...chunk]);
      }
    }
    const upload = this.uploads.get(sha) as Upload;
    if (upload.bytes.length < upload.length)
      return { ok: true, offset: upload.bytes.length, stored: null, bytes: 0 };
    this.uploads.delete(sha);
    if (shaOf(upload.bytes) !== sha) return refuse(422, "hash-mismatch");
    this.keep(sha, upload.bytes);
    return this.finish(sha, now, dies);
  }

  /** The bytes lie verified on the disk: every record that shows them is told, at once or when it is asked again. */
  private async finish(sha: string, now: number, dies: boolean): Promise<TusAnswer> {
    if (dies) return lost;
    await this.server.tellStored(sha, Math.round(now));
    return { ok: true, offset: this.stored.get(sha)?.length ?? 0, stored: now, bytes: 0 };
  }

  private readMetadata(text: string | undefined): { sha: string; photo: string } | undefined {
    if (text === undefined) return undefined;
    const pairs = text.split(",").map((pair) => pair.split(" "));
    const read = (key: string) => atob(pairs.find(([name]) => name === key)?.[1] ?? "");
    return { sha: read("sha"), photo: read("photo") };
  }
}
