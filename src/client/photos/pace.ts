const smallest = 16 * 1024;
const largest = 256 * 1024;
const quickMs = 2000;
const slowMs = 8000;

/** How much one request carries: so much that a cut costs little and the way there and back costs little. */
export class Pace {
  size = 64 * 1024;

  took(bytes: number, ms: number): void {
    if (ms > slowMs) this.failed(ms);
    else if (ms < quickMs && bytes >= this.size) this.size = Math.min(largest, this.size * 2);
  }

  /** What is refused at once says nothing of what the link can carry. */
  failed(ms: number): void {
    if (ms < quickMs) return;
    this.size = Math.max(smallest, this.size / 2);
  }
}
