import { Encrypter } from "age-encryption";
import * as z from "zod/mini";
import { accept, type Result, refuse } from "#kernel/result.ts";
import type { CapsuleHeader } from "#protocol/capsule.ts";
import type { DeviceStore } from "#sync/device-store.ts";
import { type ApiAnswer, callApi } from "./api-call.ts";
import type { Logbook } from "./logbook.ts";
import { findProfile } from "./profiles.ts";
import { sign } from "./signing-key.ts";

/** Loaded only when somebody exports: it brings the cryptography of age. */
export interface CapsuleFile {
  readonly fileName: string;
  readonly blob: Blob;
  readonly count: number;
}

/** Everything unsent of this logbook as one file for the commune alone. Changes nothing here. */
export async function exportCapsule(
  logbook: Pick<Logbook, "profile"> & { readonly store: DeviceStore },
): Promise<Result<CapsuleFile, "nothing-unsent" | "insecure-origin">> {
  const profile = (await findProfile(logbook.profile.device)) ?? logbook.profile;
  const outbox = await logbook.store.read((tx) => tx.outbox());
  const ops = outbox.filter((entry) => !entry.receipt).map((entry) => entry.op);
  const [first, last] = [ops[0], ops[ops.length - 1]];
  if (!first || !last) return refuse("nothing-unsent");
  if (!profile.signingKey) return refuse("insecure-origin");
  const made = Date.now();
  const header: CapsuleHeader = {
    type: "so-truc-capsule",
    v: 1,
    commune: profile.commune.id,
    device: profile.device,
    from: first.n,
    to: last.n,
    count: ops.length,
    made,
    packed: typeof CompressionStream === "function" ? "gzip" : "none",
  };
  const bytes = await seal(header, { ops }, profile.signingKey, profile.capsuleKey);
  const day = new Date(made + 7 * 3_600_000).toISOString().slice(0, 10);
  return accept({
    fileName: `so-truc-${profile.letter || profile.device.slice(0, 6)}-${day}-${first.n}-${last.n}.sotruc`,
    blob: new Blob([bytes], { type: "application/octet-stream" }),
    count: ops.length,
  });
}

/** The bytes of a capsule, as `protocol/capsule.ts` lays them out. */
export async function seal(
  header: CapsuleHeader,
  content: { readonly ops: readonly unknown[] },
  signingKey: CryptoKeyPair,
  communeKey: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const head = new TextEncoder().encode(`${JSON.stringify(header)}\n`);
  const plain = new TextEncoder().encode(JSON.stringify(content));
  const packed = header.packed === "gzip" ? await gzip(plain) : plain;
  const signature = await sign(signingKey, join(head, packed));
  const encrypter = new Encrypter();
  encrypter.addRecipient(communeKey);
  return join(head, await encrypter.encrypt(join(signature, packed)));
}

const deliverySchema = z.looseObject({
  device: z.string(),
  receipts: z.array(z.unknown()),
  /** A server of before gives none. */
  file: z.optional(z.string()),
});

/** Hands a capsule, one's own or a colleague's, to the server by the session of `device`. */
export async function deliverCapsule(
  file: Blob,
  device: string,
): Promise<Result<{ device: string; receiptFile: File | null }, string>> {
  const answer = await callApi({ method: "POST", path: "/api/capsule", device, bytes: file });
  if (!answer.ok) return refuse(codeOf(answer), answer.facts);
  const parsed = deliverySchema.safeParse(answer.body);
  if (!parsed.success) return refuse("server-fault");
  const { device: of, file: receipts } = parsed.data;
  const name = `so-truc-bien-nhan-${of.slice(0, 6)}.sotruc`;
  const type = "application/octet-stream";
  return accept({
    device: of,
    receiptFile: receipts === undefined ? null : new File([receipts], name, { type }),
  });
}

/** Each way in which a file is not to be taken has its own sentence. */
function codeOf(answer: Extract<ApiAnswer, { ok: false }>): string {
  const why = answer.facts?.["why"];
  if (answer.code === "bad-capsule" && typeof why === "string") return `capsule-${why}`;
  return answer.code ?? answer.failure;
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
