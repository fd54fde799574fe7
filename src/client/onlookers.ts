import type { Profile } from "./profile.ts";
import { currentProfile } from "./profiles.ts";
import { isShared } from "./settings.ts";

/**
 * Whether a notification would tell others what stands in this book: on a desk where people take turns, where the book
 * asks a PIN, and where the book in use is another's.
 */
export async function mayBeSeenByOthers({ device, state, pin }: Profile): Promise<boolean> {
  if (state !== "open" || pin !== undefined || (await isShared())) return true;
  return (await currentProfile())?.device !== device;
}
