import { callApi } from "#client/api-call.ts";
import type { ImportKind, PlannedLine } from "#domain/org/import/import-lines.ts";
import { accept, type Result, refuse } from "#kernel/result.ts";

interface ImportCode {
  readonly line: number;
  readonly account: string;
  readonly name: string;
  readonly code: string;
  readonly link: string;
}

/** A line as the server has judged it; what else it holds depends on what is imported. */
export type JudgedLine = PlannedLine & Readonly<Record<string, unknown>>;

export interface ImportReply {
  readonly applied: boolean;
  readonly plan: readonly JudgedLine[];
  readonly codes: readonly ImportCode[];
}

export async function sendImport(
  device: string,
  what: ImportKind,
  lines: readonly unknown[],
  wish: { readonly apply: boolean; readonly update: boolean },
): Promise<Result<ImportReply>> {
  const answer = await callApi({
    method: "POST",
    path: "/api/admin/import",
    device,
    json: { what, lines, ...wish },
  });
  if (answer.ok) return accept(answer.body as ImportReply);
  const wait = answer.waitMs === undefined ? {} : { waitMs: answer.waitMs };
  return refuse(answer.code ?? answer.failure, { ...answer.facts, ...wait });
}
