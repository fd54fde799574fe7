import type { FieldClock, ServerRow } from "#authority/commune-store.ts";

type Clocks = ServerRow["clocks"];
type Packed = readonly [at: number, by: string, device: string, seq: number, n: number];
/** Which of the clocks each field has; left out where there is but one. */
type Text = readonly [fields: readonly string[], clocks: readonly Packed[], which?: readonly number[]];

/** Most fields of a record were written by one op: its clock is kept once, not once for each of them. */
export function packClocks(clocks: Clocks): string {
  const fields = Object.keys(clocks);
  const distinct: FieldClock[] = [];
  const which = fields.map((field) => {
    const clock = clocks[field] as FieldClock;
    const at = distinct.findIndex((one) => one === clock || isSame(one, clock));
    return at < 0 ? distinct.push(clock) - 1 : at;
  });
  const packed = distinct.map(({ at, by, device, seq, n }): Packed => [at, by, device, seq, n]);
  const text: Text = distinct.length > 1 ? [fields, packed, which] : [fields, packed];
  return JSON.stringify(text);
}

/** Also reads the form of old, an object with a clock for each field. */
export function readClocks(text: string): Clocks {
  const read = JSON.parse(text) as Text | Clocks;
  if (!isPacked(read)) return read;
  const [fields, packed, which] = read;
  const clocks = packed.map(([at, by, device, seq, n]): FieldClock => ({ at, by, device, seq, n }));
  return Object.fromEntries(fields.map((field, i) => [field, clocks[which?.[i] ?? 0] as FieldClock]));
}

function isPacked(read: Text | Clocks): read is Text {
  return Array.isArray(read);
}

function isSame(a: FieldClock, b: FieldClock): boolean {
  return a.seq === b.seq && a.n === b.n && a.device === b.device && a.by === b.by && a.at === b.at;
}
