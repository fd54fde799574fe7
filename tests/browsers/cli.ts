// `npm run browsers`: the core journeys in every browser that is installed here, Chromium, Firefox and WebKitGTK; a long
// run beside the tests, on what `npm run build` made. `npm run browsers -- firefox` for one. A browser that is missing is named with its packages.
import { kinds } from "./drivers.ts";
import { journeys, play } from "./journeys.ts";

const wanted = process.argv.slice(2).map((name) => name.toLowerCase());
const chosen = kinds.filter(({ name }) => wanted.length === 0 || wanted.includes(name.toLowerCase()));
if (chosen.length === 0)
  throw new Error(`Unknown: ${wanted.join(", ")}; there are ${kinds.map(({ name }) => name).join(", ")}`);

let passed = 0;
let failed = 0;
for (const kind of chosen) {
  if (!kind.isThere()) {
    console.log(`${kind.name}: not here; it comes with ${kind.packages}`);
    if (wanted.length > 0) failed += 1;
    continue;
  }
  for (const [name, journey] of Object.entries(journeys)) {
    try {
      await play(kind, journey);
      passed += 1;
      console.log(`${kind.name}: ${name}: passed`);
    } catch (error) {
      failed += 1;
      console.log(`${kind.name}: ${name}: FAILED\n${(error as Error).stack}`);
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
