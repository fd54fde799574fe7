import type { BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import type { Commune } from "./commune.ts";

/** What one profile's database holds, read past the app. */
export interface DeviceBook {
  readonly device: string;
  readonly nextN: number;
  readonly outbox: readonly Kept[];
  readonly sent: readonly Kept[];
  readonly dead: readonly Kept[];
}

interface Kept {
  readonly n: number;
  readonly op: KeptOp;
  readonly receipt?: { readonly r: string };
}

interface KeptOp {
  readonly d: string;
  readonly n: number;
  readonly a: string;
  readonly w: number;
  readonly ch: readonly Readonly<Record<string, unknown>>[];
}

export function readBooks(page: Page): Promise<DeviceBook[]> {
  return page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const books = [];
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith("so-truc-") || name === "so-truc-profiles") continue;
      const database = await answer(indexedDB.open(name));
      const tx = database.transaction(["meta", "outbox", "sent", "dead"]);
      const all = (store: string) => answer(tx.objectStore(store).getAll());
      const [meta, outbox, sent, dead] = await Promise.all([
        all("meta"),
        all("outbox"),
        all("sent"),
        all("dead"),
      ]);
      database.close();
      if (meta[0]) books.push({ device: meta[0].device, nextN: meta[0].nextN, outbox, sent, dead });
    }
    return books;
  });
}

/** Resolves when this device has saved the answer, whatever the screen shows already. */
export async function savedAnswer(page: Page, item: string, value: string): Promise<void> {
  for (;;) {
    const books = await readBooks(page);
    const changes = books.flatMap(({ outbox, sent }) => [...outbox, ...sent].flatMap(({ op }) => op.ch));
    if (changes.some(({ f }) => (f as Fields | undefined)?.[`answers.${item}`]?.v === value)) return;
    await new Promise((done) => setTimeout(done, 20));
  }
}

type Fields = Readonly<Record<string, { readonly v?: string } | undefined>>;

/** The ids of the live records of one kind on this device. */
export function rowsOfKind(page: Page, kind: string): Promise<string[]> {
  return page.evaluate(async (wanted) => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const named = (await indexedDB.databases()).find(
      ({ name }) => name?.startsWith("so-truc-") && name !== "so-truc-profiles",
    );
    const database = await answer(indexedDB.open(named?.name as string));
    const rows = await answer(database.transaction("rows").objectStore("rows").getAll());
    database.close();
    return rows.filter((row) => row.kind === wanted && !row.deleted).map((row) => row.id as string);
  }, kind);
}

/** Remembers every op seen saved on any device, so that what a crash took would be missed. */
export class Witness {
  readonly #seen = new Map<string, KeptOp>();

  async look(page: Page): Promise<DeviceBook[]> {
    const books = await readBooks(page);
    for (const { outbox, sent, dead } of books) {
      for (const { op } of [...outbox, ...sent, ...dead]) this.#seen.set(`${op.d}/${op.n}`, op);
    }
    return books;
  }

  get count(): number {
    return this.#seen.size;
  }

  get devices(): readonly string[] {
    return [...new Set([...this.#seen.values()].map(({ d }) => d))];
  }

  /**
   * The books balance: every op that was ever seen saved is on the server, once, as it was saved; numbers have no gap;
   * nothing waits on the devices.
   */
  async balance(commune: Commune, pages: readonly Page[]): Promise<void> {
    const books = (await Promise.all(pages.map((page) => this.look(page)))).flat();
    const { ops, receipts } = await commune.dump();
    for (const { device, nextN, outbox, dead } of books) {
      expect(
        outbox.filter((entry) => !entry.receipt).map(({ n }) => n),
        "unsent",
      ).toEqual([]);
      expect(
        dead.map(({ n }) => n),
        "refused",
      ).toEqual([]);
      const numbers = ops.filter((op) => op.device === device).map(({ n }) => n);
      expect(numbers, `numbers of ${device}`).toEqual(Array.from({ length: nextN - 1 }, (_, i) => i + 1));
      expect(receipts.filter((one) => one.device === device).map(({ n }) => n)).toEqual(numbers);
    }
    for (const [name, saved] of this.#seen) {
      const [found, ...more] = ops.filter(({ op }) => `${op.d}/${op.n}` === name);
      expect(found, `${name} (${saved.a}) on the server`).toBeDefined();
      expect(more).toEqual([]);
      expect(bare(found?.op as KeptOp), name).toEqual(bare(saved));
    }
  }
}

/** Without the personal part, which never reaches the log. */
function bare({ d, n, a, w, ch }: KeptOp) {
  return { d, n, a, w, ch: ch.map(({ p: _personal, ...change }) => change) };
}

export async function isAllSent(page: Page): Promise<boolean> {
  return (await readBooks(page)).every(({ outbox }) => outbox.every((entry) => entry.receipt));
}

/** Resolves when every op of every profile here has its receipt. */
export async function allSent(page: Page): Promise<void> {
  await expect.poll(() => isAllSent(page), { interval: 100 }).toBe(true);
}

/** The bytes of a photo as the server hands them out to the one who is signed in on this device. */
export async function photoFromServer(
  context: BrowserContext,
  commune: Pick<Commune, "url">,
  photo: string,
): Promise<Buffer> {
  const url = `${commune.url}/api/photos/${photo}`;
  const session = (await context.cookies(url)).find(({ name }) => name.startsWith("st."));
  const headers = { "x-so-truc": "1", "x-device": session?.name.slice("st.".length) ?? "" };
  const reply = await context.request.get(url, { headers });
  if (!reply.ok()) throw new Error(`${reply.status()} ${await reply.text()}`);
  return reply.body();
}
