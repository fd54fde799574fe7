import { adoptLeft, findStored, keepBytes } from "../attachments/finish-upload.ts";
import { requireSpace } from "../attachments/free-space.ts";
import type { ServerContext } from "../context.ts";
import { findPhoto } from "../http/photo-access.ts";
import { Problem } from "../problem.ts";
import type { Device } from "../store/people-store.ts";
import type { TakenPhoto } from "./carried-receipts.ts";
import type { PhotoInside } from "./open-capsule.ts";

type Context = Pick<ServerContext, "config" | "database" | "attachments" | "pokes" | "now" | "clock">;

/** Keeps each photo as if its device had uploaded it; one that is refused leaves the others alone. */
export async function takePhotos(
  context: Context,
  device: Device,
  photos: readonly PhotoInside[],
): Promise<TakenPhoto[]> {
  const taken: TakenPhoto[] = [];
  for (const inside of photos) {
    const { photo, sha } = inside;
    taken.push({ photo, sha, ...(await take(context, device, inside)) });
  }
  return taken;
}

async function take(context: Context, device: Device, { photo: id, sha, bytes }: PhotoInside) {
  const { commune, person } = device;
  try {
    const photo = await findPhoto(context, { commune, person, lost: device.lost === 1 }, id);
    if (photo.sha !== sha || photo.bytes !== bytes.length) return { code: "hash-mismatch" };
    const named = { commune, sha };
    const known = (await findStored(context, named)) ?? (await adoptLeft(context, named, photo.type));
    if (known) return { stored: known.at };
    context.attachments.newPerPerson.take(`${commune}/${person}`, context.clock.steady());
    await requireSpace(context.config.dataDir, bytes.length);
    return { stored: (await keepBytes(context, named, photo.type, bytes)).at };
  } catch (error) {
    // No wait goes back with a file.
    if (error instanceof Problem) return { code: error.code === "busy" ? "too-many-photos" : error.code };
    throw error;
  }
}
