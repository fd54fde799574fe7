// What the worker keeps: all files but the first ones stand in a list of their own, each with the first 16 bytes of its
// SHA-256. The worker names the list with its digest, so that it changes whenever any file does and trusts no other.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

interface Entry {
  readonly url: string;
  readonly revision?: string | null | undefined;
  readonly integrity?: string | undefined;
  readonly size: number;
}

const isLater = /^assets\/(later|admin|print)\//;
/** What browsers with static routes bring without the worker: it must know these names at once. */
const isFirst = /^(index\.html|assets\/((early|start|index)-[^/]+\.(js|css)|[^/]+\.woff2))$/;

/** For `injectManifest`: writes the list beside the built files, and answers with what the worker is told. */
export function fileList(folder: string) {
  return (entries: readonly Entry[]) => {
    // A build that failed writes nothing; what it failed for is said elsewhere.
    if (!entries.some(({ url }) => url === "index.html")) return { manifest: [], warnings: [] };
    const digests = entries.map(({ url }): [string, string] => [
      url,
      digestOf(readFileSync(resolve(folder, url))),
    ]);
    digests.sort(([a], [b]) => (a < b ? -1 : 1));
    const text = JSON.stringify({
      now: Object.fromEntries(digests.filter(([url]) => !isLater.test(url))),
      later: Object.fromEntries(digests.filter(([url]) => isLater.test(url))),
    });
    const digest = digestOf(Buffer.from(text));
    const url = `assets/files-${digest.replace(/[-_]/g, "").slice(0, 8)}.json`;
    writeFileSync(resolve(folder, url), text);
    const told = [[url, digest] as const, ...digests.filter(([one]) => isFirst.test(one))];
    return { manifest: told.map(([one, revision]) => ({ url: one, revision, size: 0 })), warnings: [] };
  };
}

function digestOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest().subarray(0, 16).toString("base64url");
}
