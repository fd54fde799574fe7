// `npm run dev`: the server with reload on change, and Vite in front of it with /api passed on.
import { requireNode, root, run } from "./node.mjs";

const node = requireNode();
const server = run(node, ["--watch", `${root}/src/server/main.ts`, ...process.argv.slice(2)]);
const page = run(node, [`${root}/node_modules/vite/bin/vite.js`]);
process.exitCode = Math.max(...(await Promise.all([server, page])));
