import type { ExchangeReply } from "#protocol/exchange.ts";
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
  hands(device: SimDevice, era: string, readable: ReadonlySet<string>): void {
    if (this.told.length === 0) this.look(device, era);
    this.told.push(readable);
  }

  private look(device: SimDevice, era: string): void {
    const { rows, shadows } = device.disk.content();
    // What only a pending op of its own had made was never the server's to show.
    const isServers = ({ id, seq }: { id: string; seq: number }) => (shadows.get(id)?.seq ?? seq) > 0;
    const shown = [...rows.values()].filter((row) => !row.deleted && isServers(row));
    this.shown = new Set(device.disk.busy ? [] : shown.map(({ id }) => id));
    this.era = era;
  }

  check(device: SimDevice, era: string): void {
    if (this.told.length === 0 || device.disk.busy) return;
    const told = this.told.splice(0);
    if (era !== this.era) return;
    const { rows } = device.disk.content();
    for (const id of this.shown) {
      if (rows.has(id) || device.damaged.has(id) || !told.every((readable) => readable.has(id))) continue;
      throw new Violation(7, `${device.id} shows ${id} no more, and the server does`);
    }
  }
}

/** A reply that takes nothing away needs no list of what the server still shows. */
export function mayTakeAway(
  reply: ExchangeReply,
  had: readonly string[],
  epoch: string | undefined,
): boolean {
  return (
    reply.epoch !== epoch ||
    reply.exits.length + reply.arrived.length + (reply.anew?.length ?? 0) > 0 ||
    reply.rows.some(({ x }) => x !== undefined) ||
    reply.receipts.some(({ r }) => r !== "applied") ||
    had.some((scope) => !reply.scopes.includes(scope))
  );
}
