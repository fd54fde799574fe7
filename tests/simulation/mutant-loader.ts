import { registerHooks } from "node:module";
import { mutants } from "./mutants.ts";

/** Loads one source file with its planted bug; fails when the line to change is not there exactly once. */
const mutant = mutants.find(({ name }) => name === process.env["MUTANT"]);
if (!mutant) throw new Error(`No mutant ${process.env["MUTANT"]}`);
let planted = false;

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith(`/src/${mutant.file}`)) return loaded;
    const source = String(loaded.source);
    if (source.split(mutant.find).length !== 2)
      throw new Error(`${mutant.name}: its line is not in ${mutant.file} exactly once`);
    planted = true;
    return { ...loaded, source: source.replace(mutant.find, () => mutant.replace) };
  },
});

process.on("exit", () => {
  if (!planted) {
    console.error(`${mutant.name}: never planted`);
    process.exitCode = 70;
  }
});
