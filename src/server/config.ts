import { existsSync } from "node:fs";
import { resolve } from "node:path";
import * as z from "zod";

/** What the environment says, checked once at start. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** PostgreSQL, with its password; undefined: an SQLite file in the data folder. */
  readonly databaseUrl: string | undefined;
  readonly backupDir: string;
  /** The administrator says that it is on another machine. */
  readonly backupOffsite: boolean;
  /** The built application. */
  readonly appDir: string;
  /** Where people reach the server, without a slash at the end; undefined: taken from the request. */
  readonly baseUrl: string | undefined;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly trustProxy: boolean;
  readonly demoPassword: string | undefined;
  readonly logLevel: "error" | "warn" | "info" | "debug";
  /** Also logs into files of a day each here; undefined: stderr alone. */
  readonly logDir: string | undefined;
  readonly logKeepDays: number;
  /** Opens `/metrics` to whoever has it; undefined: to this machine alone. */
  readonly metricsToken: string | undefined;
  /** Push services beside the great ones to which devices may be subscribed, as origins. */
  readonly pushServices: readonly string[];
  readonly demo: boolean;
}

/** Twelve months, as Decree 53/2022 asks of such systems. */
const defaultLogKeepDays = 366;

export class ConfigError extends Error {}

const flag = z
  .enum(["", "0", "1", "true", "false"])
  .transform((text) => text === "1" || text === "true")
  .optional();

/** Every variable that is read. */
export const environment = z.object({
  PORT: z.string().regex(/^\d+$/, "a number").transform(Number).pipe(z.number().max(65535)).optional(),
  HOST: z.string().min(1).optional(),
  DATA_DIR: z.string().min(1).optional(),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "postgres://user:password@host:5432/database" })
    .refine((text) => !URL.canParse(text) || new URL(text).pathname.length > 1, "no database named")
    .optional(),
  BACKUP_DIR: z.string().min(1).optional(),
  BACKUP_OFFSITE: flag,
  APP_DIR: z.string().refine(existsSync, "folder not found").optional(),
  BASE_URL: z
    .url({ protocol: /^https?$/ })
    .refine((text) => !URL.canParse(text) || new URL(text).pathname === "/", "no path after the host")
    .optional(),
  TLS_CERT: z.string().refine(existsSync, "file not found").optional(),
  TLS_KEY: z.string().refine(existsSync, "file not found").optional(),
  TRUST_PROXY: flag,
  DEMO_PASSWORD: z.string().min(8, "at least 8 characters").optional(),
  LOG_LEVEL: z.enum(["error", "warn", "info", "debug"]).optional(),
  LOG_DIR: z.string().min(1).optional(),
  LOG_KEEP_DAYS: z.string().regex(/^\d+$/, "a number").transform(Number).pipe(z.number().min(1)).optional(),
  PUSH_SERVICES: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((one) => one !== ""))
    .refine(
      (all) => all.every((one) => /^https?:\/\//.test(one) && URL.canParse(one)),
      "origins: https://host",
    )
    .optional(),
  METRICS_TOKEN: z.string().min(16, "at least 16 characters").optional(),
});

/** Empty variables count as absent. Throws a `ConfigError` that names every variable that is wrong. */
export function readConfig(env: NodeJS.ProcessEnv, args: readonly string[]): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new ConfigError(`Cấu hình sai / Wrong configuration:\n${lines.join("\n")}`);
  }
  const unknown = args.filter((arg) => arg !== "--demo");
  if (unknown.length > 0) throw new ConfigError(`Tham số lạ / Unknown argument: ${unknown.join(" ")}`);
  const read = parsed.data;
  if (Boolean(read.TLS_CERT) !== Boolean(read.TLS_KEY)) {
    throw new ConfigError("Cần cả TLS_CERT và TLS_KEY / TLS_CERT and TLS_KEY go together");
  }
  if (read.BACKUP_OFFSITE && !read.BACKUP_DIR) {
    throw new ConfigError("BACKUP_OFFSITE cần BACKUP_DIR / BACKUP_OFFSITE needs BACKUP_DIR");
  }
  const dataDir = resolve(read.DATA_DIR ?? "data");
  return {
    port: read.PORT ?? 8080,
    host: read.HOST ?? "0.0.0.0",
    dataDir,
    databaseUrl: read.DATABASE_URL,
    backupDir: read.BACKUP_DIR ? resolve(read.BACKUP_DIR) : resolve(dataDir, "backups"),
    backupOffsite: read.BACKUP_OFFSITE ?? false,
    appDir: read.APP_DIR ? resolve(read.APP_DIR) : resolve(import.meta.dirname, "../../dist"),
    baseUrl: read.BASE_URL ? new URL(read.BASE_URL).origin : undefined,
    tls: read.TLS_CERT && read.TLS_KEY ? { cert: read.TLS_CERT, key: read.TLS_KEY } : undefined,
    trustProxy: read.TRUST_PROXY ?? false,
    demoPassword: read.DEMO_PASSWORD,
    logLevel: read.LOG_LEVEL ?? "info",
    logDir: read.LOG_DIR ? resolve(read.LOG_DIR) : undefined,
    logKeepDays: read.LOG_KEEP_DAYS ?? defaultLogKeepDays,
    metricsToken: read.METRICS_TOKEN,
    pushServices: (read.PUSH_SERVICES ?? []).map((one) => new URL(one).origin),
    demo: args.includes("--demo"),
  };
}
