import { isJsonObject, type Json, type JsonObject } from "#kernel/json.ts";
import type { Scope } from "./scope.ts";

/**
 * One record as the server last said it. The order of all changes of a commune is `seq`.
 * `body` holds what may stay in the permanent log; `personal` what must be erasable.
 */
export interface RecordRow {
  readonly id: string;
  readonly kind: string;
  readonly scope: Scope;
  readonly seq: number;
  readonly body: JsonObject;
  readonly personal?: JsonObject;
  readonly deleted?: true;
  /** Personal content was erased on request or by its time limit; it never comes back. */
  readonly erased?: true;
  readonly created: Stamp;
  readonly changed: Stamp;
  /** When the server took the latest change, Unix ms; 0 while only this device knows the record. */
  readonly received: number;
}

/** Who did it, when by the corrected clock (Unix ms), on which device. */
export interface Stamp {
  readonly at: number;
  readonly by: string;
  readonly device: string;
}

/**
 * Fields of a change, flat: a key is a top-level field (`note`) or one entry of a top-level map
 * (`answers.printer-1`). Each is one register for merging. `null` clears.
 */
export type Fields = { readonly [field: string]: Json };

/** Reads one register out of a body. */
export function readField(body: JsonObject, field: string): Json | undefined {
  const [key, entry] = splitField(field);
  const value = body[key];
  if (entry === undefined) return value;
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  return (value as JsonObject)[entry];
}

/** Writes one register; keeps every other key, known to us or not. */
export function writeField(body: JsonObject, field: string, value: Json): JsonObject {
  return writeFields(body, { [field]: value });
}

/** Writes several registers into one copy. */
export function writeFields(body: JsonObject, fields: Fields): JsonObject {
  const next = { ...body };
  for (const [field, value] of Object.entries(fields)) {
    const [key, entry] = splitField(field);
    if (entry === undefined) put(next, key, value);
    else {
      const map = next[key];
      const entries: { [key: string]: Json } = isJsonObject(map) ? { ...map } : {};
      put(entries, entry, value);
      put(next, key, entries);
    }
  }
  return next;
}

/** `answers.printer-1` → `["answers", "printer-1"]`; only the first dot divides. */
export function splitField(field: string): [key: string, entry: string | undefined] {
  const dot = field.indexOf(".");
  return dot < 0 ? [field, undefined] : [field.slice(0, dot), field.slice(dot + 1)];
}

function put(body: { [key: string]: Json }, key: string, value: Json): void {
  if (value === null) delete body[key];
  // From the wire anything may come: plain assignment would change what the object inherits.
  else if (key === "__proto__")
    Object.defineProperty(body, key, { value, configurable: true, enumerable: true, writable: true });
  else body[key] = value;
}
