import { createPublicKey, createVerify, type JsonWebKey } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { Decrypter } from "age-encryption";
import { accept, type Result, refuse } from "#kernel/result.ts";
import {
  anyCapsuleSchema,
  type CapsuleContent,
  type CapsuleHeader,
  capsuleContentSchema,
  capsuleHeaderSchema,
  capsuleLengthBytes,
  capsuleSignatureBytes,
  longestCapsuleHeader,
} from "#protocol/capsule.ts";

export interface OpenedCapsule {
  readonly header: CapsuleHeader;
  /** Still unread: each is decided as in an exchange of `header.device`. */
  readonly ops: readonly unknown[];
  /** As the device sent them, unjudged. */
  readonly photos: readonly PhotoInside[];
}

export interface PhotoInside {
  readonly photo: string;
  readonly sha: string;
  readonly bytes: Buffer;
}

export interface CapsuleKeys {
  readonly commune: string;
  /** The commune's age identity (`AGE-SECRET-KEY-…`). */
  readonly identity: string;
  /** The public key that the device gave at sign-in; null when this commune has no such device. */
  publicKeyOf(device: string): Promise<object | null>;
}

export type CapsuleRefusal =
  | "not-a-capsule"
  | "newer-version"
  | "other-commune"
  | "unknown-device"
  | "damaged"
  | "bad-signature";

const newestVersion = 2;
const largestContent = 64 * 1024 * 1024;
const unpack = promisify(gunzip);

/**
 * Opens a capsule (the layout is in `protocol/capsule.ts`) and proves that its device wrote it, header included. Whoever
 * carried it need not be trusted. The ops inside must still name `header.device`: that is checked here too.
 */
export async function openCapsule(
  file: Uint8Array,
  keys: CapsuleKeys,
): Promise<Result<OpenedCapsule, CapsuleRefusal>> {
  const end = file.subarray(0, longestCapsuleHeader).indexOf(0x0a);
  const line = end > 0 ? readLine(file.subarray(0, end)) : undefined;
  const { data: header } = capsuleHeaderSchema.safeParse(line);
  if (!header) return refuse(isNewer(line) ? "newer-version" : "not-a-capsule");
  if (header.commune !== keys.commune) return refuse("other-commune");
  const key = await keys.publicKeyOf(header.device);
  if (!key) return refuse("unknown-device", { device: header.device });
  const inside = await decrypt(file.subarray(end + 1), keys.identity);
  if (!inside || inside.length < capsuleSignatureBytes) return refuse("damaged");
  const signature = inside.subarray(0, capsuleSignatureBytes);
  const content = inside.subarray(capsuleSignatureBytes);
  if (!verify(key, signature, [file.subarray(0, end + 1), content])) return refuse("bad-signature");
  const read = await readContent(content, header);
  return read ? accept({ header, ...read }) : refuse("damaged");
}

function readLine(line: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(line));
  } catch {
    return undefined;
  }
}

function isNewer(line: unknown): boolean {
  const { data } = anyCapsuleSchema.safeParse(line);
  return data !== undefined && data.v > newestVersion;
}

async function decrypt(sealed: Uint8Array, identity: string): Promise<Uint8Array | undefined> {
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    return await decrypter.decrypt(sealed);
  } catch {
    return undefined;
  }
}

function verify(jwk: object, signature: Uint8Array, signed: readonly Uint8Array[]): boolean {
  try {
    const key = createPublicKey({ key: jwk as JsonWebKey, format: "jwk" });
    if (key.asymmetricKeyDetails?.namedCurve !== "prime256v1") return false;
    const check = createVerify("sha256");
    for (const part of signed) check.update(part);
    return check.verify({ key, dsaEncoding: "ieee-p1363" }, signature);
  } catch {
    return false;
  }
}

async function readContent(
  content: Uint8Array,
  header: CapsuleHeader,
): Promise<Pick<OpenedCapsule, "ops" | "photos"> | undefined> {
  const [packed, pictures] = header.v === 1 ? [content, new Uint8Array()] : splitContent(content);
  const read = packed && (await readList(packed, header));
  const photos = read && cutPhotos(pictures, read.photos ?? []);
  if (!photos || photos.length !== (header.v === 1 ? 0 : header.photos)) return undefined;
  return { ops: read.ops, photos };
}

/** The packed JSON and what follows it. */
function splitContent(content: Uint8Array): [Uint8Array | undefined, Uint8Array] {
  if (content.length < capsuleLengthBytes) return [undefined, content];
  const length = Buffer.from(content.buffer, content.byteOffset, capsuleLengthBytes).readUInt32BE();
  const rest = content.subarray(capsuleLengthBytes);
  return length > rest.length ? [undefined, rest] : [rest.subarray(0, length), rest.subarray(length)];
}

/** Undefined unless the pieces listed are exactly what is there. */
function cutPhotos(
  pictures: Uint8Array,
  listed: NonNullable<CapsuleContent["photos"]>,
): PhotoInside[] | undefined {
  const whole = Buffer.from(pictures.buffer, pictures.byteOffset, pictures.length);
  let at = 0;
  const photos = listed.map(({ photo, sha, bytes: length }) => {
    const bytes = whole.subarray(at, at + length);
    at += length;
    return { photo, sha, bytes };
  });
  return at === pictures.length ? photos : undefined;
}

async function readList(packed: Uint8Array, header: CapsuleHeader): Promise<CapsuleContent | undefined> {
  try {
    const plain =
      header.packed === "gzip" ? await unpack(packed, { maxOutputLength: largestContent }) : packed;
    const { data } = capsuleContentSchema.safeParse(JSON.parse(new TextDecoder().decode(plain)));
    if (data?.ops.length !== header.count) return undefined;
    const isOwn = (op: unknown) => (op as { d?: unknown } | null)?.d === header.device;
    return data.ops.every(isOwn) ? data : undefined;
  } catch {
    return undefined;
  }
}
