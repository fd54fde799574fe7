import * as z from "zod/mini";
import { type Fault, pageFaults, workerFaults } from "./faults.ts";

const faultSchema = z.object({
  at: z.number(),
  version: z.string(),
  screen: z.string(),
  message: z.string(),
  stack: z.string(),
  times: z.number(),
});

/** What page and worker have kept, the latest first. */
export async function readFaults(): Promise<Fault[]> {
  const kept = [...pageFaults(), ...(await workerFaults().catch(() => []))];
  const faults = kept.flatMap((one) => {
    const read = faultSchema.safeParse(one);
    return read.success ? [read.data] : [];
  });
  // Of two in one moment the one noted later stands later in its ring.
  return faults.reverse().sort((a, b) => b.at - a.at);
}

const letters = "abcdefghjkmnpqrstvwxyz23456789";

/** A short name that can be read aloud: the same defect has it on every device of a version. */
export function faultName({ message, stack, version }: Fault): string {
  let hash = 2166136261;
  for (const one of `${version}\n${message}\n${stack}`)
    hash = Math.imul(hash ^ (one.codePointAt(0) ?? 0), 16777619) >>> 0;
  return Array.from(
    { length: 4 },
    (_, place) => letters[Math.floor(hash / letters.length ** place) % letters.length],
  ).join("");
}
