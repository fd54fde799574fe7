import * as z from "zod/mini";
import { accept, refuse } from "#kernel/result.ts";
import type { KindDefinition } from "../kind.ts";
import { caseScope } from "../scope.ts";
import { count, idText, instant, optional, shortText } from "../shapes.ts";
import { waitingPhotoKey } from "./waiting-key.ts";

/**
 * A photo of an incident. The record travels with the ops at once; the bytes follow when there is room on the link, and
 * are known by their hash alone: whoever brings bytes with this hash completes the photo.
 */
export const photoTypes = ["image/jpeg", "image/webp", "image/png"] as const;

/** What the server takes, whatever made it. */
export const largestPhoto = 3 * 1024 * 1024;
/** Base64 of a thumbnail of 4 kB. */
const longestThumb = 6000;

export const photoSchema = z.looseObject({
  parent: idText,
  /** SHA-256 of the bytes, hex. */
  sha: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  type: z.enum(photoTypes),
  bytes: z.number().check(z.int(), z.minimum(1), z.maximum(largestPhoto)),
  width: count,
  height: count,
  taken: instant,
  /** When the server had verified the bytes, Unix ms; written by the server alone. */
  stored: optional(instant),
  /** A picture of a few kB for lists, base64 of a JPEG or WebP. */
  thumb: optional(z.string().check(z.maxLength(longestThumb))),
  caption: optional(shortText),
});
export type Photo = z.infer<typeof photoSchema>;

const photo: KindDefinition = {
  kind: "photo",
  schema: photoSchema as unknown as KindDefinition["schema"],
  // A picture may show a person: it can be erased, and the permanent log never holds it.
  personal: ["thumb", "caption"],
  guarded: [],
  firstWins: [],
  parentKind: "incident",
  scopeOf: (body, _id, parent) => parent?.scope ?? caseScope(String(body["parent"])),
  keysOf: (row) => [
    `under/${String(row.body["parent"])}`,
    `photo/${String(row.body["sha"])}`,
    ...(row.body["stored"] === undefined && !row.erased ? [waitingPhotoKey] : []),
  ],
  ownership: ({ person, rights, before }) =>
    before === null ||
    before.created.by === person ||
    rights.roles.some((role) => role === "responder" || role === "security" || role === "admin"),
  rules: ({ before, body }) =>
    before === null && body["stored"] !== undefined ? refuse("stored-by-server") : accept(undefined),
};

export const photoKinds: readonly KindDefinition[] = [photo];
