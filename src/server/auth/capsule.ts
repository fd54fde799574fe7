import { webcrypto } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { Decrypter } from "age-encryption";
import type * as z from "zod";
import { receiptRuns } from "#authority/receipts.ts";
import { takeOps } from "#authority/take-ops.ts";
import {
  type CapsuleHeader,
  capsuleContentSchema,
  capsuleHeaderSchema,
  capsuleSignatureBytes,
  longestCapsuleHeader,
} from "#protocol/capsule.ts";
import type { Receipt } from "#protocol/exchange.ts";
import type { ServerContext } from "../context.ts";
import { Problem } from "../problem.ts";
import type { Database } from "../store/database.ts";
import { findDevice } from "../store/people-store.ts";

const inflate = promisify(gunzip);
const maxContentBytes = 10 * 1024 * 1024;

export interface OpenedCapsule {
  readonly device: string;
  readonly ops: readonly unknown[];
}

/** Opens a capsule for this commune and proves its device; `bad-capsule` says why not. */
export async function openCapsule(
  database: Database,
  commune: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<OpenedCapsule> {
  const { header, head, sealed } = splitCapsule(bytes);
  if (header.commune !== commune) return refuseCapsule("not-for-us");
  const device = await findDevice(database.read, header.device);
  if (!device || device.commune !== commune) return refuseCapsule("unknown-device");
  const { capsule_secret: secret } = await database.read
    .selectFrom("communes")
    .select("capsule_secret")
    .where("id", "=", commune)
    .executeTakeFirstOrThrow();
  const opener = new Decrypter();
  opener.addIdentity(secret);
  const plain = await opener.decrypt(sealed).catch(() => refuseCapsule("damaged"));
  const signature = plain.slice(0, capsuleSignatureBytes);
  const packed = plain.slice(capsuleSignatureBytes);
  if (!(await isSignedBy(device.public_key, Buffer.concat([head, packed]), signature))) {
    return refuseCapsule("signature");
  }
  const content = header.packed === "gzip" ? await unpack(packed) : Buffer.from(packed);
  return { device: device.id, ops: readJson(capsuleContentSchema, content.toString("utf8")).ops };
}

/** Decides the ops of a capsule as if their device had sent them; twice changes nothing. */
export async function takeCapsule(
  { store, now }: Pick<ServerContext, "store" | "now">,
  commune: string,
  capsule: OpenedCapsule,
): Promise<Receipt[]> {
  return store.transact(commune, async (tx) => {
    const device = await tx.device(capsule.device);
    if (!device) return refuseCapsule("unknown-device");
    const taken = await takeOps(tx, await tx.state(), device, capsule.ops, now());
    await tx.putDevice(taken.device);
    return receiptRuns(taken.receipts);
  });
}

/** The readable line with its line feed, and the sealed rest. */
function splitCapsule(bytes: Uint8Array<ArrayBuffer>): {
  header: CapsuleHeader;
  head: Uint8Array;
  sealed: Uint8Array<ArrayBuffer>;
} {
  const end = bytes.subarray(0, longestCapsuleHeader).indexOf(10);
  if (end < 0) return refuseCapsule("not-a-capsule");
  const text = Buffer.from(bytes.subarray(0, end)).toString("utf8");
  const header = readJson(capsuleHeaderSchema, text, "not-a-capsule");
  return { header, head: bytes.subarray(0, end + 1), sealed: bytes.slice(end + 1) };
}

function refuseCapsule(why: string): never {
  throw new Problem("bad-capsule", { facts: { why } });
}

function readJson<T>(
  schema: z.core.$ZodType<T> & { parse(given: unknown): T },
  text: string,
  why = "damaged",
): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return refuseCapsule(why);
  }
}

async function unpack(packed: Uint8Array): Promise<Buffer> {
  return inflate(packed, { maxOutputLength: maxContentBytes }).catch(() => refuseCapsule("damaged"));
}

async function isSignedBy(
  jwk: string | null,
  signed: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
) {
  if (jwk === null) return false;
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const key = await webcrypto.subtle.importKey("jwk", JSON.parse(jwk), curve, false, ["verify"]);
  return webcrypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, signed);
}
