import { useMemo } from "react";
import type { Equipment, Site, Unit, Village } from "#domain/org/org-kinds.ts";
import type { DeviceReadTx, StoredRow } from "#sync/device-store.ts";
import { compareText } from "../i18n/format.ts";
import { useText } from "../i18n/i18n.ts";
import { readRows, useLive } from "../logbook-context.tsx";

/** The registers that every screen names things by. */
export interface Named<T> {
  readonly id: string;
  readonly body: T;
}

export interface Names {
  readonly villages: readonly Named<Village>[];
  readonly units: readonly Named<Unit>[];
  readonly sites: readonly Named<Site>[];
  readonly equipment: readonly Named<Equipment>[];
  /** False until the registers were read for the first time. */
  readonly isReady: boolean;
  readonly person: (id: string | undefined) => string;
  /** The number a colleague chose to show, if any. */
  readonly phone: (id: string | undefined) => string | undefined;
  readonly village: (id: string | undefined) => string | undefined;
  readonly unit: (id: string) => string | undefined;
  readonly site: (id: string | undefined) => string | undefined;
  readonly equipmentOf: (id: string | null | undefined) => Equipment | undefined;
}

const kinds = ["village", "unit", "site", "equipment", "person"] as const;

export const namesAnswer = "names";

export function readNames(tx: DeviceReadTx): Promise<StoredRow[][]> {
  return Promise.all(kinds.map((kind) => readRows(tx, kind)));
}

/** Live names of people, places and things; of those this device does not know, a word that is never wrong. */
export function useNames(): Names {
  const t = useText("common");
  const rows = useLive(readNames, [], namesAnswer);
  return useMemo(() => {
    const [villages, units, sites, equipment, people] = kinds.map((_, at) => rows?.[at] ?? []);
    const nameIn = (list: StoredRow[] | undefined) => {
      const names = new Map((list ?? []).map((row) => [row.id, String(row.body["name"])]));
      return (id: string | undefined) => (id === undefined ? undefined : names.get(id));
    };
    const personName = nameIn(people);
    const phones = new Map(
      (people ?? []).flatMap(({ id, personal }) =>
        typeof personal?.["phone"] === "string" ? [[id, personal["phone"]] as const] : [],
      ),
    );
    const things = new Map((equipment ?? []).map((row) => [row.id, row.body as unknown as Equipment]));
    return {
      villages: inOrder<Village>(villages?.filter(isLive)),
      units: inOrder<Unit>(units?.filter(isLive)),
      sites: inOrder<Site>(sites),
      equipment: inOrder<Equipment>(equipment?.filter(isLive)),
      isReady: rows !== undefined,
      person: (id) => personName(id) ?? t("someone"),
      phone: (id) => (id === undefined ? undefined : phones.get(id)),
      village: nameIn(villages),
      unit: nameIn(units),
      site: nameIn(sites),
      equipmentOf: (id) => (id ? things.get(id) : undefined),
    };
  }, [rows, t]);
}

/** What was merged or taken out of use is named where it was written, and no longer offered. */
function isLive({ body }: StoredRow): boolean {
  return body["mergedInto"] === undefined && body["retiredOn"] === undefined;
}

/** By the register's own order, then by name: Xóm 2 before Xóm 10. */
function inOrder<T>(rows: StoredRow[] | undefined): Named<T>[] {
  return [...(rows ?? [])]
    .sort(
      (a, b) =>
        Number(a.body["order"] ?? 1e9) - Number(b.body["order"] ?? 1e9) ||
        compareText(String(a.body["name"]), String(b.body["name"])),
    )
    .map((row) => ({ id: row.id, body: row.body as unknown as T }));
}
