import type { DecidedOp, ServerRow } from "#authority/commune-store.ts";
import { holderOf } from "#authority/take-along.ts";
import type { RecordRow } from "#domain/record.ts";
import type { JsonObject } from "#kernel/json.ts";
import type { Facts } from "#kernel/result.ts";
import type { Outcome } from "#protocol/exchange.ts";
import type { Op } from "#protocol/op.ts";
import { packClocks } from "./clocks-codec.ts";
import type { OpRead, RowRead } from "./commune-statements.ts";
import type { Schema } from "./schema.ts";

export function readRow(row: RowRead): RecordRow {
  return {
    id: row.id,
    kind: row.kind,
    scope: row.scope,
    seq: row.seq,
    body: JSON.parse(row.body) as JsonObject,
    ...(row.personal === null ? {} : { personal: JSON.parse(row.personal) as JsonObject }),
    ...(row.deleted ? { deleted: true as const } : {}),
    ...(row.erased ? { erased: true as const } : {}),
    created: { at: row.created_at, by: row.created_by, device: row.created_device },
    changed: { at: row.changed_at, by: row.changed_by, device: row.changed_device },
    received: row.received,
  };
}

export function rowToColumns(commune: string, row: ServerRow): Schema["rows"] {
  return {
    commune,
    id: row.id,
    kind: row.kind,
    scope: row.scope,
    seq: row.seq,
    body: JSON.stringify(row.body),
    clocks: packClocks(row.clocks),
    deleted: row.deleted ? 1 : 0,
    erased: row.erased ? 1 : 0,
    created_at: row.created.at,
    created_by: row.created.by,
    created_device: row.created.device,
    changed_at: row.changed.at,
    changed_by: row.changed.by,
    changed_device: row.changed.device,
    received: row.received,
    about: holderOf(row),
    sha: shaOf(row),
  };
}

/** By it the server finds every photo that a file completes. */
function shaOf({ kind, body }: ServerRow): string | null {
  const { sha } = body;
  return kind === "photo" && typeof sha === "string" ? sha : null;
}

export function readDecided(row: OpRead): DecidedOp {
  return {
    device: row.device,
    n: row.n,
    person: row.person,
    op: JSON.parse(row.op) as Op,
    outcome: row.outcome as Outcome,
    seq: row.seq,
    at: row.at,
    effective: row.effective,
    ...(row.code === null ? {} : { code: row.code }),
    ...(row.facts === null ? {} : { facts: JSON.parse(row.facts) as Facts }),
    ...(row.waits_for === null ? {} : { waitsFor: row.waits_for }),
    ...(row.redecided_seq === null ? {} : { redecidedSeq: row.redecided_seq }),
    ...(row.personal === null
      ? {}
      : { personal: JSON.parse(row.personal) as NonNullable<DecidedOp["personal"]> }),
  };
}

export function decidedToColumns(commune: string, op: DecidedOp): Schema["ops"] {
  return {
    commune,
    device: op.device,
    n: op.n,
    person: op.person,
    op: JSON.stringify(op.op),
    outcome: op.outcome,
    seq: op.seq,
    at: op.at,
    effective: op.effective,
    code: op.code ?? null,
    facts: op.facts ? JSON.stringify(op.facts) : null,
    waits_for: op.waitsFor ?? null,
    redecided_seq: op.redecidedSeq ?? null,
  };
}
