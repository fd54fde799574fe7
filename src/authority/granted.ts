import {
  needsPlans,
  needsSites,
  type Rights,
  type ScopeFacts,
  scopesOf,
  seesAllCases,
} from "#domain/rights.ts";
import { authorOf, isWhole, planScope, type Scope } from "#domain/scope.ts";
import type { CommuneTx } from "./commune-store.ts";
import { currentRights } from "./rights-check.ts";

export type Places = Pick<ScopeFacts, "sites" | "provincialPlans">;

/** What lies where, read only for those whose scopes it decides. */
export async function readPlaces(tx: Pick<CommuneTx, "ofKind">, rights: readonly Rights[]): Promise<Places> {
  const sites = rights.some(needsSites) ? await tx.ofKind("site") : [];
  const plans = rights.some(needsPlans) ? await tx.ofKind("plan") : [];
  return {
    sites: sites.map(({ id, body }) => ({ id, village: body["village"] as string | undefined })),
    provincialPlans: plans.filter(({ body }) => body["level"] === "province").map(({ id }) => id),
  };
}

/** What the person may read now. */
export async function grantedScopes(tx: CommuneTx, person: string): Promise<Scope[]> {
  const rights = currentRights(await tx.rightsOf(person));
  const cases = await tx.cases(seesAllCases(rights) ? null : person);
  return scopesOf(rights, { person, cases, ...(await readPlaces(tx, [rights])) });
}

/** The same for an app that knows no whole classes: each place of them by its name. */
export async function spelledOut(tx: CommuneTx, scopes: readonly Scope[]): Promise<Scope[]> {
  const wide = scopes.filter(isWhole).map((scope) => scope.slice(0, -1));
  const narrow = scopes.filter((scope) => !isWhole(scope) && authorOf(scope) === undefined);
  if (wide.length === 0) return narrow;
  const villages = await tx.villages();
  const sites = (await tx.ofKind("site")).map(({ id }) => id);
  const plans = wide.includes("plans:") ? (await tx.ofKind("plan")).map(({ id }) => planScope(id)) : [];
  const places = ["commune", "counter", ...villages, ...sites];
  const all = wide.filter((name) => name !== "plans:").flatMap((name) => places.map((place) => name + place));
  return [...narrow, ...plans, ...all];
}
