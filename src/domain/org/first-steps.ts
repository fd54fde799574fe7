import type { Person } from "./org-kinds.ts";

/** What a commune has of that which a book needs before it is of use. */
export interface CommuneHas {
  readonly villages: number;
  readonly units: number;
  /** Who works with the book; whoever only administers it does not count. */
  readonly people: number;
  readonly equipment: number;
  readonly contacts: number;
  readonly scenarios: number;
  readonly roster: number;
}
export type FirstStep = keyof CommuneHas;

/** In the order in which one needs the other: people have villages and units, a roster has people. */
export const firstSteps: readonly FirstStep[] = [
  ...(["villages", "units", "people", "equipment", "contacts", "scenarios", "roster"] as const),
];

export function stepsLeft(has: CommuneHas): FirstStep[] {
  return firstSteps.filter((step) => has[step] === 0);
}

export function worksWithBook({ active, roles }: Pick<Person, "active" | "roles">): boolean {
  return active && roles.some((role) => role !== "admin");
}
