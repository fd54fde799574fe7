import type { Incident } from "#domain/incidents/incident-kinds.ts";
import type { DeviceReadTx } from "#sync/device-store.ts";
import { incidentOf } from "../incident-row.tsx";
import { entriesOf } from "./entries.ts";

export interface LinkedIncident {
  readonly incident: Incident;
  /** Who took it first, and when. */
  readonly taken: { readonly by: string; readonly at: number } | undefined;
  /** When it was mended last, Unix ms. */
  readonly mendedAt: number | null;
}

const takingSorts = ["acknowledged", "working"];

/** The incidents that check sheets name, with what their timelines say of them; those that are not here are left out. */
export async function readLinked(
  tx: DeviceReadTx,
  ids: Iterable<string>,
): Promise<Map<string, LinkedIncident>> {
  const found = await Promise.all([...new Set(ids)].map(async (id) => [id, await readOne(tx, id)] as const));
  return new Map(found.flatMap(([id, one]) => (one ? [[id, one] as const] : [])));
}

async function readOne(tx: DeviceReadTx, id: string): Promise<LinkedIncident | null> {
  const row = await tx.row(id);
  if (!row || row.deleted || row.kind !== "incident") return null;
  const entries = entriesOf(await tx.rowsByKey(`under/${id}`)).sort((a, b) => a.created.at - b.created.at);
  const mended = entries.findLast(({ body }) => body.sort === "resolved");
  return {
    incident: incidentOf(row),
    taken: entries.find(({ body }) => takingSorts.includes(body.sort))?.created,
    mendedAt: mended ? (mended.body.at ?? mended.created.at) : null,
  };
}
