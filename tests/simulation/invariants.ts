import type { CommuneState, DecidedOp, Exit } from "#authority/commune-store.ts";
import { type RecordRow, readField } from "#domain/record.ts";
import type { Json } from "#kernel/json.ts";
import { sameJson } from "#kernel/json.ts";
import { rowToWire } from "#protocol/wire-row.ts";
import { toRow } from "#sync/overlay.ts";
import type { SimDevice } from "./device.ts";
import { Violation } from "./violation.ts";

export interface Truth {
  readonly state: CommuneState;
  readonly rows: readonly RecordRow[];
  readonly exits: readonly Exit[];
  /** The server's clock was wrong at some time: what it told then of 90 days was wrong too. */
  readonly jumped?: boolean;
}

const ninetyDays = 90 * 86_400_000;

/** Told without the engine's own words: a scope is granted by its name, or with its whole class. */
export function grants(scopes: Iterable<string>, scope: string): boolean {
  const [name] = scope.split(":");
  return [...scopes].some((one) => one === scope || (scope.includes(":") && one === `${name}:*`));
}

/** 4: outside one's scopes lies only what one wrote oneself, for ninety days at most. */
function checkKept(
  device: SimDevice,
  row: { id: string; scope: string; created: { by: string; at: number }; until?: number },
  atRest = false,
) {
  const told = device.disk.content().meta?.toldAt ?? 0;
  const { until = 0, created } = row;
  // Until all is at rest the server's clock may have been off by years.
  const latest = Math.max(told, created.at) + 400 * 86_400_000 + ninetyDays;
  // By both clocks: a telephone's may be off by days.
  const [late, soon] = [Math.max(told, device.clock.wall()), Math.min(told, device.clock.wall())];
  const isWrong = atRest ? until > late + ninetyDays || until <= soon - 86_400_000 : until > latest;
  if (created.by !== device.person || isWrong)
    throw new Violation(4, `${device.id} keeps ${row.id} of ${row.scope} until ${until}, told at ${told}`);
}

/** Asked after every step: 1 (nothing saved is gone), 4 (scopes) and 6 (the cursor never lies). */
export function checkDevice(device: SimDevice, truth: Truth): void {
  const disk = device.disk.content();
  const { meta } = disk;
  if (!meta || device.disk.busy) return;
  for (const n of device.saved.keys()) {
    if (n > meta.durableN && !disk.outbox.has(n) && !disk.sent.has(n) && !disk.dead.has(n)) {
      throw new Violation(9, `${device.id}#${n} was removed from the device`);
    }
  }
  const pending = new Set([...disk.outbox.values()].flatMap((entry) => entry.ids));
  const sent = new Set([...disk.sent.values()].flatMap((entry) => entry.ids));
  for (const row of disk.rows.values()) {
    const reads = meta.version === 0 || grants(meta.scopes, row.scope);
    if (!reads && !pending.has(row.id)) checkKept(device, row);
    if (
      reads &&
      row.until !== undefined &&
      meta.booting[row.scope] === undefined &&
      !pending.has(row.id) &&
      grants(meta.booted, row.scope) &&
      !(meta.unswept ?? []).length
    )
      throw new Violation(4, `${device.id} holds ${row.id} as kept, and reads ${row.scope}`);
    if (row.seq === 0 && !pending.has(row.id) && !sent.has(row.id))
      throw new Violation(7, `${device.id} shows ${row.id} without an op behind it`);
  }
  for (const entry of disk.outbox.values()) {
    if (entry.receipt || entry.op.z) continue;
    const lost = entry.op.ch.find(
      (change) => (change.c === "create" || change.c === "append") && !disk.rows.has(change.id),
    );
    if (lost) throw new Violation(9, `${device.id}#${entry.n} waits, but ${lost.id} is no longer shown`);
  }
  if (meta.epoch !== truth.state.epoch) return;
  const booted = new Set(meta.booted);
  checkGone(device, truth, booted, pending);
  for (const row of truth.rows) {
    const isOwn =
      !truth.jumped && row.created.by === device.person && row.created.at > (meta.toldAt ?? 0) - ninetyDays;
    const isDue =
      grants(booted, row.scope) ||
      (isOwn && !grants(meta.scopes, row.scope) && booted.has(`own:${device.person}`));
    if (row.deleted || row.seq > meta.cursor || !isDue || device.damaged.has(row.id)) continue;
    const held = disk.shadows.get(row.id) ?? disk.rows.get(row.id);
    if (!held || held.seq < row.seq) {
      throw new Violation(
        6,
        `${device.id} at ${meta.cursor} lacks ${row.id}@${row.seq} (has ${held?.seq ?? "nothing"})`,
      );
    }
  }
}

