import type { SimDevice } from "../device.ts";
import { Violation } from "../violation.ts";

/**
 * 7, for everybody's records: what a device showed, and what the server shows it still, is never gone in between, however
 * the record moved and wherever a page ends. Asked with what the server held as it answered, not with what came later.
 */
export class Vanished {
  private shown: ReadonlySet<string> = new Set();
  private era = "";
  private told: ReadonlySet<string>[] = [];

  /** The device is handed a reply; these records the server showed it then. */
  hands(readable: ReadonlySet<string>): void {
    this.told.push(readable);
  }

  check(device: SimDevice, era: string): void {
    if (device.disk.busy) return;
    const { rows, shadows } = device.disk.content();
    const told = this.told.splice(0);
    const isSame = era === this.era;
    this.era = era;
    if (isSame && told.length > 0) {
      for (const id of this.shown) {
        if (rows.has(id) || device.damaged.has(id) || !told.every((readable) => readable.has(id))) continue;
        throw new Violation(7, `${device.id} shows ${id} no more, and the server does`);
      }
    }
    // What only a pending op of its own had made was never the server's to show.
    const isServers = ({ id, seq }: { id: string; seq: number }) => (shadows.get(id)?.seq ?? seq) > 0;
    this.shown = new Set(
      [...rows.values()].flatMap((row) => (!row.deleted && isServers(row) ? [row.id] : [])),
    );
  }
}
