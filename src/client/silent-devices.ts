import * as z from "zod/mini";
import { callApi } from "./api-call.ts";

const answerSchema = z.object({ total: z.number(), silent: z.number() });

/**
 * How many of the commune's devices the server has not heard since then (by its own measure when it is not said), and when
 * it answered; null when it did not.
 */
export async function askSilent(
  device: string,
  since: number | null,
): Promise<{ count: number; at: number } | null> {
  const path = since === null ? "/api/silent" : `/api/silent?since=${since}`;
  const answer = await callApi({ method: "GET", path, device });
  if (!answer.ok) return null;
  const parsed = answerSchema.safeParse(answer.body);
  return parsed.success ? { count: parsed.data.silent, at: answer.receivedAt } : null;
}