/** 6, the other way: what the server deleted up to the cursor is not shown any more. */
function checkGone(
  device: SimDevice,
  truth: Truth,
  booted: ReadonlySet<string>,
  pending: ReadonlySet<string>,
): void {
  const { meta, rows } = device.disk.content();
  if (!meta || meta.cursor < truth.state.floor) return;
  const known = new Map(truth.rows.map((row) => [row.id, row]));
  for (const row of rows.values()) {
    if (pending.has(row.id) || row.deleted || !grants(booted, row.scope) || device.damaged.has(row.id))
      continue;
    if (row.until !== undefined || grants(meta.unswept ?? [], row.scope)) continue;
    const now = known.get(row.id);
    if (now && (now.seq > meta.cursor || (!now.deleted && now.scope === row.scope))) continue;
    throw new Violation(6, `${device.id} at ${meta.cursor} still shows ${row.id}@${row.seq}, which is gone`);
  }
}

/** 4, on the server: nobody reads what hangs under a record that they may not read. Told without the engine's own words. */
export function checkUnder({ rows }: Truth): void {
  const known = new Map(rows.map((row) => [row.id, row]));
  for (const row of rows) {
    const above =
      row.kind === "conflict" ? row.body["record"] : row.kind === "incidentEntry" && row.body["parent"];
    const holder = typeof above === "string" ? known.get(above) : undefined;
    if (holder && holder.scope !== row.scope)
      throw new Violation(4, `${row.id} lies in ${row.scope}, and ${holder.id} above it in ${holder.scope}`);
  }
}

interface Sight {
  readonly era: string;
  state: "seen" | "gone" | "outside";
}
interface Watch {
  readonly sights: Map<string, Sight>;
  scopes: readonly string[];
  /** Whether a server had told the scopes: a closed account is told that it has none. */
  told: boolean;
  epoch: string;
  /** Ops up to here were written before a scope was lost or won, or a restore; what these bring may show them again. */
  exemptN: number;
}
const watches = new WeakMap<SimDevice, Watch>();

/** 7: a person's own edit never disappears and comes back. Values in the simulation are unique, so seeing is knowing. */
export function trackEdits(device: SimDevice, truth: Truth, times: string): void {
  const disk = device.disk.content();
  if (device.disk.busy) return;
  const watch = watches.get(device) ?? {
    sights: new Map<string, Sight>(),
    scopes: [],
    told: false,
    epoch: "",
    exemptN: 0,
  };
  watches.set(device, watch);
  const scopes = disk.meta?.scopes ?? [];
  const moved = watch.epoch !== "" && watch.epoch !== disk.meta?.epoch;
  const changed = moved || (watch.told && watch.scopes.join() !== scopes.join());
  watch.epoch = disk.meta?.epoch ?? "";
  if (changed) watch.exemptN = (disk.meta?.nextN ?? 1) - 1;
  watch.scopes = scopes;
  watch.told = (disk.meta?.version ?? 0) > 0;
  const known = watch.sights;
  // Somebody moved the record out of the person's sight; should it come back one day, it may show the edit again. It may
  // be back on the server already, while the device has only heard that it left.
  const outside = new Set(
    [...truth.rows, ...truth.exits.filter(({ seq }) => seq > (disk.meta?.cursor ?? 0))].flatMap(
      ({ id, scope }) => (grants(scopes, scope) ? [] : [id]),
    ),
  );
  // A restore or a refused later edit may rightly show an earlier value again.
  const era = `${times} ${disk.meta?.epoch} ${disk.dead.size}`;
  for (const [n, op] of device.saved) {
    if (n <= watch.exemptN) continue;
    for (const change of op.ch) {
      if (change.c !== "create" && change.c !== "set") continue;
      for (const [field, value] of Object.entries(change.f)) {
        if (typeof value !== "string" || !value.startsWith(`${device.id}.`)) continue;
        const row = disk.rows.get(change.id);
        const visible = row !== undefined && sameJson(readField(row.body, field) ?? null, value as Json);
        const key = `${n}/${change.id}/${field}`;
        const sight = known.get(key);
        const isOutside = sight?.state === "outside" || (outside.has(change.id) && !disk.outbox.has(n));
        if (!visible && isOutside) known.set(key, { era, state: "outside" });
        else if (sight?.state === "outside" || sight?.era !== era)
          known.set(key, { era, state: visible ? "seen" : "gone" });
        else if (sight.state === "seen" && !visible) sight.state = "gone";
        else if (sight.state === "gone" && visible) {
          throw new Violation(7, `${device.id}#${n} ${change.id}.${field} disappeared and came back`);
        }
      }
    }
  }
}

