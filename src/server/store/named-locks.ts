import pg from "pg";
import { clientConfig } from "./postgres.ts";
import { explained } from "./postgres-errors.ts";

/** Locks by name that the processes of one database share. One that its process left behind ends with that process. */
export interface NamedLocks {
  /** Takes it at once, or answers false. */
  take(name: string): Promise<boolean>;
  give(name: string): Promise<void>;
}

/** The first of PostgreSQL's two numbers of a lock; the second is made of the name. */
const family = 741_870_005;

/**
 * On a session of their own, so that whoever holds one for long holds no transaction and no place of the pool. Within this
 * process a name is taken once at a time by whoever asks; a session that dies lets go of all.
 */
export function openNamedLocks(url: string): NamedLocks & { close(): Promise<void> } {
  let session: Promise<pg.Client> | undefined;

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client(clientConfig(url));
    const lost = () => {
      session = undefined;
    };
    client.on("error", lost);
    client.on("end", lost);
    try {
      await client.connect();
      return client;
    } catch (error) {
      lost();
      throw error;
    }
  }

  async function ask(text: string, name: string): Promise<boolean> {
    session ??= connect();
    const { rows } = await explained((await explained(session)).query(text, [family, name]));
    return (rows[0] as { done: boolean } | undefined)?.done === true;
  }

  return {
    take: (name) => ask("select pg_try_advisory_lock($1, hashtext($2)) as done", name),
    async give(name) {
      if (!session) return;
      await ask("select pg_advisory_unlock($1, hashtext($2)) as done", name).catch(() => undefined);
    },
    async close() {
      const closing = session;
      session = undefined;
      await (await closing?.catch(() => undefined))?.end();
    },
  };
}
