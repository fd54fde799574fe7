import * as z from "zod/mini";
import { DAY_MS } from "#kernel/calendar.ts";
import { count } from "../shapes.ts";

/** What the server knows that may wait for the administrator: numbers alone, no name and no content. */
export const waitingSchema = z.object({
  /** The server's clock is right. */
  clockIsSound: z.boolean(),
  backup: z.object({
    /** Since the newest was made; null while there is none. */
    ageMs: z.nullable(z.number()),
    failed: z.boolean(),
    missingPhotos: count,
  }),
  /** Devices that lack numbers, said nothing for days, or were taken out of use with something unsent. */
  gaps: count,
  silent: count,
  held: count,
  /** Ops that wait on the server, and that it refused lately; pieces that it could not read; what nobody foresaw. */
  parked: count,
  refused: count,
  unreadable: count,
  defects: count,
  /** People who never signed in. */
  neverIn: count,
});
export type Waiting = z.infer<typeof waitingSchema>;

export type Attention =
  | "clock"
  | "backupFailed"
  | "backupOld"
  | "missingPhotos"
  | Exclude<keyof Waiting, "clockIsSound" | "backup">;

/** A backup is made every night: one that is older was missed. */
export const oldBackupMs = 1.5 * DAY_MS;

/** What waits, the gravest first, and how many; what may be lost stands before what only waits. */
export function attentionOf({
  clockIsSound,
  backup,
  ...counts
}: Waiting): { what: Attention; count: number }[] {
  const { ageMs, failed, missingPhotos } = backup;
  const found: [Attention, number][] = [
    ["clock", clockIsSound ? 0 : 1],
    ["backupFailed", failed ? 1 : 0],
    ["backupOld", !failed && ageMs !== null && ageMs > oldBackupMs ? Math.floor(ageMs / DAY_MS) : 0],
    ["missingPhotos", missingPhotos],
    ["gaps", counts.gaps],
    ["held", counts.held],
    ["unreadable", counts.unreadable],
    ["defects", counts.defects],
    ["parked", counts.parked],
    ["refused", counts.refused],
    ["silent", counts.silent],
    ["neverIn", counts.neverIn],
  ];
  return found.filter(([, many]) => many > 0).map(([what, many]) => ({ what, count: many }));
}