/** Asked when everything has come to rest: 1, 3, 4, 8, 9 and the erasures. */
export function checkRest(
  device: SimDevice,
  truth: Truth,
  scopes: readonly string[],
  log: readonly DecidedOp[],
  erased: ReadonlyMap<string, string>,
): void {
  const disk = device.disk.content();
  const parkedHere = [...disk.outbox.values()].filter((entry) => entry.receipt?.r === "parked");
  const under = new Set(parkedHere.flatMap((entry) => entry.ids));
  // What a parked op stands on waits with it, where the server shows the person nothing of the record.
  const waiting = [...disk.outbox.values()].filter(
    (entry) => !parkedHere.includes(entry) && !(entry.receipt && entry.ids.some((id) => under.has(id))),
  );
  const cursor = disk.meta?.cursor ?? 0;
  for (const { n, outcome, seq, redecidedSeq } of log) {
    const isTold = outcome !== "parked" && (redecidedSeq ?? seq) <= cursor;
    if (isTold && parkedHere.some((entry) => entry.n === n))
      throw new Violation(3, `${device.id}#${n} counts as parked, and was decided`);
  }
  if (waiting.length > 0)
    throw new Violation(3, `${device.id} still holds ${waiting.map((entry) => entry.n).join(",")}`);
  const held = new Set(log.map((op) => op.n));
  for (const n of device.saved.keys()) {
    if (!held.has(n))
      throw new Violation(n > 0 ? 8 : 1, `${device.id}#${n} was saved and is not on the server`);
  }
  const should = new Map(
    truth.rows.filter((row) => !row.deleted && grants(scopes, row.scope)).map((row) => [row.id, row]),
  );
  for (const [id, row] of should) {
    const mine = disk.shadows.get(id) ?? disk.rows.get(id);
    if (!mine) throw new Violation(3, `${device.id} lacks ${id}`);
    const bare = "tag" in mine ? toRow(mine as never) : mine;
    if (!sameJson(rowToWire(bare) as unknown as Json, rowToWire(row) as unknown as Json)) {
      throw new Violation(
        3,
        `${device.id} differs in ${id}: ${JSON.stringify(rowToWire(bare))} ≠ ${JSON.stringify(rowToWire(row))}`,
      );
    }
  }
  for (const row of disk.rows.values()) {
    if (should.has(row.id) || under.has(row.id)) continue;
    checkKept(device, row, !truth.jumped);
    const now = truth.rows.find(({ id }) => id === row.id);
    if (!now || now.deleted) throw new Violation(4, `${device.id} keeps ${row.id}, which is gone`);
    const isOld = row.created.at <= (disk.meta?.toldAt ?? 0) - ninetyDays;
    if (!truth.jumped && !isOld && now.seq !== row.seq)
      throw new Violation(3, `${device.id} keeps ${row.id}@${row.seq}, now @${now.seq}`);
  }
  checkErased(device, truth, erased);
}

function checkErased(device: SimDevice, truth: Truth, erased: ReadonlyMap<string, string>): void {
  if (erased.size === 0) return;
  const rows = new Map(truth.rows.map((row) => [row.id, row]));
  for (const [id, content] of erased) {
    const row = rows.get(id);
    if (row?.personal && JSON.stringify(row.personal).includes(content))
      throw new Violation(8, `${id} is not erased on the server`);
    const mine = device.disk.content().rows.get(id);
    if (mine?.personal && Object.keys(mine.personal).length > 0 && mine.erased) {
      throw new Violation(9, `${device.id} shows erased content of ${id}`);
    }
    if (!mine?.erased) continue;
    const { sent, outbox, dead } = device.disk.content();
    for (const entry of [...sent.values(), ...outbox.values(), ...dead.values()]) {
      if (JSON.stringify(entry).includes(content))
        throw new Violation(9, `${device.id}#${entry.n} keeps erased content of ${id}`);
    }
  }
}
