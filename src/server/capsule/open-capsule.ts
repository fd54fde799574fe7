import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { Decrypter } from "age-encryption";
import { accept, type Result, refuse } from "#kernel/result.ts";
import {
  type CapsuleHeader,
  capsuleContentSchema,
  capsuleHeaderSchema,
  capsuleSignatureBytes,
  longestCapsuleHeader,
} from "#protocol/capsule.ts";

export interface OpenedCapsule {
  readonly header: CapsuleHeader;
  /** Still unread: each is decided as in an exchange of `header.device`. */
  readonly ops: readonly unknown[];
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
  | "other-commune"
  | "unknown-device"
  | "damaged"
  | "bad-signature";

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
  const header = end > 0 ? readHeader(file.subarray(0, end)) : undefined;
  if (!header) return refuse("not-a-capsule");
  if (header.commune !== keys.commune) return refuse("other-commune");
  const key = await keys.publicKeyOf(header.device);
  if (!key) return refuse("unknown-device", { device: header.device });
  const inside = await decrypt(file.subarray(end + 1), keys.identity);
  if (!inside || inside.length < capsuleSignatureBytes) return refuse("damaged");
  const signature = inside.subarray(0, capsuleSignatureBytes);
  const packed = inside.subarray(capsuleSignatureBytes);
  const signed = Buffer.concat([file.subarray(0, end + 1), packed]);
  if (!(await verify(key, signature, signed))) return refuse("bad-signature");
  const ops = await readOps(packed, header);
  return ops ? accept({ header, ops }) : refuse("damaged");
}

function readHeader(line: Uint8Array): CapsuleHeader | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(line);
    const parsed = capsuleHeaderSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

async function decrypt(sealed: Uint8Array, identity: string): Promise<Uint8Array | undefined> {
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    return await decrypter.decrypt(Uint8Array.from(sealed));
  } catch {
    return undefined;
  }
}

async function verify(jwk: object, signature: Uint8Array, signed: Uint8Array): Promise<boolean> {
  try {
    const { subtle } = globalThis.crypto;
    const curve = { name: "ECDSA", namedCurve: "P-256" };
    const key = await subtle.importKey("jwk", jwk, curve, false, ["verify"]);
    const by = { name: "ECDSA", hash: "SHA-256" };
    return await subtle.verify(by, key, Uint8Array.from(signature), Uint8Array.from(signed));
  } catch {
    return false;
  }
}

async function readOps(packed: Uint8Array, header: CapsuleHeader): Promise<readonly unknown[] | undefined> {
  try {
    const plain =
      header.packed === "gzip" ? await unpack(packed, { maxOutputLength: largestContent }) : packed;
    const parsed = capsuleContentSchema.safeParse(JSON.parse(new TextDecoder().decode(plain)));
    if (!parsed.success || parsed.data.ops.length !== header.count) return undefined;
    const isOwn = (op: unknown) => (op as { d?: unknown } | null)?.d === header.device;
    return parsed.data.ops.every(isOwn) ? parsed.data.ops : undefined;
  } catch {
    return undefined;
  }
}
