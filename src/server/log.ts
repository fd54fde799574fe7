export type LogLevel = "error" | "warn" | "info" | "debug";
const order: readonly LogLevel[] = ["error", "warn", "info", "debug"];

/** One JSON object a line on stderr: what happened and how long it took, never bodies, names, tokens or addresses. */
export interface Log {
  write(level: LogLevel, event: string, facts?: Record<string, unknown>): void;
}

export function createLog(least: LogLevel): Log {
  return {
    write(level, event, facts = {}) {
      if (order.indexOf(level) > order.indexOf(least)) return;
      process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...facts })}\n`);
    },
  };
}

/** The parts of an error that help and hold no content. */
export function errorFacts(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  const code = (error as { code?: unknown }).code;
  return { error: error.message, ...(code ? { code } : {}), stack: error.stack?.split("\n").slice(1, 6) };
}
