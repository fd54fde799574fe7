import * as z from "zod/mini";
import type { SheetSort } from "#domain/org/could-hold.ts";
import { callApi } from "./api-call.ts";

const answerSchema = z.object({ total: z.number(), silent: z.number() });

/** What is looked at: its sort, and the one site it is about. */
interface SilentAbout {
  readonly sort: SheetSort;
  readonly site?: string | undefined;
}

/**
 * How many of the devices that could hold something of it the server has not heard since then (by its own measure when
 * it is not said), and when it answered; null when it did not.
 */
export async function askSilent(
  device: string,
  { sort, site }: SilentAbout,
  since: number | null,
): Promise<{ count: number; at: number } | null> {
  const query = new URLSearchParams({ for: sort });
  if (site !== undefined) query.set("site", site);
  if (since !== null) query.set("since", String(since));
  const path = `/api/silent?${query}`;
  const answer = await callApi({ method: "GET", path, device });
  if (!answer.ok) return null;
  const parsed = answerSchema.safeParse(answer.body);
  return parsed.success ? { count: parsed.data.silent, at: answer.receivedAt } : null;
}
