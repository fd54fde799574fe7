import type { CommuneTx, DatedRights } from "./commune-store.ts";

/** Rights of people within one exchange, read once. */
export class RightsReader {
  private readonly tx: CommuneTx;
  private readonly histories = new Map<string, DatedRights[]>();
  private villageList: string[] | undefined;

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

  async villages(): Promise<string[]> {
    this.villageList ??= await this.tx.villages();
    return this.villageList;
  }

  forget(): void {
    this.villageList = undefined;
  }
}
