import { type Rights, scopesOf, seesAllCases } from "#domain/rights.ts";
import type { Scope } from "#domain/scope.ts";
import type { CommuneTx, DatedRights } from "./commune-store.ts";
import { type Places, readPlaces } from "./granted.ts";
import { currentRights } from "./rights-check.ts";

/** What one person reads with these rights. */
export type Reads = (rights: Rights) => readonly Scope[];

/** The server's own device: whom nothing is asked of. */
export const readsNothing: Reads = () => [];

/** Rights of people within one exchange, and what they read by them, read and worked out once. */
export class RightsReader {
  private readonly tx: CommuneTx;
  private readonly histories = new Map<string, DatedRights[]>();
  private readonly places = new Map<string, Promise<Places>>();
  private readonly reads = new Map<string, { readonly cases: string; readonly reads: Reads }>();

  constructor(tx: CommuneTx) {
    this.tx = tx;
  }

  async rightsOf(person: string): Promise<DatedRights[]> {
    const known = this.histories.get(person);
    if (known) return known;
    const read = await this.tx.rightsOf(person);
    this.histories.set(person, read);
    return read;
  }

  /** Of the cases as they are now; any op may open one. */
  async readsOf(person: string): Promise<Reads> {
    const rights = await this.rightsOf(person);
    const cases = await this.tx.cases(seesAllCases(currentRights(rights)) ? null : person);
    const known = this.reads.get(person);
    const named = cases.join();
    if (known?.cases === named) return known.reads;
    const facts = { person, cases, ...(await this.placesFor(person, rights)) };
    const reads = onceEach((of) => scopesOf(of, facts));
    this.reads.set(person, { cases: named, reads });
    return reads;
  }

  /** These records changed: what lies where is asked anew. */
  forget(rows: readonly { readonly kind: string }[]): void {
    if (!rows.some(({ kind }) => kind === "site" || kind === "plan")) return;
    this.places.clear();
    this.reads.clear();
  }

  /** What lies where, as far as it decides what this person reads or read. */
  private placesFor(person: string, rights: readonly DatedRights[]): Promise<Places> {
    const known = this.places.get(person);
    if (known) return known;
    const read = readPlaces(this.tx, rights);
    this.places.set(person, read);
    return read;
  }
}

function onceEach(work: Reads): Reads {
  const known = new WeakMap<Rights, readonly Scope[]>();
  return (rights) => {
    const before = known.get(rights);
    if (before) return before;
    const scopes = work(rights);
    known.set(rights, scopes);
    return scopes;
  };
}
