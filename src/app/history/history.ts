import { callApi } from "#client/api-call.ts";
import { isJsonObject } from "#kernel/json.ts";
import type { DeviceReadTx } from "#sync/device-store.ts";

/** One deed on a record: who, when, on which device, and when the server took it. */
export interface Entry {
  readonly key: string;
  readonly action: string;
  readonly at: number;
  readonly person: string;
  readonly personName: string | undefined;
  readonly deviceName: string | undefined;
  readonly mine: boolean;
  readonly received: number | null;
  readonly outcome: string | null;
}

/** What this device itself knows: its own deeds on the record, sent or not. */
export async function ownEntries(tx: DeviceReadTx, record: string): Promise<Entry[]> {
  const [waiting, sent, dead] = [await tx.outboxOn(record), await tx.sentOn(record), await tx.dead()];
  const refused = dead.filter((op) => op.ids.includes(record));
  const all = [...waiting, ...sent, ...refused].map((one) => ({
    key: `${one.op.d}/${one.n}`,
    action: one.op.a,
    at: one.op.w + (one.op.o ?? 0),
    person: one.op.u,
    personName: undefined,
    deviceName: undefined,
    mine: true,
    received: one.receipt?.at ?? null,
    outcome: one.receipt?.r ?? null,
  }));
  return newestFirst([...new Map(all.map((entry) => [entry.key, entry])).values()]);
}

/** The whole history from the server; null when it cannot be reached. */
export async function serverEntries(device: string, record: string): Promise<Entry[] | null> {
  const path = `/api/history?record=${encodeURIComponent(record)}`;
  const answer = await callApi({ method: "GET", path, device });
  if (!answer.ok || !isJsonObject(answer.body)) return null;
  const list = answer.body["entries"];
  if (!Array.isArray(list)) return null;
  return newestFirst(list.filter(isJsonObject).map((one) => readEntry(one, device)));
}

/** Own deeds still under way beside what the server tells. */
export function mergeEntries(own: readonly Entry[], server: readonly Entry[] | null): Entry[] {
  if (!server) return [...own];
  const known = new Set(server.map((entry) => entry.key));
  return newestFirst([...own.filter((entry) => !known.has(entry.key)), ...server]);
}

function readEntry(one: Record<string, unknown> | object, device: string): Entry {
  const entry = one as Record<string, unknown>;
  const text = (name: string) => (typeof entry[name] === "string" ? (entry[name] as string) : undefined);
  const number = (name: string) => (typeof entry[name] === "number" ? (entry[name] as number) : null);
  return {
    key: `${text("device") ?? ""}/${number("n") ?? 0}`,
    action: text("action") ?? "",
    at: number("at") ?? 0,
    person: text("person") ?? "",
    personName: text("personName"),
    deviceName: text("deviceName"),
    mine: text("device") === device,
    received: number("received"),
    outcome: text("outcome") ?? null,
  };
}

function newestFirst(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => b.at - a.at);
}
