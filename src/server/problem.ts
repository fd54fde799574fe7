import type { Facts } from "#kernel/result.ts";

/** A refusal that reaches the caller as `{error:{code,facts?,waitMs?}}`; `code` is a locale key under `errors`. */
export class Problem extends Error {
  readonly status: number;
  readonly code: ProblemCode;
  readonly facts: Facts | undefined;
  readonly waitMs: number | undefined;

  constructor(code: ProblemCode, more: { facts?: Facts; waitMs?: number } = {}) {
    super(code);
    this.code = code;
    this.status = statusOf[code];
    this.facts = more.facts;
    this.waitMs = more.waitMs;
  }

  toBody(): { error: { code: string; facts?: Facts; waitMs?: number } } {
    return {
      error: {
        code: this.code,
        ...(this.facts ? { facts: this.facts } : {}),
        ...(this.waitMs === undefined ? {} : { waitMs: this.waitMs }),
      },
    };
  }
}

/** Nothing more goes onto the disk, as SQLite, the system and PostgreSQL say it. */
export function isDiskFull(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === "SQLITE_FULL" || code === "ENOSPC" || code === "53100";
}

/** The database is away or busy: the same may be asked again. */
export function isBusy(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === "SQLITE_BUSY" || code === "DATABASE_AWAY";
}

/** Of the place where things are stored, and not of what was to be stored. */
export function isOfDatabase(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return isDiskFull(error) || isBusy(error) || (typeof code === "string" && code.startsWith("SQLITE_IOERR"));
}

const statusOf = {
  "bad-request": 400,
  "wrong-version": 400,
  "weak-password": 400,
  "bad-capsule": 400,
  "bad-sms": 400,
  "sign-in": 401,
  "wrong-password": 401,
  "wrong-code": 401,
  forbidden: 403,
  csrf: 403,
  "device-revoked": 403,
  "not-found": 404,
  "photo-not-stored": 404,
  "unknown-device": 404,
  "account-taken": 409,
  "last-admin": 409,
  "photo-unknown": 409,
  "upload-exists": 409,
  "wrong-offset": 409,
  "setup-done": 409,
  "code-used": 410,
  "code-expired": 410,
  erased: 410,
  "commune-needed": 422,
  "push-off": 409,
  "push-service-unknown": 422,
  "hash-mismatch": 422,
  "not-an-image": 422,
  "photo-has-exif": 422,
  "too-large": 413,
  busy: 429,
  "server-fault": 500,
  "server-full": 507,
} as const;

export type ProblemCode = keyof typeof statusOf;
