import type { Lineage } from "#domain/org/lineage.ts";

export type LineageKind = "unit" | "village";
export interface LineageRow {
  readonly id: string;
  readonly body: Lineage & { readonly order?: number };
}
