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
  seq = 0;
  readonly rows = new Map<string, ServerRow>();
  /** The kinds of `rows`. */
  readonly kinds = new Map<string, string>();
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

  private readonly maps = [
    ...[this.rows, this.kinds, this.villages, this.ops, this.devices],
    ...[this.exits, this.rights, this.cases, this.erasures],
  ] as Map<string, unknown>[];

  isEmpty(): boolean {
    return this.maps.every(({ size }) => size === 0);
  }

  clear(): void {
    for (const map of this.maps) if (map.size > 0) map.clear();
  }

  /** The savepoint ended well: what it wrote is its surroundings' now. */
  mergeInto(below: Writes): void {
    below.seq = this.seq;
    for (let i = 0; i < this.maps.length; i++) {
      this.maps[i]?.forEach((value, key) => {
        below.maps[i]?.set(key, value);
      });
    }
  }
}

export function opKey({ device, n }: { readonly device: string; readonly n: number }): string {
  return `${device}/${n}`;
}
