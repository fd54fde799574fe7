import { flushCompileCache } from "node:module";
import { ConfigError, readConfig } from "./config.ts";
import { DemoRefused } from "./demo/demo-refused.ts";
import { DataDirInUse } from "./ops/server-lock.ts";
import { createServer } from "./server.ts";
import { NewerDatabase } from "./store/migrations.ts";
import { WrongPlace } from "./store/open.ts";
import { DatabaseInUse } from "./store/postgres-database.ts";
import { DatabaseUnreachable } from "./store/postgres-errors.ts";
import { NotADatabase } from "./store/sqlite-database.ts";

const explained = [
  ...[ConfigError, DataDirInUse, NewerDatabase, NotADatabase, DemoRefused],
  ...[WrongPlace, DatabaseInUse, DatabaseUnreachable],
];

try {
  const server = await createServer(readConfig(process.env, process.argv.slice(2)));
  let closing = false;
  const close = async () => {
    if (closing) return;
    closing = true;
    await server.close();
    process.exitCode = 0;
  };
  process.on("SIGTERM", close);
  process.on("SIGINT", close);
  process.stdout.write(`${server.notices.join("\n")}\n`);
  // Written down now, the next start is quick even if the power fails first.
  flushCompileCache();
} catch (error) {
  const known = explained.some((kind) => error instanceof kind);
  process.stderr.write(`${known ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`);
  process.exitCode = 1;
}
