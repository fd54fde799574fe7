/** The database is away, overloaded or waited too long: nothing was decided, and the same may be asked again. */
export class DatabaseAway extends Error {
  readonly code = "DATABASE_AWAY";
  constructor(cause: unknown) {
    super(`The database is away: ${codeOf(cause)}`, { cause });
  }
}

/** Why a server cannot begin on this database, in one sentence and without its password. */
export class DatabaseUnreachable extends Error {
  constructor(url: string, cause: unknown) {
    const code = codeOf(cause);
    super(
      `Không mở được PostgreSQL / Cannot open PostgreSQL ${withoutPassword(url)} (${code})` +
        `${advice[code] ?? ""} — DATABASE_URL`,
    );
  }
}

const advice: Readonly<Record<string, string>> = {
  ECONNREFUSED: ": PostgreSQL chưa chạy / is not running there",
  ENOTFOUND: ": không có máy này / no such host",
  "28P01": ": sai tên hoặc mật khẩu / wrong user or password",
  "3D000": ": chưa có cơ sở dữ liệu này / there is no such database (createdb)",
  "42501": ": tài khoản thiếu quyền / the user may not create tables there",
};

/** Of SQLSTATE: lost connections, shutting down, starting up, too many sessions, waits that ended, deadlocks. */
const passing = /^(08...|57P0[1235]|53300|55P03|57014|25P0[34]|40001|40P01)$/;
const ofSystem = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOENT|ENOTFOUND|EAI_)/;
const ofDriver =
  /Connection terminated|timeout exceeded when trying|Query read timeout|not queryable|client was closed/i;

export function isPassing(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === "string") return passing.test(code) || ofSystem.test(code);
  if (error instanceof AggregateError) return error.errors.every(isPassing);
  return typeof message === "string" && ofDriver.test(message);
}

export function isUnreachable(error: unknown): boolean {
  return error instanceof DatabaseAway || codeOf(error) in advice;
}

export async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isPassing(error) ? new DatabaseAway(error) : error;
  }
}

export function codeOf(error: unknown): string {
  if (error instanceof DatabaseAway) return codeOf(error.cause);
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === "string" ? code : String(message ?? "unknown");
}

export function withoutPassword(url: string): string {
  const { protocol, username, host, pathname } = new URL(url);
  return `${protocol}//${username ? `${username}@` : ""}${host}${pathname}`;
}
