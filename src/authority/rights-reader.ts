import type { CommuneTx, DatedRights } from "./commune-store.ts";
import { type Places, readPlaces } from "./granted.ts";

/** Rights of people within one exchange, read once. */
export class RightsReader {
  private readonly tx: CommuneTx;
  private readonly histories = new Map<string, DatedRights[]>();
  private readonly places = new Map<string, Promise<Places>>();

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

  /** What lies where, as far as it decides what this person reads or read. */
  async placesFor(person: string): Promise<Places> {
    const known = this.places.get(person);
    if (known) return known;
    const read = readPlaces(this.tx, await this.rightsOf(person));
    this.places.set(person, read);
    return read;
  }

  /** These records changed: what lies where is asked anew. */
  forget(rows: readonly { readonly kind: string }[]): void {
    if (rows.some(({ kind }) => kind === "site" || kind === "plan")) this.places.clear();
  }
}
