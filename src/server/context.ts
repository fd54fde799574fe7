import type { CommuneStore } from "#authority/commune-store.ts";
import type { Attachments } from "./attachments/attachments.ts";
import type { ServerClock } from "./clock/server-clock.ts";
import type { Config } from "./config.ts";
import type { Defects } from "./defects.ts";
import type { Pokes } from "./http/pokes.ts";
import type { Log } from "./log.ts";
import type { Backups } from "./ops/backup.ts";
import type { ErasureFile } from "./ops/erasure-file.ts";
import type { Metrics } from "./ops/metrics.ts";
import type { Push } from "./push/push.ts";
import type { Database } from "./store/database.ts";

/** What routes and services work with; made once by `server.ts`. */
export interface ServerContext {
  readonly config: Config;
  readonly database: Database;
  readonly store: CommuneStore;
  readonly attachments: Attachments;
  readonly log: Log;
  readonly pokes: Pokes;
  readonly push: Push;
  readonly backups: Backups;
  readonly erasures: ErasureFile;
  readonly metrics: Metrics;
  readonly clock: ServerClock;
  readonly defects: Defects;
  /** The time that the server keeps to; see `clock`. */
  readonly now: () => number;
}
