import { registerHooks } from "node:module";
import type { Planted } from "./server-process.ts";

/** Loads the sources of a server with bugs planted in them; the product itself holds no switch for being wrong. */
const planted: Planted[] = JSON.parse(process.env["PLANTED"] ?? "[]");

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const here = planted.filter(({ file }) => url.endsWith(`/src/${file}`));
    let source = String(loaded.source);
    for (const { file, find, replace } of here) {
      if (source.split(find).length !== 2) throw new Error(`${file} does not hold exactly once: ${find}`);
      source = source.replace(find, () => replace);
    }
    return here.length > 0 ? { ...loaded, source } : loaded;
  },
});

// What waits for the night comes soon.
const waits = globalThis.setInterval;
globalThis.setInterval = ((work: () => void, ms: number) =>
  waits(work, ms >= 600_000 ? 300 : ms)) as typeof setInterval;
