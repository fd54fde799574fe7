import { useMemo } from "react";
import { scopesOf } from "#domain/rights.ts";
import { covers, type Scope } from "#domain/scope.ts";
import { useMe } from "../logbook-context.tsx";
import type { Names } from "./names.ts";

/** Whether this person reads what lies in a scope: a form offers no place where their record would be refused. */
export function useReads({ sites }: Pick<Names, "sites">): (scope: Scope) => boolean {
  const { rights, person } = useMe();
  return useMemo(() => {
    const places = sites.map(({ id, body }) => ({ id, village: body.village }));
    const scopes = scopesOf(rights, { person, cases: [], sites: places, provincialPlans: [] });
    return (scope) => covers(scopes, scope);
  }, [rights, person, sites]);
}
