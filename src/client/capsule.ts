import { Encrypter } from "age-encryption";
import * as z from "zod/mini";
import { accept, type Result, refuse } from "#kernel/result.ts";
import {
  type CapsuleHeader,
  capsuleLengthBytes,
  capsuleSignatureBytes,
  largestCapsule,
} from "#protocol/capsule.ts";
import type { DeviceStore } from "#sync/device-store.ts";
import { type ApiAnswer, callApi } from "./api-call.ts";
import type { Logbook } from "./logbook.ts";
import { type CarriedPhoto, photosToCarry } from "./photos/photos-to-carry.ts";
import { findProfile } from "./profiles.ts";
import { sign } from "./signing-key.ts";

/** Loaded only when somebody exports: it brings the cryptography of age. */
export interface CapsuleFile {
  readonly fileName: string;
  readonly blob: Blob;
  readonly count: number;
  /** How many photos are inside, and how many more wait: a file holds only so much. */
  readonly photos: number;
  readonly photosLeft: number;
}

/** Everything unsent of this logbook, and photos that wait, as one file for the commune alone. Changes nothing here. */
export async function exportCapsule(
  logbook: Pick<Logbook, "profile"> & { readonly store: DeviceStore },
): Promise<Result<CapsuleFile, "nothing-unsent" | "insecure-origin">> {
  const known = await findProfile(logbook.profile.device).catch(() => undefined);
  const profile = known ?? logbook.profile;
  const { outbox, photos, left } = await logbook.store.read(async (tx) => ({
    outbox: await tx.outbox(),
    ...(await photosToCarry(tx)),
  }));
  const ops = outbox.filter((entry) => !entry.receipt).map((entry) => entry.op);
  const [first, last] = [ops[0], ops[ops.length - 1]];
  if (!first && photos.length === 0) return refuse("nothing-unsent");
  if (!profile.signingKey) return refuse("insecure-origin");
  const made = Date.now();
  const header: CapsuleHeader = {
    type: "so-truc-capsule",
    v: photos.length > 0 ? 2 : 1,
    commune: profile.commune.id,
    device: profile.device,
    from: first?.n ?? 0,
    to: last?.n ?? 0,
    count: ops.length,
    ...(photos.length > 0 ? { photos: photos.length } : {}),
    made,
    packed: typeof CompressionStream === "function" ? "gzip" : "none",
  };
  const blob = await seal(header, { ops, photos }, profile.signingKey, profile.capsuleKey);
  const day = new Date(made + 7 * 3_600_000).toISOString().slice(0, 10);
  const what = first && last ? `${first.n}-${last.n}` : "anh";
  return accept({
    fileName: `so-truc-${profile.letter || profile.device.slice(0, 6)}-${day}-${what}.sotruc`,
    blob,
    count: ops.length,
    photos: photos.length,
    photosLeft: left,
  });
}

/** A capsule, as `protocol/capsule.ts` lays it out. */
export async function seal(
  header: CapsuleHeader,
  { ops, photos = [] }: { readonly ops: readonly unknown[]; readonly photos?: readonly CarriedPhoto[] },
  signingKey: CryptoKeyPair,
  communeKey: string,
): Promise<Blob> {
  const head = new TextEncoder().encode(`${JSON.stringify(header)}\n`);
  const listed = photos.map(({ photo, sha, bytes }) => ({ photo, sha, bytes: bytes.byteLength }));
  const content = header.v === 1 ? { ops } : { ops, photos: listed };
  const plain = new TextEncoder().encode(JSON.stringify(content));
  const packed = header.packed === "gzip" ? await gzip(plain) : plain;
  const parts =
    header.v === 1
      ? [packed]
      : [lengthOf(packed), packed, ...photos.map(({ bytes }) => new Uint8Array(bytes))];
  // Photos are large: what is signed and what is sealed share one place. The signature takes that of the header's end.
  const whole = join(new Uint8Array(capsuleSignatureBytes), head, ...parts);
  const signature = await sign(signingKey, whole.subarray(capsuleSignatureBytes));
  whole.set(signature, head.length);
  const encrypter = new Encrypter();
  encrypter.addRecipient(communeKey);
  const sealed = await encrypter.encrypt(whole.subarray(head.length));
  return new Blob([head, sealed as Uint8Array<ArrayBuffer>], { type: "application/octet-stream" });
}

function lengthOf(packed: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(capsuleLengthBytes);
  new DataView(bytes.buffer).setUint32(0, packed.length);
  return bytes;
}

const deliverySchema = z.looseObject({
  device: z.string(),
  receipts: z.array(z.unknown()),
  /** A server of before gives neither. */
  file: z.optional(z.string()),
  photos: z.optional(
    z.array(z.looseObject({ stored: z.optional(z.number()), code: z.optional(z.string()) })),
  ),
});

export interface Delivery {
  readonly device: string;
  readonly receiptFile: File | null;
  /** Photos that the server has now; and of each that it refused, why. */
  readonly photos: number;
  readonly refused: readonly string[];
}

/** Just short of what the server allows for one request. */
const longestMs = 115_000;

/** Hands a capsule, one's own or a colleague's, to the server by the session of `device`. */
export async function deliverCapsule(file: Blob, device: string): Promise<Result<Delivery, string>> {
  if (file.size > largestCapsule) return refuse("capsule-too-large");
  const answer = await callApi({ method: "POST", path: "/api/capsule", device, bytes: file, longestMs });
  if (!answer.ok) return refuse(await codeOf(answer, file), answer.facts);
  const parsed = deliverySchema.safeParse(answer.body);
  if (!parsed.success) return refuse("server-fault");
  const { device: of, file: receipts, photos = [] } = parsed.data;
  const name = `so-truc-bien-nhan-${of.slice(0, 6)}.sotruc`;
  const type = "application/octet-stream";
  return accept({
    device: of,
    receiptFile: receipts === undefined ? null : new File([receipts], name, { type }),
    photos: photos.filter(({ stored }) => stored !== undefined).length,
    refused: photos.flatMap(({ code }) => code ?? []),
  });
}

/** Each way in which a file is not to be taken has its own sentence. */
async function codeOf(answer: Extract<ApiAnswer, { ok: false }>, file: Blob): Promise<string> {
  const why = answer.facts?.["why"];
  if (answer.failure === "too-large") return "capsule-too-large";
  if (answer.code !== "bad-capsule" || typeof why !== "string") return answer.code ?? answer.failure;
  // A server of before does not know capsules with photos.
  if (why === "not-a-capsule" && (await isCapsule(file))) return "capsule-newer-version";
  return `capsule-${why}`;
}

async function isCapsule(file: Blob): Promise<boolean> {
  return (await file.slice(0, 40).text()).startsWith('{"type":"so-truc-capsule"');
}

async function gzip(plain: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([plain]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

function join(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
