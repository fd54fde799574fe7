/** A broken invariant of the sync contract; `invariant` is its number there. */
export class Violation extends Error {
  readonly invariant: number;
  constructor(invariant: number, what: string) {
    super(`invariant ${invariant}: ${what}`);
    this.invariant = invariant;
  }
}
