// `npm start`: from a bare checkout to a running server, without a question. Arguments go to the server.
import { requireNode, root, run } from "./node.mjs";
import { ensureBuild } from "./prepare.mjs";

try {
  await ensureBuild();
  const env = { NODE_ENV: "production", ...process.env };
  process.exitCode = await run(requireNode(), [`${root}/src/server/main.ts`, ...process.argv.slice(2)], {
    env,
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
