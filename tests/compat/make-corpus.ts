import { existsSync } from "node:fs";
import { join } from "node:path";
import { folderOf, makeCorpus } from "./corpus.ts";

const [version = ""] = process.argv.slice(2);
if (!/^v\d+$/.test(version)) throw new Error("Name the release: v2");
if (existsSync(join(folderOf(version), "device.json")))
  throw new Error(`${version} was released; it stays as it is`);
await makeCorpus(version);
