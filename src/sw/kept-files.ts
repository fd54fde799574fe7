import * as z from "zod/mini";

/** Every file of this version by its address, with its digest; `now` is daily work, `later` comes after it. */
const filesSchema = z.object({
  now: z.record(z.string(), z.string()),
  later: z.record(z.string(), z.string()),
});
export type Files = z.infer<typeof filesSchema>;
export type FileSet = keyof Files;
type File = readonly [url: string, digest: string];

export interface KeptFilesPorts {
  readonly caches: Pick<CacheStorage, "open" | "match">;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly pause: (ms: number) => Promise<void>;
}

export const filesCache = "so-truc-files";
const atOnce = 4;
/** A portal or a maintenance page is often gone in a moment; what asked us asks again later anyway. */
const pausesMs = [1000, 4000, 15_000];

/** Something answered in our server's place, or only part of a file came. */
export class NotOurs extends Error {
  override readonly name = "NotOurs";
}

/**
 * The files of the app on this device. Each is the build's own, proved by its type and its digest before it is kept and
 * once more before this worker first hands it out; what is not is fetched again. The list with the digests is itself a
 * file, proved by the digest that the build wrote into the worker.
 */
export class KeptFiles {
  readonly #ports: KeptFilesPorts;
  readonly #list: File;
  readonly #proved = new Set<string>();
  #files: Promise<Files> | undefined;

  constructor(list: File, ports: KeptFilesPorts) {
    this.#list = list;
    this.#ports = ports;
  }

  /** Completes when every file of the set is here and proved; rejects while one cannot be had. */
  async keep(set: FileSet): Promise<void> {
    let missing: readonly File[] = Object.entries((await this.#readFiles())[set]);
    for (const pause of [...pausesMs, undefined]) {
      const failed = await this.#keepEach(missing);
      if (failed.length === 0) return;
      if (pause === undefined) throw (failed.find(({ why }) => why instanceof NotOurs) ?? failed[0])?.why;
      missing = failed.map(({ file }) => file);
      await this.#ports.pause(pause);
    }
  }

  /** A file to answer with; undefined for what is not of this version. */
  async answer(url: string): Promise<Response | undefined> {
    const { now, later } = await this.#readFiles();
    const digest = now[url] ?? later[url];
    return digest === undefined ? undefined : this.#have([url, digest]);
  }

  /** Throws away what is of no version any more. */
  async tidy(): Promise<void> {
    const { now, later } = await this.#readFiles();
    const wanted = new Set([this.#list, ...Object.entries(now), ...Object.entries(later)].map(keyOf));
    const cache = await this.#ports.caches.open(filesCache);
    const strange = (await cache.keys()).filter(({ url }) => !wanted.has(pathOf(url)));
    await Promise.all(strange.map((request) => cache.delete(request)));
  }

  /** What this worker has seen proved it looks at again. */
  forgetProofs(): void {
    this.#proved.clear();
  }

  #readFiles(): Promise<Files> {
    this.#files ??= this.#have(this.#list)
      .then(async (response) => filesSchema.parse(await response.json()))
      .catch((error: unknown) => {
        this.#files = undefined;
        throw error;
      });
    return this.#files;
  }

  /** Answers with those that could not be had. */
  async #keepEach(files: readonly File[]): Promise<{ file: File; why: unknown }[]> {
    const queue = [...files];
    const failed: { file: File; why: unknown }[] = [];
    const next = async (): Promise<void> => {
      for (let file = queue.shift(); file; file = queue.shift()) {
        const one = file;
        if (!this.#proved.has(keyOf(one)))
          await this.#have(one).catch((why: unknown) => failed.push({ file: one, why }));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, next));
    return failed;
  }

  /** From here if it is proved; else from an older version's files, or from the server, and then it is kept. */
  async #have(file: File): Promise<Response> {
    const [url, digest] = file;
    const key = keyOf(file);
    const cache = await this.#ports.caches.open(filesCache);
    const here = await cache.match(key);
    if (here && (this.#proved.has(key) || (await isProved(here, url, digest)))) {
      this.#proved.add(key);
      return here;
    }
    const before = await this.#ports.caches.match(`/${url}`, { ignoreSearch: true });
    const found = before && (await isProved(before, url, digest)) ? before : await this.#fetch(url, digest);
    await cache.put(key, found.clone());
    this.#proved.add(key);
    return found;
  }

  async #fetch(url: string, digest: string): Promise<Response> {
    // The browser's own cache may hold what a stranger answered.
    for (const cache of ["default", "reload"] as const) {
      const response = await this.#ports.fetch(`/${url}`, { cache, credentials: "same-origin" });
      if (await isProved(response, url, digest)) return response;
    }
    throw new NotOurs(`${url} is not what was built`);
  }
}

/** Where a file is kept: names with a hash in them are of one version only, the others get their digest. */
export function keyOf([url, digest]: File): string {
  return url.startsWith("assets/") ? `/${url}` : `/${url}?v=${digest}`;
}

function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

/** Leaves the body of `response` unread. */
export async function isProved(response: Response, url: string, digest: string): Promise<boolean> {
  if (!response.ok || !isOfType(url, response.headers.get("content-type"))) return false;
  return (await digestOf(await response.clone().arrayBuffer())) === digest;
}

const types: Readonly<Record<string, RegExp>> = {
  js: /javascript/,
  css: /^text\/css/,
  html: /^text\/html/,
};

/** Whether a browser would take it for what its name says. */
export function isOfType(url: string, type: string | null): boolean {
  const wanted = types[/\.(\w+)$/.exec(url)?.[1] ?? ""];
  return wanted ? wanted.test(type ?? "") : !/^text\/html/.test(type ?? "");
}

/** As `.config/file-list.ts` writes it: the first 16 bytes of SHA-256. */
async function digestOf(bytes: ArrayBuffer): Promise<string> {
  const whole = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const text = btoa(String.fromCharCode(...whole.subarray(0, 16)));
  return text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
