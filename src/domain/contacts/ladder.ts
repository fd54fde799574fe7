import { securityGroup } from "../incidents/incident-states.ts";
import type { Contact, ContactLevel } from "./contact-kinds.ts";
import { anySystem, systemOfGroup } from "./systems.ts";

/** Whom to call about an incident, level by level (`domain.md` e). */
export interface Rung<T> {
  readonly level: ContactLevel;
  readonly contacts: readonly T[];
}

const climb: readonly ContactLevel[] = ["team", "commune", "province", "vendor", "owner"];

/** Công an xã comes first and at once for a security incident, and has no part in others. */
export function levelsFor(group: number): readonly ContactLevel[] {
  return group === securityGroup ? ["police", ...climb] : climb;
}

/** The rungs that somebody stands on: who is listed for the system, else who answers for everything. */
export function ladderFor<T extends { readonly id: string; readonly body: Contact }>(
  contacts: readonly T[],
  incident: { readonly group: number; readonly system?: string | undefined },
): Rung<T>[] {
  const system = incident.system ?? systemOfGroup(incident.group);
  return levelsFor(incident.group)
    .map((level) => ({ level, contacts: onRung(contacts, level, system) }))
    .filter((rung) => rung.contacts.length > 0);
}

function onRung<T extends { readonly id: string; readonly body: Contact }>(
  contacts: readonly T[],
  level: ContactLevel,
  system: string | undefined,
): T[] {
  const here = contacts.filter(({ body }) => body.level === level);
  const exact = here.filter(({ body }) => body.system === system);
  const found = exact.length > 0 ? exact : here.filter(({ body }) => body.system === anySystem);
  return found.sort((a, b) => (a.body.order ?? 0) - (b.body.order ?? 0) || (a.id < b.id ? -1 : 1));
}

/** The next rung above the level that was reached; the first one where nobody was called yet. */
export function nextRung<T>(ladder: readonly Rung<T>[], reached: string | undefined): Rung<T> | undefined {
  const height = (level: string | undefined) => ["police", ...climb].indexOf(level ?? "");
  return ladder.find(({ level }) => height(level) > height(reached));
}
