import type { Kysely } from "kysely";
import type { SqlConnection } from "./connection.ts";
import type { NamedLocks } from "./named-locks.ts";
import type { Notices } from "./notices.ts";
import type { Schema } from "./schema.ts";

/** Where the logbook of one or more communes lies: a file of this process, or PostgreSQL that several processes share. */
export interface Database {
  /** For reads outside a transaction; never sees a transaction half-done. */
  readonly read: Kysely<Schema>;
  /**
   * Runs `work` in one durable transaction; the next, of this process or another, begins when it has ended. Nothing stays
   * when it throws.
   */
  write<T>(work: (transaction: WriteTransaction) => Promise<T>): Promise<T>;
  /** As `write`, for work that begins by taking this commune's counter: other communes do not wait for it. */
  writeIn<T>(commune: string, work: (transaction: WriteTransaction) => Promise<T>): Promise<T>;
  /** What processes of one database tell each other; undefined when there is only this one. */
  readonly notices: Notices | undefined;
  /** For what only one process may do at a time, outside a transaction; undefined when there is only this one. */
  readonly locks: NamedLocks | undefined;
  /** What was erased is overwritten in the files too, as far as nobody reads it just now. */
  scrub(): Promise<void>;
  /** Waits for what is under way and closes. */
  close(): Promise<void>;
}

export interface WriteTransaction {
  readonly query: Kysely<Schema>;
  readonly connection: SqlConnection;
}

/** Runs what is given to it one after another. */
export class Line {
  private last: Promise<unknown> = Promise.resolve();
  private length = 0;

  run<T>(work: () => Promise<T>): Promise<T> {
    this.length += 1;
    const done = this.last.then(work).finally(() => {
      this.length -= 1;
    });
    this.last = done.catch(() => undefined);
    return done;
  }

  isEmpty(): boolean {
    return this.length === 0;
  }

  async ended(): Promise<void> {
    await this.last;
  }
}

/** All of the work, or none of it. */
export async function inTransaction<T>(connection: SqlConnection, work: () => Promise<T>): Promise<T> {
  await connection.begin();
  try {
    const result = await work();
    await connection.commit();
    return result;
  } catch (error) {
    await connection.rollback();
    throw error;
  }
}
