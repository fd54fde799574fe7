/** Phones take their time from the network: what their clocks say, however the server's jumps. */
export class Witnesses {
  private readonly heard = new Map<string, { ahead: number; at: number }>();

  /** A device's own clock, as it came with a request. */
  hear(device: string, wall: number, steady: number): void {
    this.heard.delete(device);
    this.heard.set(device, { ahead: wall - steady, at: steady });
    for (const oldest of this.heard.keys()) {
      if (this.heard.size <= most) break;
      this.heard.delete(oldest);
    }
  }

  /** How many say that it is this time; those heard since the jump, when there are any, else those before it. */
  agreeing(time: number, steady: number, since: number): number {
    return this.recent(steady, since).filter((ahead) => Math.abs(ahead + steady - time) <= closeMs).length;
  }

  /** By how much most clocks are ahead of this time; null when fewer than two were heard or they are of two minds. */
  ahead(time: number, steady: number): number | null {
    const all = this.recent(steady, 0).sort((a, b) => a - b);
    const middle = all[Math.floor(all.length / 2)];
    if (all.length < 2 || middle === undefined) return null;
    const together = all.filter((one) => Math.abs(one - middle) <= closeMs);
    return together.length * 2 > all.length ? middle + steady - time : null;
  }

  private recent(steady: number, since: number): number[] {
    const fresh = [...this.heard.values()].filter(({ at }) => steady - at <= freshMs);
    const after = fresh.filter(({ at }) => at >= since);
    return (after.length > 0 ? after : fresh).map(({ ahead }) => ahead);
  }
}

const most = 50;
const freshMs = 86_400_000;
/** A phone's clock is within minutes of the truth, or far from it. */
const closeMs = 10 * 60_000;
