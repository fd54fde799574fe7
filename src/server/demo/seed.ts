import type { ServerContext } from "../context.ts";

/** Makes the sample commune once. Answers what to tell whoever started the server. */
export async function ensureDemo(_context: ServerContext): Promise<string[]> {
  return [];
}
