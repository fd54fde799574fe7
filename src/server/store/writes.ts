import type {
  DatedRights,
  DecidedOp,
  DeviceState,
  ErasureMark,
  Exit,
  ServerRow,
} from "#authority/commune-store.ts";

/** What a transaction, or a savepoint within it, has written and the database has not been told. */
export class Writes {
  seq: number;
  readonly rows = new Map<string, ServerRow>();
  /** Those of `rows` that are villages: they are asked for again and again. */
  readonly villages = new Map<string, ServerRow>();
  /** By `device/n`. */
  readonly ops = new Map<string, DecidedOp>();
  readonly devices = new Map<string, DeviceState>();
  readonly exits = new Map<string, Exit>();
  readonly rights = new Map<string, { readonly person: string; readonly rights: DatedRights }>();
  readonly cases = new Map<string, { readonly caseId: string; readonly person: string }>();
  readonly erasures = new Map<string, ErasureMark>();
  /** The name of the database's own savepoint; it has none until something must be written inside. */
  savepoint: string | undefined;

  constructor(seq: number) {
    this.seq = seq;
  }

  isEmpty(): boolean {
    return this.maps().every(({ size }) => size === 0);
  }

  clear(): void {
    for (const map of this.maps()) map.clear();
  }

  /** The savepoint ended well: what it wrote is its surroundings' now. */
  mergeInto(below: Writes): void {
    below.seq = this.seq;
    const theirs = below.maps();
    for (const [index, map] of this.maps().entries()) {
      for (const [key, value] of map) theirs[index]?.set(key, value);
    }
  }

  private maps(): Map<string, unknown>[] {
    const { rows, villages, ops, devices, exits, rights, cases, erasures } = this;
    return [rows, villages, ops, devices, exits, rights, cases, erasures] as Map<string, unknown>[];
  }
}

export function opKey({ device, n }: { readonly device: string; readonly n: number }): string {
  return `${device}/${n}`;
}
