import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Notices } from "./notices.ts";
import { clientConfig } from "./postgres.ts";
import { codeOf } from "./postgres-errors.ts";

const channel = "so_truc";
const againMs = 1000;
/** A line that a firewall forgot looks open for hours: now and then it is asked. */
const beatMs = 60_000;

export interface OpenNotices {
  readonly notices: Notices;
  close(): Promise<void>;
}

/**
 * A session of its own that only listens, and says on the database that a server is using it (`held`: run anew in every
 * session). It comes back by itself when the database was away.
 */
export async function openNotices(of: {
  url: string;
  held: (client: pg.Client) => Promise<void>;
  post: (channel: string, text: string) => Promise<unknown>;
  onTrouble: (event: "database-away" | "database-back", code: string) => void;
}): Promise<OpenNotices> {
  const { url, held, post, onTrouble } = of;
  const self = randomUUID();
  const listeners: { hear: (text: string) => void; missed: () => void }[] = [];
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let beat: NodeJS.Timeout | undefined;
  let closed = false;

  async function connect(): Promise<void> {
    const next = new pg.Client(clientConfig(url));
    next.on("notification", ({ payload = "" }) => {
      const [from, text] = [payload.slice(0, self.length), payload.slice(self.length)];
      if (from !== self) for (const { hear } of listeners) hear(text);
    });
    const lost = (trouble: unknown) => {
      if (client !== next) return;
      client = undefined;
      clearInterval(beat);
      void next.end().catch(() => undefined);
      if (closed) return;
      onTrouble("database-away", codeOf(trouble));
      again();
    };
    next.on("error", lost);
    next.on("end", () => lost({ code: "closed" }));
    try {
      await next.connect();
      await held(next);
      await next.query(`listen ${channel}`);
    } catch (error) {
      await next.end().catch(() => undefined);
      throw error;
    }
    client = next;
    beat = setInterval(() => next.query("select 1").catch(lost), beatMs).unref();
  }

  function again(): void {
    timer = setTimeout(async () => {
      try {
        await connect();
      } catch {
        if (!closed) again();
        return;
      }
      if (closed) return void client?.end();
      onTrouble("database-back", "");
      for (const { missed } of listeners) missed();
    }, againMs);
  }

  await connect();
  return {
    notices: {
      // Lost when the database is away: whoever comes back looks for what is new by itself.
      post: (text) => void post(channel, self + text).catch(() => undefined),
      listen: (hear, missed) => void listeners.push({ hear, missed }),
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      clearInterval(beat);
      await client?.end();
    },
  };
}
