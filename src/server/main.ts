import { flushCompileCache } from "node:module";
import { ConfigError, readConfig } from "./config.ts";
import { DemoRefused } from "./demo/demo-refused.ts";
import { DataDirInUse } from "./ops/server-lock.ts";
import { isDiskFull } from "./problem.ts";
import { createServer, type RunningServer } from "./server.ts";
import { NewerDatabase } from "./store/migrations.ts";
import { WrongPlace } from "./store/open.ts";
import { DatabaseInUse } from "./store/postgres-database.ts";
import { DatabaseUnreachable } from "./store/postgres-errors.ts";
import { NotADatabase } from "./store/sqlite-database.ts";

const explained = [
  ...[ConfigError, DataDirInUse, NewerDatabase, NotADatabase, DemoRefused],
  ...[WrongPlace, DatabaseInUse, DatabaseUnreachable],
];

/** Whatever closing waits for, the program ends. */
const longestCloseMs = 30_000;
let server: RunningServer | undefined;
let closing: Promise<void> | undefined;

async function close(code: number): Promise<void> {
  process.exitCode = code;
  setTimeout(() => process.exit(code), longestCloseMs).unref();
  closing ??= server?.close();
  try {
    await closing;
  } catch (error) {
    server?.report("close", error);
    process.exit(1);
  }
}

function failStart(error: unknown): void {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

process.on("unhandledRejection", (error) => {
  if (server) return server.report("unhandledRejection", error);
  failStart(error);
  process.exit();
});
process.on("uncaughtException", async (error) => {
  // What it left half done in memory nobody knows: whoever watches over the program starts it anew.
  if (server) server.report("uncaughtException", error);
  else failStart(error);
  await close(1);
  process.exit(1);
});

try {
  server = await createServer(readConfig(process.env, process.argv.slice(2)));
  process.on("SIGTERM", () => close(0));
  process.on("SIGINT", () => close(0));
  process.stdout.write(`${server.notices.join("\n")}\n`);
  // Written down now, the next start is quick even if the power fails first.
  flushCompileCache();
} catch (error) {
  failStart(error);
}

/** One plain sentence of what is wrong; the stack beside it only where nobody foresaw it. */
function explain(error: unknown): string {
  if (explained.some((kind) => error instanceof kind)) return (error as Error).message;
  const { code, path, message, stack } = error as NodeJS.ErrnoException;
  const place = path ?? "DATA_DIR";
  if (code === "EACCES" || code === "EPERM" || code === "SQLITE_READONLY" || code === "SQLITE_CANTOPEN")
    return `Không có quyền ghi vào / No permission to write to: ${place}`;
  if (code === "EEXIST" || code === "ENOTDIR") return `Không phải là thư mục / Not a folder: ${place}`;
  if (code === "ENOENT") return `Không có tệp này / No such file: ${place}`;
  if (code === "EROFS") return `Ổ đĩa chỉ cho đọc / Read-only disk: ${place}`;
  if (isDiskFull(error)) return `Ổ đĩa đã đầy / The disk is full: ${place}`;
  const what = `Máy chủ không khởi động được / The server could not start: ${message ?? String(error)}`;
  return stack ? `${what}\n${stack}` : what;
}
