import type { Op } from "#protocol/op.ts";

/** What of an op may be somebody's concern at once; whether it is, the record itself says. */
export interface Deed {
  readonly incident: string;
  readonly by: string;
  /** Names the deed, so that the same op brought twice wakes nobody twice. */
  readonly name: string;
  readonly assigns: boolean;
  readonly escalates: boolean;
  /** Reported, or its severity was changed. */
  readonly reports: boolean;
}

/** Asked of an op that nobody has read yet, so that not every one is read twice. */
export function mayBeDeed(op: unknown): boolean {
  const { ch } = (op ?? {}) as { ch?: unknown };
  return Array.isArray(ch) && ch.some((change) => (change as { k?: unknown } | null)?.k === "incident");
}

export function deedsOf(ops: readonly Op[]): Deed[] {
  return ops.flatMap((op) => {
    if (op.z) return [];
    const found = new Map<string, Deed>();
    for (const change of op.ch) {
      if (change.k !== "incident") continue;
      const fields = change.c === "create" || change.c === "set" ? change.f : {};
      const before = found.get(change.id);
      const deed: Deed = {
        incident: change.id,
        by: op.u,
        name: `${op.d}/${op.n}`,
        assigns: before?.assigns || typeof fields["assignee"] === "string",
        escalates: before?.escalates || (change.c === "move" && change.to === "escalated"),
        reports: before?.reports || change.c === "create" || "severity" in fields,
      };
      if (deed.assigns || deed.escalates || deed.reports) found.set(change.id, deed);
    }
    return [...found.values()];
  });
}

/** The event under which people are told of it once: a report once for all, an assignment each time anew. */
export function eventOf(
  deed: Deed,
  reason: "assigned" | "escalated" | "severe",
  person: string,
): string | null {
  if (reason === "assigned" && deed.assigns) return `assigned/${deed.incident}/${person}/${deed.name}`;
  if (reason === "escalated" && deed.escalates) return `escalated/${deed.incident}/${person}/${deed.name}`;
  return reason === "severe" && deed.reports ? `severe/${deed.incident}/${person}` : null;
}
