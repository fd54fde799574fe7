import type { StoredRow } from "#sync/device-store.ts";
import { useRowsByKey } from "../../logbook-context.tsx";

/** The photos of an incident, each with its own state. The page loads the texts `photos`. */
export function PhotoStrip({ incident }: { incident: StoredRow }) {
  const photos = (useRowsByKey(`under/${incident.id}`) ?? []).filter(({ kind }) => kind === "photo");
  return <div>{photos.length}</div>;
}
