import type { Fields } from "#domain/record.ts";
import type { Json } from "#kernel/json.ts";
import { cleanText } from "#kernel/text.ts";

/**
 * The fields of a deed without what its author could not see: text pasted from chats and papers brings marks of no width,
 * spaces that do not break and letters in pieces. An op keeps its words for ever, so they are cleaned before it is made.
 */
export function cleanFields(fields: Fields): Fields {
  return cleaned(fields) as Fields;
}

const ascii = /^[\t\n\r\x20-\x7e]*$/;

function cleaned(value: Json): Json {
  if (typeof value === "string") return ascii.test(value) ? value : cleanText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(cleaned);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cleaned(part)]));
}
