import type { DatedRights, FieldClock, ServerRow } from "#authority/commune-store.ts";
import { decide } from "#authority/decide.ts";
import type { DecideInput, Decision } from "#authority/decision.ts";
import type { Fields } from "#domain/record.ts";
import { writeFields } from "#domain/record.ts";
import { type Role, scopesOf } from "#domain/rights.ts";
import type { Change, Op } from "#protocol/op.ts";
import { emptyDevice, noon } from "./small-server.ts";

/** The seq that the one op under question gets. */
export const seq = 100;

export function rights(roles: Role[], more: Partial<DatedRights> = {}): DatedRights {
  return { roles, units: [], villages: [], active: true, from: 0, ...more };
}

export function clockOf(device: string, at: Partial<FieldClock> = {}): FieldClock {
  return { at: noon - 1000, by: `p-${device}`, device, seq: 10, n: 1, ...at };
}

/** A record that device `d2` wrote at seq 10, one clock to each of its registers. */
export function serverRow(
  kind: string,
  id: string,
  fields: Fields,
  more: Partial<ServerRow> & { by?: FieldClock } = {},
): ServerRow {
  const { by: clock = clockOf("d2"), ...rest } = more;
  const stamp = { at: clock.at, by: clock.by, device: clock.device };
  return {
    id,
    kind,
    scope: "visits:counter",
    seq: clock.seq,
    body: writeFields({}, fields),
    created: stamp,
    changed: stamp,
    received: 1,
    clocks: Object.fromEntries(Object.keys(fields).map((field) => [field, clock])),
    ...rest,
  };
}

export type Asked = Partial<Omit<DecideInput, "op" | "rows">> & {
  readonly op?: Partial<Op>;
  readonly rows?: readonly ServerRow[];
  readonly cases?: readonly string[];
};

/** Decides op 5 of device `d1`, whose owner `p1` works at the centre and in both villages, and has just been in touch. */
export function decideOne(ch: Change[], asked: Asked = {}): Decision {
  const { op, rows = [], cases = [], ...more } = asked;
  return decide({
    op: { d: "d1", n: 5, v: 1, a: "support.visit", w: noon, o: 0, e: "e1", u: "p1", ch, ...op },
    seq,
    now: noon,
    device: { ...emptyDevice, lastN: 4, contiguousN: 4, reportedN: 4 },
    rights: [rights(["centre", "village"], { villages: ["v1", "v2"] })],
    reads: (of) => scopesOf(of, { person: "p1", cases, sites: [], provincialPlans: [] }),
    rows: new Map(rows.map((row) => [row.id, row])),
    references: new Set([
      "village/v1",
      "village/v2",
      "site/s1",
      "person/p1",
      "plan/plan",
      "checkTemplate/t1",
    ]),
    erased: new Set(),
    baseOf: (base) => base,
    ownChain: new Set(),
    writtenLater: new Set(),
    ...more,
  });
}

/** The one record that a decision writes. */
export function written(decision: Decision, id: string): ServerRow {
  const found = decision.rows.find((row) => row.id === id);
  if (!found) throw new Error(`${decision.outcome} ${decision.code ?? ""}: ${id} was not written`);
  return found;
}

export function conflictsOf(decision: Decision): ServerRow[] {
  return decision.rows.filter(({ kind }) => kind === "conflict");
}
