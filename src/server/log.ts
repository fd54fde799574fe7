import { type DestinationStream, type Logger, multistream, pino, stdTimeFunctions } from "pino";
import { openDailyFiles } from "./ops/daily-files.ts";

export type LogLevel = "error" | "warn" | "info" | "debug";

/**
 * One JSON object a line: what happened, to which kind of request, and how long it took. Never bodies, names, notes,
 * passwords, cookies, tokens or addresses: callers pass facts, and what slips in under a telling name is removed here.
 */
export interface Log {
  write(level: LogLevel, event: string, facts?: Record<string, unknown>): void;
  /** For Fastify's own complaints. */
  readonly logger: Logger;
  /** Returns when every line is handed to the system. */
  close(): void;
}

/** Keys whose value never reaches a line, at the top or one level down. */
const secret = [
  ...["password", "token", "code_hash", "cookie", "authorization", "set-cookie", "name", "account", "note"],
  ...["personal", "body", "payload", "headers", "query", "url", "ip", "hostname", "remoteAddress"],
];

export interface LogOptions {
  readonly level: LogLevel;
  /** Also into files of a day each; undefined: stderr alone. */
  readonly folder?: string | undefined;
  readonly keepDays: number;
  /** What day it is, and whether that may be trusted with removing old files; without it: the machine's. */
  readonly clock?: { now(): number; isSettled(): boolean } | undefined;
}

export function createLog({ level, folder, keepDays, clock }: LogOptions): Log {
  const files =
    folder === undefined ? undefined : openDailyFiles(folder, keepDays, clock?.now, clock?.isSettled);
  const stderr: DestinationStream = { write: (line) => void process.stderr.write(line) };
  const streams = [stderr, ...(files ? [files] : [])].map((stream) => ({ stream, level: "trace" as const }));
  const logger = pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secret.flatMap((key) => [`["${key}"]`, `*["${key}"]`]), remove: true },
      serializers: { err: errorFacts, error: errorFacts, req: nothing, res: nothing },
    },
    multistream(streams),
  );
  return {
    logger,
    write: (at, event, facts = {}) => logger[at]({ event, ...facts }),
    close: () => files?.close(),
  };
}

const nothing = () => undefined;

/** The parts of an error that help and hold no content: a parser's message quotes what it could not read. */
export function errorFacts(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { failure: typeof error };
  const code = (error as { code?: unknown }).code;
  return {
    failure: error.constructor.name,
    ...(code ? { code } : {}),
    message: withoutQuotes(error.message),
    stack: error.stack
      ?.split("\n")
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 6),
  };
}

/** Words between quotes, brackets and long numbers may be somebody's. */
function withoutQuotes(message: string): string {
  return message
    .replace(/"[^"]*("|$)|'[^']*('|$)|`[^`]*(`|$)|[[{][\s\S]*$/g, "…")
    .replace(/\d{5,}/g, "…")
    .slice(0, 200);
}
